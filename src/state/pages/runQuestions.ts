import { MAINTENANCE, outOfService } from '../maintenance/summary.ts';
import { runWords } from '../present/runWords.ts';
import { leavesSomething, type RunRecord } from '../runs/record.ts';
import type { Question } from './pageHost.ts';

/** What stays or goes: the steps that have made something, or the nodes that a maintenance has out of service. */
function standing(run: RunRecord): readonly string[] {
  return run.kind === MAINTENANCE ? outOfService(run) : run.steps.filter(leavesSomething).map(({ id }) => id);
}

/** Whether a run is to be left as it stands. */
export function forgetQuestion(run: RunRecord, onYes: () => void): Question {
  return {
    title: `Forget "${run.title}"?`,
    lines: [runWords(run).leaves],
    names: standing(run),
    yes: 'Forget',
    typed: null,
    onYes,
  };
}

/** Whether what a run has done is to be taken back; the word must be typed. */
export function undoQuestion(run: RunRecord, onYes: () => void): Question {
  return {
    title: `Undo "${run.title}"?`,
    lines: [runWords(run).undoes],
    names: standing(run),
    yes: 'Undo',
    typed: 'undo',
    cancelled: runWords(run).notUndone,
    onYes,
  };
}
