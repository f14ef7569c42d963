import { isInService } from '../maintenance/plan.ts';
import { maintenanceOf } from '../maintenance/spec.ts';
import { MAINTENANCE } from '../maintenance/summary.ts';
import { type Cell, cell } from '../present/cell.ts';
import { runWords } from '../present/runWords.ts';
import type { ActiveRun } from '../runs/activeRun.ts';
import { isLeft, isOver, type RunRecord, type StepRecord } from '../runs/record.ts';
import type { Workspace } from '../workspace.ts';

/**
 * What the user can do with a run now, or what is going on. `active` is null when this program is not at it; `failed` is the
 * failed step that keys mean, `held` whether one that waits to be let go on.
 */
export function runAdvice(
  run: RunRecord,
  active: ActiveRun | null,
  failed: StepRecord | null,
  held: boolean,
): Cell {
  const words = runWords(run);
  if (isLeft(run)) {
    const how = run.state === 'stopped' ? 'Stopped' : 'Its program ended in the middle of it';
    const what = run.undoing ? words.undoAgain : 'enter resumes, ctrl-d undoes';
    return cell(`${how}: ${what}`, 'warn');
  }
  if (isOver(run)) return cell('');
  if (!active) return cell(`Another sluice (process ${run.owner?.pid ?? '?'}) is at it`, 'dim');
  const { ending } = active.view();
  if (ending === 'stop')
    return cell('Stopping: nothing more is begun when this has ended; enter goes on', 'warn');
  if (ending === 'give-up')
    return cell('Forgetting it when what is under way has ended; enter goes on with it', 'warn');
  if (ending === 'undo') return cell(words.undoNext, 'warn');
  if (failed) {
    const without = failed.optional && !run.undoing ? ', w goes on without' : '';
    const undo = run.undoing ? '' : ', ctrl-d undoes all';
    return cell(`A step failed: enter tries it again${without}${undo}`, 'bad');
  }
  if (run.steps.some((step) => step.state === 'failed'))
    return cell('Several steps failed: put the cursor on one of them', 'bad');
  if (run.undoing) return cell(words.undoing, 'pending');
  if (held) return cell('Held out of service: enter goes on, ctrl-d undoes all', 'warn');
  return cell('It goes on when you leave this screen; ! comes back to it', 'dim');
}

/** What is left of the pool while a maintenance goes on, as last read; nothing for other runs. */
export function poolCells(run: RunRecord, { sessions, queries }: Workspace): readonly Cell[] {
  if (run.kind !== MAINTENANCE) return [];
  const { balancer, keep } = maintenanceOf(run.spec);
  const session = sessions
    .list()
    .find((one) => one.account.id === run.account.id && one.region === run.region);
  const nodes = session && queries.knownBalancer(session, balancer.id)?.value.nodeList;
  if (!nodes) return [];
  const inService = nodes.filter(isInService).length;
  return [
    cell('   '),
    cell(`${inService} of ${nodes.length} in service`, inService > keep ? 'plain' : 'warn'),
    cell(`, min ${keep}`, 'dim'),
  ];
}

/** It stops or is forgotten when what is under way has ended, and can still go on. */
export function isEnding(active: ActiveRun): boolean {
  const { ending } = active.view();
  return ending === 'stop' || ending === 'give-up';
}

/** Why there is no failed step that a key could mean. */
export function whyNoFailed({ steps }: RunRecord): string {
  return steps.some((step) => step.state === 'failed')
    ? 'put the cursor on a step that has failed'
    : 'no step has failed';
}
