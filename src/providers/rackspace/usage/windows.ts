import type { Span } from '../../usage.ts';

const HOUR = 3_600_000;
/** The first window, in hours: short enough for the largest account. */
const FIRST = 6;
/** Longer ones would make a chart wait for all of it. */
const LONGEST = 7 * 24;
/** Records that an answer may hold, about two megabytes of them. */
const ENOUGH = 5_000;

/**
 * Cuts a span into windows of whole hours, newest first. The engine gives all records of a window at once, so how long one
 * may be shows only when the first has been read.
 */
export class Windows {
  readonly #from: number;
  #to: number;
  #hours = FIRST;

  constructor({ from, to }: Span) {
    this.#from = from;
    this.#to = to;
  }

  /** The next window; null when the span is through. */
  next(): Span | null {
    if (this.#to <= this.#from) return null;
    const to = this.#to;
    // Records are hourly: a window that begins with the hour cuts none.
    const start = (Math.ceil(to / HOUR) - this.#hours) * HOUR;
    this.#to = Math.max(this.#from, start);
    return { from: this.#to, to };
  }

  /** Learns from an answer how much a window holds. */
  held(window: Span, records: number): void {
    const hours = Math.max(1, (window.to - window.from) / HOUR);
    const fitting = Math.floor((ENOUGH * hours) / Math.max(1, records));
    this.#hours = Math.min(LONGEST, Math.max(1, fitting));
  }
}
