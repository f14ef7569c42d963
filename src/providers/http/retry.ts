import { type Clock, sleep } from '../../model/clock.ts';
import { TimeUp } from '../../model/timeUp.ts';

/** How often a call that may be repeated is sent, the first time counted in. */
const TRIES = 3;
/** The longest Retry-After that is waited for; after a longer one the caller decides, in milliseconds. */
export const LONGEST_WAIT = 60_000;

const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 5_000;

/** What one try came to. With `againAfter` (milliseconds, or our own backoff) it is repeated while tries are left. */
export interface Try<T> {
  readonly result: T;
  readonly againAfter?: number | 'backoff';
}

/** What waiting needs: the clock, the jitter's randomness and a way to stop. */
export interface Waiting {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/**
 * Runs `attempt` until it is content, `TRIES` times at most, and answers the last result; also where the time is up while the
 * next one waits, for it says why there was waiting.
 */
export async function tryAgain<T>(attempt: () => Promise<Try<T>>, waiting: Waiting): Promise<T> {
  let last: Try<T> | null = null;
  try {
    for (let done = 1; ; done++) {
      last = await attempt();
      const { result, againAfter } = last;
      if (againAfter === undefined || done >= TRIES) return result;
      const ms = againAfter === 'backoff' ? backoff(done, waiting.random) : againAfter;
      await sleep(waiting.clock, ms, waiting.signal);
    }
  } catch (thrown) {
    if (thrown instanceof TimeUp && last !== null) return last.result;
    throw thrown;
  }
}

/** Milliseconds to wait after `failures` failed tries: exponential, with full jitter so that clients spread out. */
export function backoff(failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (failures - 1));
}

/** Milliseconds from a Retry-After (seconds or a date of any common form) at `now`; null when it says nothing usable. */
export function readRetryAfter(text: string, now: number): number | null {
  const trimmed = text.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000);
  // Anything shorter is no date, yet Date.parse would make one of it.
  if (trimmed.length < 10) return null;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
