import { MAINTENANCE } from '../maintenance/summary.ts';
import type { RunRecord } from '../runs/record.ts';

/** How one kind of run speaks of what it does. */
export interface RunWords {
  /** What undoing it does, for the question. */
  readonly undoes: string;
  /** What stays when it is forgotten. */
  readonly leaves: string;
  /** What enter does with one that was stopped while it was undone. */
  readonly undoAgain: string;
  /** What is going on while it is undone. */
  readonly undoing: string;
  /** The same of one step. */
  readonly undoingStep: string;
  /** What follows when what is under way has ended, once undo was asked for. */
  readonly undoNext: string;
  /** Said when undo was not confirmed. */
  readonly notUndone: string;
  /** Why there is nothing to undo. */
  readonly nothing: string;
}

const MAKING: RunWords = {
  undoes: 'Everything this run has made is removed, the last first; nothing else is touched',
  leaves: 'What it has made stays as it is, and is billed; it can still be undone from here',
  undoAgain: 'enter goes on removing what it made',
  undoing: 'Removing what was made…',
  undoingStep: 'being removed',
  undoNext: 'What is under way ends first, then all is removed',
  notUndone: 'Nothing was removed',
  nothing: 'it has made nothing',
};

const MAINTAINING: RunWords = {
  undoes: 'Every node that it has taken out of service is enabled again; nothing else is touched',
  leaves: 'Nodes that are out of service stay so; it can still be undone from here',
  undoAgain: 'enter goes on enabling the nodes',
  undoing: 'Enabling the nodes again…',
  undoingStep: 'being put back',
  undoNext: 'What is under way ends first, then every node is enabled again',
  notUndone: 'It goes on as it was',
  nothing: 'it has taken no node out',
};

/** The sentences for a run of that kind. */
export function runWords({ kind }: Pick<RunRecord, 'kind'>): RunWords {
  return kind === MAINTENANCE ? MAINTAINING : MAKING;
}
