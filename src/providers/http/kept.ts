import type { Clock } from '../../model/clock.ts';
import { SharedCall } from './sharedCall.ts';

/** Lists of what can be chosen change rarely; somebody going back and forth in the wizard asks once. Milliseconds. */
const KEEP = 5 * 60_000;

/** Something read from the engine and kept for some minutes; who asks while it is being read shares the call. */
export class Kept<T> {
  readonly #clock: Clock;
  readonly #load: (signal: AbortSignal) => Promise<T>;
  readonly #call = new SharedCall<T>();
  #held: { readonly value: T; readonly at: number } | null = null;

  constructor(clock: Clock, load: (signal: AbortSignal) => Promise<T>) {
    this.#clock = clock;
    this.#load = load;
  }

  /** What was read last, however old; null before the first time. */
  get last(): T | null {
    return this.#held?.value ?? null;
  }

  /** Throws what the reading throws. */
  async get(signal: AbortSignal): Promise<T> {
    const held = this.#held;
    return held !== null && this.#clock.now() - held.at < KEEP ? held.value : this.fresh(signal);
  }

  /** As it is now. */
  async fresh(signal: AbortSignal): Promise<T> {
    const value = await this.#call.join(this.#load, signal);
    this.#held = { value, at: this.#clock.now() };
    return value;
  }
}
