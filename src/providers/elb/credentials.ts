import type { Clock } from '../../model/clock.ts';
import { findKeys, type KeySearch } from './findKeys.ts';
import type { Keys } from './sdk.ts';

/** Keys are asked for again this long before they end, in milliseconds. */
const RENEW_BEFORE = 5 * 60_000;

/** Where the clients of one account get their keys. */
export interface KeySource {
  /** Keys that are good for now. Throws Failure `auth` or `network`. */
  get(): Promise<Keys>;
  /** They were refused, `expired` as ended, in a request that began at `began`. */
  refused(expired: boolean, began: number): void;
}

/** The keys of one account, found without asking anybody and shared by all its clients. */
export class Credentials implements KeySource {
  readonly #search: KeySearch;
  readonly #clock: Clock;
  #held: Promise<Keys> | null = null;

  constructor(search: KeySearch, clock: Clock) {
    this.#search = search;
    this.#clock = clock;
  }

  async get(): Promise<Keys> {
    const keys = await this.#hold();
    const ends = keys.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (ends - this.#clock.now() > RENEW_BEFORE) return keys;
    this.#held = null;
    return this.#hold();
  }

  /** The next call looks for them again. */
  refused(): void {
    this.#held = null;
  }

  async #hold(): Promise<Keys> {
    this.#held ??= findKeys(this.#search);
    const held = this.#held;
    try {
      return await held;
    } catch (thrown) {
      // A failure is not kept: the user may have signed in meanwhile.
      if (this.#held === held) this.#held = null;
      throw thrown;
    }
  }
}
