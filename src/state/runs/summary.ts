import { type Problem, problemLine } from '../../model/problem.ts';
import { MAINTENANCE, maintenanceText } from '../maintenance/summary.ts';
import { overallOf } from './order.ts';
import { leavesSomething, type RunRecord, type StepRecord } from './record.ts';

/** The steps of a run that make something, by what stands at the engine because of them. */
export interface Standing {
  /** Made, and known by its facts or by the end of its step. */
  readonly exists: readonly StepRecord[];
  /** Asked for, and the answer is not known. */
  readonly maybe: readonly StepRecord[];
  /** Never asked for, or refused. */
  readonly missing: readonly StepRecord[];
  readonly removed: readonly StepRecord[];
}

/** It was made: by its own word, or by the id that it has remembered. What else it remembers may say that it was not. */
function isKnown({ made, facts }: StepRecord): boolean {
  return made || Boolean(facts['id']);
}

/** What exists of a run, as far as its record tells. */
export function standingOf({ steps }: Pick<RunRecord, 'steps'>): Standing {
  const making = steps.filter((step) => step.makes);
  const removed = making.filter((step) => step.state === 'undone' && isKnown(step));
  const left = making.filter(leavesSomething);
  const exists = left.filter(isKnown);
  const maybe = left.filter((step) => !exists.includes(step) && (step.uncertain || step.state === 'running'));
  const known = new Set([...exists, ...maybe, ...removed]);
  return { exists, maybe, missing: making.filter((step) => !known.has(step)), removed };
}

/** A step's id is `server web-1` or `balancer`: the sort of thing, and its name where there are several. */
function sortOf(step: StepRecord): string {
  return step.id.split(' ')[0] ?? step.id;
}

function nameOf(step: StepRecord): string {
  return step.id.slice(sortOf(step).length + 1);
}

function plural(sort: string): string {
  if (sort.endsWith('s')) return sort;
  return /[^aeiou]y$/.test(sort) ? `${sort.slice(0, -1)}ies` : `${sort}s`;
}

function bySort(steps: readonly StepRecord[]): ReadonlyMap<string, readonly StepRecord[]> {
  const sorts = new Map<string, StepRecord[]>();
  for (const step of steps) sorts.set(sortOf(step), [...(sorts.get(sortOf(step)) ?? []), step]);
  return sorts;
}

/** `web-1 (id 42, not ready)` */
function described(step: StepRecord): string {
  const { id } = step.facts;
  const notes = [...(id ? [`id ${id}`] : []), ...(step.made ? [] : ['not ready'])];
  return [nameOf(step), notes.length > 0 ? `(${notes.join(', ')})` : ''].filter((part) => part).join(' ');
}

function counted(sort: string, count: number): string {
  return count === 1 ? `1 ${sort}` : `${count} ${plural(sort)}`;
}

function listed(steps: readonly StepRecord[], verb: (count: number) => string): string[] {
  return [...bySort(steps)].map(([sort, those]) => {
    const names = those.map(described).filter((name) => name !== '');
    const which = names.length > 0 ? `: ${names.join(', ')}` : '';
    return `${counted(sort, those.length)} ${verb(those.length)}${which}`;
  });
}

/**
 * What exists and what does not, in plain words without a final full stop:
 * `2 servers exist: web-1 (id 42), web-2 (id 43, not ready); no balancer yet`.
 */
export function whatExists(run: RunRecord): string {
  if (run.kind === MAINTENANCE) return maintenanceText(run);
  const { exists, maybe, missing, removed } = standingOf(run);
  if (exists.length + maybe.length === 0) {
    return removed.length > 0 ? 'Nothing of it exists any more' : 'Nothing of it exists yet';
  }
  const present = new Set([...exists, ...maybe].map(sortOf));
  const lacking = run.undoing
    ? []
    : [...bySort(missing)].map(([sort, those]) => {
        if (!present.has(sort)) return `no ${sort} yet`;
        const names = those.map(nameOf).filter((name) => name !== '');
        return names.length > 0 ? `not yet: ${names.join(', ')}` : `${counted(sort, those.length)} not yet`;
      });
  const gone = [...bySort(removed)].map(([sort, those]) => `${counted(sort, those.length)} removed`);
  return [
    ...listed(exists, (count) => (count === 1 ? 'exists' : 'exist')),
    ...maybe.map((step) => `${step.id} may exist`),
    ...lacking,
    ...gone,
  ].join('; ');
}

/** The first step that has failed, and why. */
export function firstFailure(
  run: RunRecord,
): { readonly step: StepRecord; readonly problem: Problem } | null {
  for (const step of run.steps) {
    if (step.state === 'failed' && step.problem) return { step, problem: step.problem };
  }
  return null;
}

/** Where a run is, in a few words for a list: `running, 3 of 5 steps`, `failed: server web-2: …`. */
export function statusLine(run: RunRecord): string {
  const { done, total } = overallOf(run);
  const steps = `${done} of ${total} ${total === 1 ? 'step' : 'steps'}`;
  const failure = firstFailure(run);
  switch (run.state) {
    case 'running':
      return `${run.undoing ? 'being undone' : 'running'}, ${steps}`;
    case 'failed':
      if (!failure) return `waiting, ${steps}`;
      return `${run.undoing ? 'undoing failed' : 'failed'}: ${failure.step.id}: ${problemLine(failure.problem)}`;
    case 'stopped':
      return `stopped${run.undoing ? ' while being undone' : ''}, ${steps}`;
    case 'interrupted':
      return `interrupted${run.undoing ? ' while being undone' : ''}, ${steps}`;
    case 'done': {
      const skipped = run.steps.filter((step) => step.state === 'skipped').length;
      return skipped > 0 ? `done without ${skipped} of ${run.steps.length} steps` : 'done';
    }
    case 'undone':
      return 'undone';
    case 'given-up': {
      const { exists, maybe } = standingOf(run);
      const left = exists.length + maybe.length;
      return left > 0 ? `given up, ${left} left in place` : 'given up';
    }
  }
}
