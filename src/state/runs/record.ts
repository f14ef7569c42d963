import type { Problem } from '../../model/problem.ts';
import type { Facts, RunStep, Spec } from '../../providers/create.ts';

/**
 * waiting: not begun · running · done · failed · skipped: the run goes on without it · undone: what it made is removed ·
 * interrupted: begun, and nobody knows how it ended.
 */
export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'undone' | 'interrupted';

/** One step of a run. Times are milliseconds since the epoch. */
export interface StepRecord {
  readonly id: string;
  readonly title: string;
  readonly after: readonly string[];
  readonly optional: boolean;
  /** It makes or changes something at the engine, and does not only wait. */
  readonly makes: boolean;
  /** Not begun while another step has failed. */
  readonly cautious?: true;
  /** What it changes of a node, as the journal writes it. */
  readonly about?: NonNullable<RunStep['about']>;
  readonly state: StepState;
  /** What it made: ids and addresses. */
  readonly facts: Facts;
  /** It was begun at least once: what it makes may exist. */
  readonly begun: boolean;
  /** An attempt ended without anyone knowing whether the engine had applied it. */
  readonly uncertain: boolean;
  /** It was done, whatever came after. */
  readonly made: boolean;
  /** When it was begun the last time, or its undoing. */
  readonly startedAt: number | null;
  /** When it was done, failed, skipped or undone. */
  readonly endedAt: number | null;
  /** Why it failed, also where it was skipped then; null when it is begun anew. */
  readonly problem: Problem | null;
}

/**
 * running: a program is at it · failed: a program has it open, and it waits for a decision · stopped: by the user, can be
 * resumed · interrupted: its program has gone · done · undone · given-up: what exists was left as it is.
 */
export type RunState = 'running' | 'failed' | 'stopped' | 'interrupted' | 'done' | 'undone' | 'given-up';

/** The program that runs it, or the last that did. */
export interface RunOwner {
  readonly pid: number;
  readonly host: string;
  /** Tells two takings by the same process apart. */
  readonly token: string;
}

/** A run as its file tells it. */
export interface RunRecord {
  readonly id: string;
  /** `create`, or another kind of run on the same engine. */
  readonly kind: string;
  readonly state: RunState;
  /** It is being, or has been, undone. */
  readonly undoing: boolean;
  readonly engine: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly region: string | null;
  readonly title: string;
  /** What the journal calls the balancer. */
  readonly balancer: string;
  readonly spec: Spec;
  /** False when a secret was taken out of the spec: it can be undone, not resumed. */
  readonly specComplete: boolean;
  readonly steps: readonly StepRecord[];
  /** Null where its file does not say. */
  readonly owner: RunOwner | null;
  /** When it was first begun; times are milliseconds since the epoch. */
  readonly at: number;
  /** When the last line was written. */
  readonly updatedAt: number;
}

/** Nothing is left to be done, unless the user asks for it to be undone. */
export function isOver({ state }: Pick<RunRecord, 'state'>): boolean {
  return state === 'done' || state === 'undone' || state === 'given-up';
}

/** Its program has left it, so that it can be resumed or undone. */
export function isLeft({ state }: Pick<RunRecord, 'state'>): boolean {
  return state === 'stopped' || state === 'interrupted';
}

/** Something stands at the engine because of this step, or may stand there. */
export function leavesSomething(step: StepRecord): boolean {
  return (
    step.state !== 'undone' && (step.begun || step.state === 'done' || Object.keys(step.facts).length > 0)
  );
}
