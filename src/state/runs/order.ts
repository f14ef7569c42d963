import { leavesSomething, type RunRecord, type StepRecord } from './record.ts';

/** What is to be done with each step: the steps on the way to the end, or back. */
export type Way = 'do' | 'undo';

function isBehind(step: StepRecord, way: Way): boolean {
  if (way === 'do') return step.state === 'done' || step.state === 'skipped';
  return !leavesSomething(step);
}

/** Which way a run goes. */
export function wayOf(run: Pick<RunRecord, 'undoing'>): Way {
  return run.undoing ? 'undo' : 'do';
}

/** True when nothing is left to be done on that way. */
export function isAtEnd(steps: readonly StepRecord[], way: Way): boolean {
  return steps.every((step) => isBehind(step, way));
}

/** The ids of all steps that this one comes after, over any number of others. */
function stepsBefore(step: StepRecord, steps: ReadonlyMap<string, StepRecord>, found: Set<string>): void {
  for (const id of step.after) {
    if (found.has(id)) continue;
    found.add(id);
    const before = steps.get(id);
    if (before) stepsBefore(before, steps, found);
  }
}

/**
 * The steps whose turn it is, in the order in which they begin. Forward: those with every step before them done or
 * skipped. Back: the plan's order reversed, those with nothing left of any step after them; steps that made nothing are
 * no part of it.
 */
export function stepsInTurn(steps: readonly StepRecord[], way: Way): readonly StepRecord[] {
  const open = steps.filter((step) => step.state !== 'running' && !isBehind(step, way));
  if (way === 'undo') {
    const byId = new Map(steps.map((step) => [step.id, step]));
    const held = new Set<string>();
    for (const step of steps) if (leavesSomething(step)) stepsBefore(step, byId, held);
    return open.filter((step) => !held.has(step.id)).reverse();
  }
  const behind = new Set(steps.filter((step) => isBehind(step, way)).map((step) => step.id));
  const isWell = !steps.some((step) => step.state === 'failed');
  return open.filter(
    (step) =>
      (isWell || !step.cautious || step.state === 'failed') && step.after.every((id) => behind.has(id)),
  );
}

/** How far a run is, counted in steps. `fraction` goes from 0 to 1. */
export interface Overall {
  readonly done: number;
  readonly total: number;
  readonly fraction: number;
}

/** `percentOf` gives how far a running step is, 0 to 100, where its engine says. */
export function overallOf(
  { steps, undoing }: Pick<RunRecord, 'steps' | 'undoing'>,
  percentOf: (stepId: string) => number | null = () => null,
): Overall {
  const counted = undoing ? steps.filter((step) => leavesSomething(step) || step.state === 'undone') : steps;
  const done = counted.filter((step) => isBehind(step, undoing ? 'undo' : 'do')).length;
  const parts = counted.map((step) => (step.state === 'running' ? (percentOf(step.id) ?? 0) / 100 : 0));
  const total = counted.length;
  const sum = done + parts.reduce((all, part) => all + part, 0);
  return { done, total, fraction: total === 0 ? 1 : sum / total };
}
