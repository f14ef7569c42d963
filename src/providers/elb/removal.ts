import { Failure } from '../../model/problem.ts';
import type { Lifetime } from '../http/lifetime.ts';
import type { Provider } from '../provider.ts';
import type { Aws } from './aws.ts';
import type { Balancers } from './balancers.ts';

/** Deleting a balancer. AWS calls it done when there is none, so that a lost answer is no reason not to send it again. */
export function removal(aws: Aws, balancers: Balancers, lifetime: Lifetime): Provider['removal'] & object {
  return {
    notes: [
      'Its instances stay, run on and keep costing money',
      'Its DNS name stops working at once, and a new balancer gets another one',
      'Its listeners, policies and tags go with it',
    ],
    run: (name, options) =>
      lifetime.change(options, async ({ signal, onAccepted }) => {
        // AWS says nothing of one that is not there; a name that was mistyped must be heard of.
        await balancers.describe(name, signal);
        const answer = await aws.elb(
          'DeleteLoadBalancer',
          { LoadBalancerName: name },
          { what: `delete ${name}`, signal, repeatable: true },
        );
        onAccepted?.();
        if (await isThere(balancers, name, signal))
          throw new Failure({
            kind: 'engine',
            message: `AWS accepted to delete ${name}, but still lists it`,
            hint: 'Look again in a moment',
          });
        return { requestId: answer.$metadata.requestId ?? null, detail: null };
      }),
  };
}

async function isThere(balancers: Balancers, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await balancers.describe(name, signal);
    return true;
  } catch (thrown) {
    // That it is gone is what was wanted; what else keeps us from looking says nothing against it.
    if (thrown instanceof Failure && thrown.problem.kind !== 'cancelled') return false;
    throw thrown;
  }
}
