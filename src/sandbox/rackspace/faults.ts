import { type Answer, Answered, json } from '../exchange.ts';
import type { Refusal, Verdict } from '../world/refusal.ts';

/** A load balancer fault: flat. */
export function flat(status: number, message: string): Answer {
  return json(status, { code: status, message });
}

/** Identity's, Nova's and the rate limiter's faults: wrapped in their name. */
export function wrapped(status: number, name: string, message: string, more: object = {}): Answer {
  return json(status, { [name]: { code: status, message, ...more } });
}

/** The body is not what the schema says. The real service tells no more than this, in an array. */
export function schemaFault(): Answered {
  return new Answered(json(400, { message: ['JSON does not match the expected schema'] }));
}

/** Everything that is wrong with a well-formed request, together. */
function validationFault(messages: readonly string[]): Answered {
  return new Answered(
    json(400, {
      code: 400,
      message: 'Validation Failure',
      details: 'The object is not valid',
      validationErrors: { messages },
    }),
  );
}

/** Throws the validation fault unless there is nothing to complain about. */
export function complain(messages: readonly string[]): void {
  if (messages.length > 0) throw validationFault(messages);
}

/** The ids of what was made; a refusal is thrown as the load balancer service says it. */
export function accepted(verdict: Verdict, nodeCall = false): readonly number[] {
  if (verdict.ok) return verdict.made;
  throw refused(verdict.refusal, nodeCall);
}

function refused(refusal: Refusal, nodeCall: boolean): Answered {
  switch (refusal.kind) {
    case 'missing':
      return new Answered(flat(404, `${refusal.what} not found`));
    case 'deleted':
      return gone(nodeCall ? 410 : 422);
    case 'immutable':
      return new Answered(
        flat(
          422,
          refusal.batch
            ? 'LoadBalancer is not ACTIVE'
            : `Load Balancer '${refusal.id}' has a status of '${refusal.status}' and is considered immutable.`,
        ),
      );
    case 'invalid':
      return validationFault(refusal.messages);
    case 'bad':
      return new Answered(flat(400, refusal.message));
    case 'conflict':
      return new Answered(flat(422, refusal.message));
    case 'quota':
      return new Answered(flat(413, refusal.message));
    case 'broken':
      return new Answered(
        wrapped(500, 'loadBalancerFault', `An unknown exception has occurred: ${refusal.message}`),
      );
  }
}

/** The balancer was deleted: node calls and reads say 410, other changes 422. */
export function gone(status: 410 | 422): Answered {
  return new Answered(flat(status, 'The load balancer is deleted and considered immutable.'));
}
