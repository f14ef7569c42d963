import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { BalancerDetail } from '../../model/balancer.ts';
import { Failure } from '../../model/problem.ts';
import { stopped } from '../http/lifetime.ts';
import type { ChangeOptions, ProviderContext, Receipt } from '../provider.ts';
import type { Aws } from './aws.ts';
import type { Balancers } from './balancers.ts';
import { registeredIds } from './description.ts';
import { codeOf } from './failure.ts';
import type { Settling } from './settling.ts';

/** Registering instances with a balancer and taking them out. */
export interface MembershipChange {
  readonly name: string;
  readonly ids: readonly string[];
  /** True: they are to be in it. */
  readonly registered: boolean;
  /** As in `Could not …`. */
  readonly what: string;
}

/**
 * Registers and deregisters. Both set a state, so that a request whose answer was lost is sent again; when it stays in doubt
 * the balancer itself is asked.
 */
export class Membership {
  readonly #aws: Aws;
  readonly #balancers: Balancers;
  readonly #settling: Settling;
  readonly #context: ProviderContext;

  constructor(aws: Aws, balancers: Balancers, settling: Settling, context: ProviderContext) {
    this.#aws = aws;
    this.#balancers = balancers;
    this.#settling = settling;
    this.#context = context;
  }

  /**
   * Resolves with AWS's name for the request when the balancer shows the change. Throws Failure; before `onAccepted` was
   * called nothing is done unless it says `maybeApplied`.
   */
  async carryOut(change: MembershipChange, options: ChangeOptions): Promise<string | null> {
    const { name, what } = change;
    const requestId = await this.#send(change, options.signal);
    options.onAccepted?.();
    try {
      await this.#settling.until(name, what, (now) => isDone(change, now), options.signal);
    } catch (thrown) {
      if (!options.signal.aborted) throw thrown;
      throw stopped(`Stopped waiting for AWS, which has accepted to ${what}`, true);
    } finally {
      this.#balancers.changed(name);
    }
    return requestId;
  }

  async #send(change: MembershipChange, signal: AbortSignal): Promise<string | null> {
    const { name, ids, registered, what } = change;
    const input = { LoadBalancerName: name, Instances: ids.map((InstanceId) => ({ InstanceId })) };
    const call = { what, signal, repeatable: true };
    try {
      const answer = registered
        ? await this.#aws.elb('RegisterInstancesWithLoadBalancer', input, call)
        : await this.#aws.elb('DeregisterInstancesFromLoadBalancer', input, call);
      return answer.$metadata.requestId ?? null;
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind === 'cancelled') throw thrown;
      const { problem } = thrown;
      // AWS refuses to take out what is not in it, which may be what somebody else has just done.
      const perhapsSo = !registered && codeOf(thrown) === 'InvalidInstance';
      if (!problem.maybeApplied && !perhapsSo) throw thrown;
      const now = await this.#look(name, signal);
      this.#context.debug('aws lost answer', { what, found: now !== null });
      if (now !== null && isDone(change, now)) return problem.requestId ?? null;
      if (now === null || perhapsSo) throw thrown;
      const { maybeApplied: _, ...known } = problem;
      throw new Failure(
        { ...known, message: `${problem.message}. It was not done`, hint: 'Try again' },
        { cause: thrown },
      );
    }
  }

  /** The balancer now; null where that cannot be found out. */
  async #look(name: string, signal: AbortSignal): Promise<LoadBalancerDescription | null> {
    try {
      return await this.#balancers.describe(name, signal);
    } catch (thrown) {
      if (thrown instanceof Failure) return null;
      throw thrown;
    }
  }

  /** The receipt with the balancer as it is now; a look that fails takes nothing from the change. */
  async receipt(name: string, requestId: string | null, signal: AbortSignal): Promise<Receipt> {
    let detail: BalancerDetail | null = null;
    try {
      detail = await this.#balancers.get(name, signal);
    } catch (thrown) {
      if (!(thrown instanceof Failure) && !signal.aborted) throw thrown;
    }
    return { requestId, detail };
  }
}

function isDone({ ids, registered }: MembershipChange, now: LoadBalancerDescription): boolean {
  const there = registeredIds(now);
  return ids.every((id) => there.has(id) === registered);
}
