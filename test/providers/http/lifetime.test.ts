import { describe, expect, it } from 'vitest';
import { Failure, type Problem } from '../../../src/model/problem.ts';
import { TimeUp } from '../../../src/model/timeUp.ts';
import { Lifetime, stopped } from '../../../src/providers/http/lifetime.ts';
import type { ChangeOptions } from '../../../src/providers/provider.ts';
import { problemFrom } from '../kit/problems.ts';

/** What a change fails with that is stopped once `task` has come to the end of what it does by itself. */
function stoppedIn(
  reason: unknown,
  task: (options: ChangeOptions) => void = () => {},
  thrown: Failure | null = null,
): Promise<Problem> {
  const controller = new AbortController();
  const change = new Lifetime().change({ signal: controller.signal }, async (options) => {
    task(options);
    controller.abort(reason);
    throw thrown ?? options.signal.reason;
  });
  return problemFrom(change);
}

const failure = (problem: Omit<Problem, 'message'>) => new Failure({ message: 'It went wrong', ...problem });

describe('a change that is stopped', () => {
  it('says that nothing was sent where nothing was', async () => {
    expect(await stoppedIn(undefined)).toEqual({
      kind: 'cancelled',
      message: 'Stopped before anything was sent',
    });
    expect(await stoppedIn(new TimeUp())).toEqual({
      kind: 'timeout',
      message: 'The time was up before anything was sent',
    });
  });

  it('is never taken for unsent once the engine has accepted it', async () => {
    for (const [reason, kind] of [
      [undefined, 'cancelled'],
      [new TimeUp(), 'timeout'],
    ] as const)
      expect(await stoppedIn(reason, ({ onAccepted }) => onAccepted?.())).toMatchObject({
        kind,
        maybeApplied: true,
        message: expect.stringContaining('it was accepted and may still be applied'),
      });
  });

  it('keeps what is known of a request that has no answer', async () => {
    const lost = () => stopped('Stopped before it was known whether it could be done', true);
    expect(await stoppedIn(undefined, () => {}, lost())).toMatchObject({
      kind: 'cancelled',
      maybeApplied: true,
      message: 'Stopped before it was known whether it could be done',
    });
    expect(await stoppedIn(new TimeUp(), () => {}, lost())).toMatchObject({
      kind: 'timeout',
      maybeApplied: true,
      message: 'The time was up. Stopped before it was known whether it could be done',
    });
  });

  it('is a timeout where there would have been another try', async () => {
    const limited = failure({ kind: 'limit' });
    expect(await stoppedIn(new TimeUp(), () => {}, limited)).toEqual({
      kind: 'timeout',
      message: 'The time was up. It went wrong. Nothing was changed',
    });
    expect(await stoppedIn(undefined, () => {}, limited)).toEqual(limited.problem);
  });

  it('keeps the engine’s verdict, however late', async () => {
    const refused = failure({ kind: 'conflict' });
    expect(await stoppedIn(new TimeUp(), () => {}, refused)).toEqual(refused.problem);
  });
});

it('what was accepted and has not settled is in doubt', async () => {
  const { signal } = new AbortController();
  const slow = failure({ kind: 'timeout' });
  const change = new Lifetime().change({ signal }, async ({ onAccepted }) => {
    onAccepted?.();
    throw slow;
  });
  expect(await problemFrom(change)).toEqual({ ...slow.problem, maybeApplied: true });
});
