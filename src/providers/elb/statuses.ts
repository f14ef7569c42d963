import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Clock } from '../../model/clock.ts';
import { type DerivedStatus, registeredIds } from './description.ts';

/** How long a status that was seen stands in a list, in milliseconds: a list is looked into once a minute. */
const GOOD_FOR = 120_000;

/** The statuses of balancers as they were seen with their nodes, for lists, which come without the health. */
export class Statuses {
  readonly #clock: Clock;
  readonly #seen = new Map<
    string,
    { readonly status: DerivedStatus; readonly ids: string; readonly at: number }
  >();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  saw(description: LoadBalancerDescription, status: DerivedStatus): void {
    this.#seen.set(description.LoadBalancerName ?? '', {
      status,
      ids: idsOf(description),
      at: this.#clock.now(),
    });
  }

  /** NO_NODES where nothing is registered, else what was seen of the same instances a while ago, else UNKNOWN. */
  of(description: LoadBalancerDescription): DerivedStatus {
    const ids = idsOf(description);
    if (ids === '') return 'NO_NODES';
    const seen = this.#seen.get(description.LoadBalancerName ?? '');
    if (!seen || seen.ids !== ids || this.#clock.now() - seen.at >= GOOD_FOR) return 'UNKNOWN';
    return seen.status;
  }
}

function idsOf(description: LoadBalancerDescription): string {
  return [...registeredIds(description)].sort().join(' ');
}
