import type { Plan, Refusal } from '../refusal.ts';
import type { ElbRecord } from './records.ts';
import type { AwsRegion } from './state.ts';

/** A refusal with the code that AWS has for it. */
export type Coded = { readonly refusal: Refusal };

/** Refused, in AWS's words. */
export function deny(code: string, message: string): Coded {
  return { refusal: { kind: 'bad', code, message } };
}

/** The first refusal among them, if there is one. */
export function firstOf(refusals: Iterable<Coded | null>): Coded | null {
  for (const refusal of refusals) if (refusal) return refusal;
  return null;
}

/** A plan that makes nothing with a number. */
export function doing(apply: () => void): Plan {
  return {
    apply() {
      apply();
      return [];
    },
  };
}

/** Nothing of that name. */
export function noBalancer(name: string): Coded {
  return deny('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);
}

/** What the settings or the state of things do not allow. */
export function unfit(message: string): Coded {
  return deny('InvalidConfigurationRequest', message);
}

/** What is malformed. */
export function invalid(message: string): Coded {
  return deny('ValidationError', message);
}

/** The balancer, or the refusal. */
export function findElb(region: AwsRegion, name: string): ElbRecord | Coded {
  return region.elbs.get(name) ?? noBalancer(name);
}
