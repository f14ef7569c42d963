import type { Clock } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';

/** What was read of something that a balancer can be shown without; `note` says why it is not there. */
export interface Part<T> {
  readonly value: T | null;
  readonly note: string | null;
}

/** These concern the whole call, not the one part. */
const FATAL: ReadonlySet<string> = new Set(['auth', 'cancelled', 'bug']);
/** These pass: what was read before is better than nothing meanwhile. */
const PASSING: ReadonlySet<string> = new Set(['network', 'timeout', 'limit', 'engine']);

/**
 * Reads a part that can be missing: denied, or unknown to an emulator. `without` says what is different then, as in
 * `…: nodes have no names`. Throws Failure where the whole call is in vain.
 */
export async function optional<T>(
  read: () => Promise<T>,
  without: string,
  before: T | null = null,
): Promise<Part<T>> {
  try {
    return { value: await read(), note: null };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || FATAL.has(thrown.problem.kind)) throw thrown;
    if (before !== null && PASSING.has(thrown.problem.kind)) return { value: before, note: null };
    return { value: null, note: `${thrown.problem.message}: ${without}` };
  }
}

/** Parts that change seldom, kept for a while by balancer name. */
export class KeptParts<T> {
  readonly #clock: Clock;
  readonly #goodFor: number;
  readonly #without: string;
  readonly #kept = new Map<string, { readonly part: Part<T>; readonly at: number }>();

  /** `goodFor` milliseconds; `without` as for `optional`. */
  constructor(clock: Clock, goodFor: number, without: string) {
    this.#clock = clock;
    this.#goodFor = goodFor;
    this.#without = without;
  }

  /** The part, read again where it was read too long ago. */
  async get(name: string, read: () => Promise<T>): Promise<Part<T>> {
    const kept = this.#kept.get(name);
    const now = this.#clock.now();
    if (kept && now - kept.at < this.#goodFor) return kept.part;
    const part = await optional(read, this.#without, kept?.part.value ?? null);
    this.#kept.set(name, { part, at: now });
    return part;
  }

  /** The next question is asked of AWS; what was known still stands in when AWS does not answer. */
  stale(name?: string): void {
    for (const [key, { part }] of this.#kept)
      if (name === undefined || key === name) this.#kept.set(key, { part, at: Number.NEGATIVE_INFINITY });
  }
}
