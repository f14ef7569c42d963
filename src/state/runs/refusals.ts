import { Failure } from '../../model/problem.ts';
import type { RunRecord } from './record.ts';

/** Throws Failure `invalid`. */
export function refuse(message: string, hint: string): never {
  throw new Failure({ kind: 'invalid', message, hint });
}

/** What keeps a run from being resumed, whoever asks and however it is planned now. Throws Failure `invalid`. */
export function refuseResume(run: RunRecord): void {
  const quoted = `"${run.title}"`;
  if (run.state === 'undone') refuse(`${quoted} is undone`, 'There is nothing to resume: begin it anew');
  if (run.undoing) refuse(`${quoted} is being undone`, 'Go on with undoing it');
  if (run.state === 'done') refuse(`${quoted} is done`, 'There is nothing to resume');
  if (!run.specComplete)
    refuse(`${quoted} cannot be resumed: a secret in it was not written down`, 'Undo it and begin again');
}

/** What keeps a run from being undone, whoever asks. Throws Failure `invalid`. */
export function refuseUndo(run: RunRecord): void {
  if (run.state === 'undone') refuse(`"${run.title}" is undone`, 'There is nothing left of it');
}
