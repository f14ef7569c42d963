import type { Cancel } from '../../model/clock.ts';
import type { Problem } from '../../model/problem.ts';
import type { ActiveRun } from '../../state/runs/activeRun.ts';
import type { RunRecord } from '../../state/runs/record.ts';
import type { Context } from '../context.ts';
import { shortRunId } from '../resolve/run.ts';
import { answerHolds } from './holds.ts';
import { REWRITTEN_EVERY_MS, RunProgress, TOLD_EVERY_MS } from './progress.ts';

/** How long create, resume and undo wait when they are not told otherwise, milliseconds. */
export const DEFAULT_TIMEOUT_MS = 15 * 60_000;

/** A run that this program has nothing more to do with, and why. */
export interface Followed {
  readonly record: RunRecord;
  readonly timedOut: boolean;
  /** Another program has taken it, or its file is gone. */
  readonly lost: Problem | null;
}

/**
 * Shows how a run goes on until it is over or cannot go on by itself. It is stopped then: there is nobody to decide. When
 * the time is up the waiting is broken off; when the user stops the command, what is under way may end first.
 */
export async function follow(context: Context, run: ActiveRun, timeoutMs: number): Promise<Followed> {
  const { workspace, report, signal } = context;
  const { clock } = workspace;
  const progress = new RunProgress(report, clock);
  progress.begin(run.view());
  const holds = answerHolds(context, run);
  const show = () => {
    if (!holds.asking()) progress.show(run.view());
  };
  const forget = run.subscribe(show);
  show();
  let cancelTick: Cancel = () => {};
  const tick = () => {
    cancelTick = clock.after(report.rewrites ? REWRITTEN_EVERY_MS : TOLD_EVERY_MS, () => {
      show();
      tick();
    });
  };
  tick();
  let timedOut = false;
  const cancelDeadline = clock.after(timeoutMs, () => {
    timedOut = true;
    run.stop({ now: true });
  });
  const stop = () => {
    report.note(stopText(run, shortRunId(context, run.id)));
    run.stop();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  await run.settled();
  signal.removeEventListener('abort', stop);
  cancelDeadline();
  run.stop();
  const record = await run.finished;
  cancelTick();
  holds.end();
  forget();
  return { record, timedOut, lost: run.view().lost };
}

function stopText(run: ActiveRun, id: string): string {
  const { steps, record } = run.view();
  const underWay = steps.filter(({ state }) => state === 'running').map((step) => step.id);
  const after = underWay.length > 0 ? ` after what is under way (${underWay.join(', ')})` : '';
  const goOn = record.undoing ? `sluice runs undo ${id} --yes` : `sluice runs resume ${id}`;
  return `Stopping${after}; ctrl-c again ends at once. "${goOn}" goes on later`;
}
