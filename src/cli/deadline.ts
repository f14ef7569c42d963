import type { Clock } from '../model/clock.ts';
import { Failure } from '../model/problem.ts';
import { TimeUp } from '../model/timeUp.ts';
import type { Context } from './context.ts';
import { durationText } from './duration.ts';

/** How long a change is prepared, and with --wait waited for, unless --timeout says otherwise, milliseconds. */
const CHANGE_TIMEOUT_MS = 300_000;
/** What a change has left is read for so long at least, milliseconds: it is made, and what is there now is worth knowing. */
const AFTER_MS = 5_000;

interface Deadline {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How far away it was when the command began, for the message. */
  readonly timeoutMs: number;
  /** Aborted when the user stops the command. */
  readonly signal: AbortSignal;
}

/** The time of a command that changes something. */
export interface CommandDeadline extends Deadline {
  /** --timeout was given: it bounds what is sent as well. Else each change has the patience of its engine. */
  readonly given: boolean;
}

/** The time of a command that begins now. `timeout` is that of --timeout in milliseconds, undefined where it was not given. */
export function deadlineOf({ workspace, signal }: Context, timeout: number | undefined): CommandDeadline {
  const { clock } = workspace;
  const timeoutMs = timeout ?? CHANGE_TIMEOUT_MS;
  return { clock, at: clock.now() + timeoutMs, timeoutMs, signal, given: timeout !== undefined };
}

/** What bounds the sending of changes; `cancel` lets go of the timer and must be called. */
export interface Limit {
  /** Aborted with `TimeUp` when the time of --timeout is up. */
  readonly signal: AbortSignal;
  cancel(): void;
}

/** The limit of a command, null where --timeout was not given. */
export function limitOf({ clock, at, given }: CommandDeadline): Limit | null {
  if (!given) return null;
  const controller = new AbortController();
  const cancel = clock.after(Math.max(0, at - clock.now()), () => controller.abort(new TimeUp()));
  return { signal: controller.signal, cancel };
}

/**
 * Runs all that comes before a change is sent, in time. Throws Failure: `timeout`, which says `so`, and `cancelled` when the
 * user stops it.
 */
export async function beforeSending<T>(
  context: Context,
  deadline: CommandDeadline,
  so: string,
  task: (context: Context) => Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(deadline, so, (signal) => task({ ...context, signal }));
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown;
    throw new Failure({ kind: 'cancelled', message: 'Stopped before anything was sent' }, { cause: thrown });
  }
}

/** Reads what a change has left: within --timeout where that was given, but for five seconds at least. Throws Failure. */
export function afterChange<T>(
  deadline: CommandDeadline,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, given, signal } = deadline;
  if (!given) return task(signal);
  const at = Math.max(deadline.at, clock.now() + AFTER_MS);
  return withDeadline({ ...deadline, at }, 'no answer came', task);
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
