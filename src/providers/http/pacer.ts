import { type Clock, sleep } from '../../model/clock.ts';

/** A token bucket: `perSecond` calls a second in the long run, `burst` at once. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

class Bucket {
  readonly #pace: Pace;
  #tokens: number;
  #filledAt: number;

  constructor(pace: Pace, now: number) {
    this.#pace = pace;
    this.#tokens = pace.burst;
    this.#filledAt = now;
  }

  /** Takes a token and answers 0, or answers how many milliseconds to wait before asking again. */
  take(now: number): number {
    const gained = (Math.max(0, now - this.#filledAt) / 1000) * this.#pace.perSecond;
    this.#tokens = Math.min(this.#pace.burst, this.#tokens + gained);
    this.#filledAt = now;
    // The margin forgives what floating point loses: waiting for exactly one token must yield one.
    if (this.#tokens >= 1 - 1e-6) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / this.#pace.perSecond) * 1000);
  }
}

/**
 * Keeps us politely under an engine's rate limits: reads and writes have a bucket each, and when the engine says "later"
 * everybody waits.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #buckets: { readonly read: Bucket; readonly write: Bucket };
  #heldUntil = 0;

  constructor(clock: Clock, paces: { readonly read: Pace; readonly write: Pace }) {
    this.#clock = clock;
    this.#buckets = {
      read: new Bucket(paces.read, clock.now()),
      write: new Bucket(paces.write, clock.now()),
    };
  }

  /** Resolves when one more call of that kind may go. Rejects with the signal's reason. */
  async turn(kind: 'read' | 'write', signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.#clock.now();
      const wait = now < this.#heldUntil ? this.#heldUntil - now : this.#buckets[kind].take(now);
      if (wait === 0) return;
      await sleep(this.#clock, wait, signal);
    }
  }

  /** The engine asked for `ms` milliseconds of peace: nothing goes before that. */
  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.now() + ms);
  }
}
