import type { Clock } from '../../model/clock.ts';

const LONGEST_MS = 30_000;
/** A list that takes long to read is read less often: at most this share of the time is spent reading. */
const REST_PER_READ = 4;

interface Beat {
  failures: number;
  tookMs: number;
}

/** How often each thing may be read again: slower while it fails, slower when a reading itself takes long. */
export class Pulse {
  readonly #clock: Clock;
  readonly #beats = new Map<string, Beat>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs one reading and remembers how it went. A stopped one counts for nothing. */
  async beat<T>(name: string, read: () => Promise<T>): Promise<T> {
    const begun = this.#clock.now();
    const beat = this.#beats.get(name) ?? { failures: 0, tookMs: 0 };
    this.#beats.set(name, beat);
    try {
      const value = await read();
      beat.failures = 0;
      beat.tookMs = this.#clock.now() - begun;
      return value;
    } catch (thrown) {
      beat.failures += 1;
      throw thrown;
    }
  }

  /** Milliseconds until the next reading, from the pace it would have in good times. */
  interval(name: string, pace: number): number {
    const beat = this.#beats.get(name);
    if (!beat) return pace;
    const rested = Math.max(pace, beat.tookMs * REST_PER_READ);
    return beat.failures === 0 ? rested : Math.min(LONGEST_MS, rested * 2 ** Math.min(beat.failures - 1, 6));
  }
}
