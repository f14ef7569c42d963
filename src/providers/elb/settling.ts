import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { type Clock, sleep } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import type { Balancers } from './balancers.ts';

/** Milliseconds between looks at a balancer that is being changed; the last one repeats. The SDK's waiters take 15 s. */
const LOOKS = [0, 1_000, 2_000, 3_000, 5_000, 10_000] as const;
/** How long a change that AWS has accepted is waited for, in milliseconds. */
const PATIENCE = 3 * 60_000;
/** Failures of a look that pass. */
const PASSING: ReadonlySet<string> = new Set(['network', 'timeout', 'limit', 'engine']);

/** Waiting until AWS shows what it has accepted. */
export class Settling {
  readonly #balancers: Pick<Balancers, 'describe'>;
  readonly #clock: Clock;

  constructor(balancers: Pick<Balancers, 'describe'>, clock: Clock) {
    this.#balancers = balancers;
    this.#clock = clock;
  }

  /**
   * Resolves when the balancer shows it. Throws Failure `timeout` when it does not within `patience` milliseconds; `what` as in
   * `accepted to …`.
   */
  async until(
    name: string,
    what: string,
    shows: (description: LoadBalancerDescription) => boolean,
    signal: AbortSignal,
    patience = PATIENCE,
  ): Promise<void> {
    const clock = this.#clock;
    const end = clock.now() + patience;
    for (let look = 0; ; look++) {
      const pause = LOOKS[look] ?? LOOKS[LOOKS.length - 1] ?? 0;
      if (pause > 0) await sleep(clock, pause, signal);
      const description = await this.#look(name, signal);
      if (description !== null && shows(description)) return;
      if (clock.now() >= end)
        throw new Failure({
          kind: 'timeout',
          message: `AWS accepted to ${what}, but does not show it after ${durationText(patience)}`,
          hint: 'Look again later',
        });
    }
  }

  async #look(name: string, signal: AbortSignal): Promise<LoadBalancerDescription | null> {
    try {
      return await this.#balancers.describe(name, signal);
    } catch (thrown) {
      if (thrown instanceof Failure && PASSING.has(thrown.problem.kind)) return null;
      throw thrown;
    }
  }
}

function durationText(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} seconds` : `${ms / 60_000} minutes`;
}
