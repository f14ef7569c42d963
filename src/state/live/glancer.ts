import type { Clock } from '../../model/clock.ts';
import { type BalancerRow, isGlanced } from '../pages/balancerRow.ts';
import type { Queries } from './queries.ts';

/** How long the list must stand still before its rows are looked into. */
const STILL_MS = 600;
const AT_ONCE = 2;

/**
 * An engine's list may not say how many of a balancer's nodes are up. While the list stands still, the balancers on the
 * screen, and only those, are read one after the other, each at most once a minute.
 */
export class Glancer {
  readonly #queries: Queries;
  readonly #clock: Clock;
  readonly #onSeen: () => void;
  #cancelWait: (() => void) | null = null;
  #looking: AbortController | null = null;
  #wanted = '';

  constructor(queries: Queries, clock: Clock, onSeen: () => void) {
    this.#queries = queries;
    this.#clock = clock;
    this.#onSeen = onSeen;
  }

  /** The rows that are on the screen now. Called at every frame; the same rows again change nothing. */
  look(rows: readonly BalancerRow[]): void {
    const wanted = rows.filter((row) => !isGlanced(row)).map((row) => row.key);
    const name = wanted.join(' ');
    if (name === this.#wanted) return;
    this.stop();
    this.#wanted = name;
    if (wanted.length === 0) return;
    this.#cancelWait = this.#clock.after(
      STILL_MS,
      () => void this.#lookInto(rows.filter((row) => !isGlanced(row))),
    );
  }

  stop(): void {
    this.#wanted = '';
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#looking?.abort();
    this.#looking = null;
  }

  async #lookInto(rows: readonly BalancerRow[]): Promise<void> {
    const looking = new AbortController();
    this.#looking = looking;
    const queue = [...rows];
    const worker = async () => {
      for (let row = queue.shift(); row && !looking.signal.aborted; row = queue.shift()) {
        try {
          await this.#queries.glance(row.session, row.balancer.id, looking.signal);
          this.#onSeen();
        } catch {
          // The list's own refresh reports a dead engine; a glance that fails leaves the cell as it is.
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
}
