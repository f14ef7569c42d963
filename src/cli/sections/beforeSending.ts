import { Failure } from '../../model/problem.ts';
import type { Context } from '../context.ts';
import { CHANGE_TIMEOUT_MS, withDeadline } from '../deadline.ts';

/**
 * Runs all that comes before a change is sent, within the time of --timeout: `timeout` in milliseconds, five minutes where it
 * was not given. Throws Failure: `timeout`, which says `so`, and `cancelled` when the user stops it.
 */
export async function beforeSending<T>(
  context: Context,
  timeout: number | undefined,
  so: string,
  task: (context: Context) => Promise<T>,
): Promise<T> {
  const { clock } = context.workspace;
  const timeoutMs = timeout ?? CHANGE_TIMEOUT_MS;
  const deadline = { clock, at: clock.now() + timeoutMs, timeoutMs, signal: context.signal };
  try {
    return await withDeadline(deadline, so, (signal) => task({ ...context, signal }));
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown;
    throw new Failure({ kind: 'cancelled', message: 'Stopped before anything was sent' }, { cause: thrown });
  }
}
