import type { Clock } from '../model/clock.ts';
import { Failure } from '../model/problem.ts';
import { durationText } from './duration.ts';

/** How long a change to nodes waits unless --timeout says otherwise, milliseconds. */
export const CHANGE_TIMEOUT_MS = 300_000;

export interface Deadline {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How far away it was when the command began, for the message. */
  readonly timeoutMs: number;
  /** Aborted when the user stops the command. */
  readonly signal: AbortSignal;
}

/**
 * Runs `task` with a signal that is also aborted at the deadline. Throws Failure `timeout`, which says `so`, when the time
 * is up first; what the task throws because of it is dropped.
 */
export async function withDeadline<T>(
  { clock, at, timeoutMs, signal }: Deadline,
  so: string,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(Math.max(0, at - clock.now()), () => {
      reject(new Failure({ kind: 'timeout', message: `Timed out after ${durationText(timeoutMs)}: ${so}` }));
      controller.abort();
    });
  });
  try {
    return await Promise.race([task(AbortSignal.any([signal, controller.signal])), late]);
  } finally {
    cancel();
  }
}
