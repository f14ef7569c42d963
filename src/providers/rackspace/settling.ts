import type { BalancerDetail } from '../../model/balancer.ts';
import { sleep } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import { isTimeUp } from '../../model/timeUp.ts';
import type { ProviderContext } from '../provider.ts';
import type { Balancers } from './balancers.ts';
import { isFinalStatus } from './faults.ts';
import type { Labels } from './labels.ts';
import { finalHint, finalKind } from './problems.ts';

/** Milliseconds between looks at a balancer that is being changed; the last one repeats. */
const LOOKS = [1_000, 1_500, 2_000, 3_000, 5_000, 10_000] as const;

/** How a change is waited for. `patience` in milliseconds. */
interface Wait {
  readonly so: string;
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Waiting for a balancer to be ACTIVE, which is when a change is over and the next may be made. */
export class Settling {
  readonly #balancers: Balancers;
  readonly #labels: Labels;
  readonly #context: ProviderContext;

  constructor(balancers: Balancers, labels: Labels, context: ProviderContext) {
    this.#balancers = balancers;
    this.#labels = labels;
    this.#context = context;
  }

  /**
   * The balancer as soon as it is ACTIVE. Throws Failure when it gets into a status without return, and `timeout` after
   * `patience` milliseconds or when the signal says that the time is up. Looks that fail in passing are repeated. `so` begins
   * the message, as in `Rackspace accepted it, but`.
   */
  async untilActive(id: string, wait: Wait): Promise<BalancerDetail> {
    return this.#until(id, wait, (detail, status) => {
      if (isFinalStatus(status)) throw this.#ended(id, status, wait);
      return detail?.status === 'ACTIVE' ? detail : null;
    });
  }

  /** Resolves as soon as the balancer is gone; waits and throws like `untilActive`. */
  async untilGone(id: string, wait: Wait): Promise<void> {
    try {
      await this.#until(id, wait, (_, status) => {
        if (status === 'ERROR' || status === 'SUSPENDED') throw this.#ended(id, status, wait);
        return null;
      });
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind !== 'missing') throw thrown;
    }
  }

  /** Looks until `over` gives something; `status` is the one that was seen last. */
  async #until<T>(
    id: string,
    { so, patience, signal }: Wait,
    over: (detail: BalancerDetail | null, status: string) => T | null,
  ): Promise<T> {
    const { clock } = this.#context;
    const until = clock.now() + patience;
    let status = 'busy';
    const late = (rest: string) =>
      new Failure({
        kind: 'timeout',
        message: `${so} ${this.#labels.balancer(id)} is still ${status} ${rest}`,
        hint: 'Look again later: Rackspace goes on with it',
      });
    try {
      for (let look = 0; ; look++) {
        const pause = LOOKS[look] ?? LOOKS[LOOKS.length - 1] ?? 0;
        await sleep(clock, Math.max(0, Math.min(pause, until - clock.now())), signal);
        const detail = await this.#look(id, signal);
        status = detail?.status ?? (status === 'busy' ? 'not readable' : status);
        const found = over(detail, status);
        if (found !== null) return found;
        if (clock.now() >= until) throw late(`after ${spoken(patience)}`);
      }
    } catch (thrown) {
      const stop = !(thrown instanceof Failure) || thrown.problem.kind === 'cancelled';
      if (stop && isTimeUp(signal)) throw late('and the time is up');
      throw thrown;
    }
  }

  #ended(id: string, status: string, { so }: Wait): Failure {
    return new Failure({
      kind: finalKind(status),
      message: `${so} ${this.#labels.balancer(id)} is now ${status}`,
      hint: finalHint(status),
    });
  }

  /** The detail; null when this look failed for a reason that passes. */
  async #look(id: string, signal: AbortSignal): Promise<BalancerDetail | null> {
    try {
      return await this.#balancers.get(id, signal);
    } catch (thrown) {
      if (isPassing(thrown)) return null;
      throw thrown;
    }
  }
}

const PASSING: ReadonlySet<string> = new Set(['network', 'timeout', 'engine', 'limit']);

/** True for a read that failed for a reason that passes: the next one may well get through. */
export function isPassing(thrown: unknown): boolean {
  return thrown instanceof Failure && PASSING.has(thrown.problem.kind);
}

function spoken(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
