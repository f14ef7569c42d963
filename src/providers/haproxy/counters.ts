import type { Clock } from '../../model/clock.ts';
import type { Counters } from '../../model/usage.ts';
import type { Backends } from './backends.ts';
import { countersOf } from './counterWords.ts';

interface Totals {
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly requests: number | null;
}

/** What HAProxy counts of a backend since it began, or since somebody said `clear counters all`. */
export class BackendCounters {
  readonly #backends: Backends;
  readonly #clock: Clock;
  readonly #last = new Map<string, Totals & { readonly process: string; readonly cleared: number }>();

  constructor(backends: Backends, clock: Clock) {
    this.#backends = backends;
    this.#clock = clock;
  }

  /** Null where there is no such backend. Throws Failure. */
  async read(backend: string, signal: AbortSignal): Promise<Counters | null> {
    const { row, process } = await this.#backends.totals(backend, signal);
    if (row === null) return null;
    const totals = {
      bytesIn: row.number('bin'),
      bytesOut: row.number('bout'),
      // Of TCP there are no requests; a session is the nearest to one.
      requests: row.number('req_tot') ?? row.number('stot'),
    };
    const name = `${process?.pid ?? ''}-${process?.startedAt ?? ''}`;
    const last = this.#last.get(backend);
    const same = last?.process === name;
    const cleared = same ? last.cleared + (fell(last, totals) ? 1 : 0) : 0;
    this.#last.set(backend, { ...totals, process: name, cleared });
    return {
      at: this.#clock.now(),
      connections: row.number('scur'),
      connectionsSsl: null,
      ...totals,
      epoch: process === null ? null : cleared === 0 ? name : `${name}-${cleared}`,
      all: countersOf(row),
    };
  }
}

function fell(before: Totals, now: Totals): boolean {
  const less = (was: number | null, is: number | null) => was !== null && is !== null && is < was;
  return (
    less(before.bytesIn, now.bytesIn) ||
    less(before.bytesOut, now.bytesOut) ||
    less(before.requests, now.requests)
  );
}
