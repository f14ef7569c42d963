import type { Problem } from '../../model/problem.ts';
import type { Overall } from './order.ts';
import type { RunRecord, StepRecord } from './record.ts';

/** A step as the screen shows it now. */
export interface StepView extends StepRecord {
  /** Milliseconds from its (last) beginning to its end, or to now; null where it was not begun or its end is unknown. */
  readonly elapsedMs: number | null;
  /** 0 to 100 while it runs, where the engine says. */
  readonly percent: number | null;
  /** What it says of itself while it runs. */
  readonly text: string | null;
  /** The course of its number while it runs, oldest first. */
  readonly levels: readonly number[];
  /** It waits for the user to let it go on. */
  readonly holding: boolean;
}

/** What a run comes to before all its steps are done. */
export type Ending = 'stop' | 'undo' | 'give-up';

/** A run of this program as the screen shows it now. */
export interface RunView {
  readonly record: RunRecord;
  readonly steps: readonly StepView[];
  readonly overall: Overall;
  /** What follows when the steps under way have ended; null when it simply goes on. */
  readonly ending: Ending | null;
  /** Why it ended here although it is not over: another program has taken it, or its file is gone. */
  readonly lost: Problem | null;
}

/** What a step under way says of itself. */
export interface StepProgress {
  /** 0 to 100, where the engine says. */
  percent: number | null;
  text: string | null;
  levels: readonly number[];
  /** Lets the step go on; null while it does not wait for that. */
  release: (() => void) | null;
}

/** A step with its time and what it says; `now` in milliseconds since the epoch. */
export function stepView(step: StepRecord, progress: StepProgress | undefined, now: number): StepView {
  const until = step.state === 'running' ? now : step.endedAt;
  const elapsedMs = step.startedAt === null || until === null ? null : Math.max(0, until - step.startedAt);
  return {
    ...step,
    elapsedMs,
    percent: progress?.percent ?? null,
    text: progress?.text ?? null,
    levels: progress?.levels ?? [],
    holding: Boolean(progress?.release),
  };
}
