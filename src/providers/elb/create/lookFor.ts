import { type Clock, sleep } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';

/**
 * Milliseconds between looks for what a lost request may have made: it may still be on its way, or not be listed yet.
 * Twenty seconds in all.
 */
const LOOKS = [1_000, 2_000, 4_000, 6_000, 7_000] as const;
const PASSING: ReadonlySet<string> = new Set(['network', 'timeout', 'limit', 'engine']);

/** Looks time and again until `find` finds something. `sure` when the last look could be taken. Throws Failure. */
export async function lookFor<T>(
  find: () => Promise<T | null>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<{ readonly found: T | null; readonly sure: boolean }> {
  let sure = false;
  for (const pause of [0, ...LOOKS]) {
    await sleep(clock, pause, signal);
    try {
      const found = await find();
      if (found !== null) return { found, sure: true };
      sure = true;
    } catch (thrown) {
      if (!(thrown instanceof Failure) || !PASSING.has(thrown.problem.kind)) throw thrown;
      sure = false;
    }
  }
  return { found: null, sure };
}

/** True of a Failure after which nobody knows whether it was done. */
export function isDoubtful(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && thrown.problem.maybeApplied === true;
}

/** The same, for a step of a run: retrying it looks first. */
export function doubtful({ problem }: Failure): Failure {
  return new Failure({
    ...problem,
    message: `${problem.message}. It may have been made all the same`,
    hint: 'Retry: it is looked for before it is made again',
    maybeApplied: true,
  });
}
