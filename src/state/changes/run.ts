import type { ReportedCondition } from '../../model/condition.ts';
import { type Problem, problemLine } from '../../model/problem.ts';
import { Listeners } from '../store.ts';
import { type DoneStep, effectText } from './effect.ts';
import { namesOf, type Plan, type Step } from './plan.ts';

/** Where a step is. Only the last three are final; `stopped` was not begun. */
export type StepOutcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  /** `condition` is that of its node then, null where it was not read; `lacks` what did not go with it. */
  | { readonly kind: 'done'; readonly condition: ReportedCondition | null; readonly lacks?: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'stopped' };

/** How far a run is, counted in nodes. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Not begun and not going to be. */
  readonly stopped: number;
  readonly over: boolean;
  readonly stopping: boolean;
  readonly firstProblem: Problem | null;
}

/** One confirmed plan on its way. */
export class Run {
  readonly plan: Plan;
  /** Resolves, never rejects, when no step is left. */
  readonly finished: Promise<Progress>;
  readonly #outcomes: StepOutcome[];
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  readonly #finish: (progress: Progress) => void;
  #stopping = false;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#outcomes = plan.steps.map(() => ({ kind: 'waiting' }));
    let finish: (progress: Progress) => void = () => {};
    this.finished = new Promise((resolve) => {
      finish = resolve;
    });
    this.#finish = finish;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** True while there is a step that `stop` would keep from beginning. */
  get canStop(): boolean {
    return !this.#stopping && this.#outcomes.some((outcome) => outcome.kind === 'waiting');
  }

  /** Lets the step under way end and begins no other. */
  stop(): void {
    if (this.#stopping || this.progress().over) return;
    this.#stopping = true;
    this.#listeners.notify();
  }

  settle(index: number, outcome: StepOutcome): void {
    this.#outcomes[index] = outcome;
    this.#listeners.notify();
    const progress = this.progress();
    if (progress.over) this.#finish(progress);
  }

  outcomeOf(index: number): StepOutcome {
    return this.#outcomes[index] ?? { kind: 'waiting' };
  }

  progress(): Progress {
    const count = (kind: StepOutcome['kind']) =>
      this.plan.steps.reduce(
        (sum, step, index) => (this.outcomeOf(index).kind === kind ? sum + step.subjects.length : sum),
        0,
      );
    const failed = this.#outcomes.find((outcome) => outcome.kind === 'failed');
    return {
      total: namesOf(this.plan.steps).length,
      done: count('done'),
      failed: count('failed'),
      stopped: count('stopped'),
      over: this.#outcomes.every((outcome) => outcome.kind !== 'waiting' && outcome.kind !== 'running'),
      stopping: this.#stopping,
      firstProblem: failed?.kind === 'failed' ? failed.problem : null,
    };
  }

  /** The steps that were done, in their order, with what was read after each. */
  effects(): readonly DoneStep[] {
    return this.plan.steps.flatMap((step, index) => {
      const outcome = this.outcomeOf(index);
      return outcome.kind === 'done' ? [{ step, condition: outcome.condition }] : [];
    });
  }

  /** What steps that were done lack, each said once. */
  lacks(): readonly string[] {
    return [
      ...new Set(
        this.#outcomes.flatMap((outcome) => (outcome.kind === 'done' && outcome.lacks ? outcome.lacks : [])),
      ),
    ];
  }

  /** The steps that were done, in their order. */
  done(): readonly Step[] {
    return this.effects().map(({ step }) => step);
  }
}

/** What a run came to, in one line that is true. */
export function reportOf(run: Run): string {
  const { total, done, failed, stopped, firstProblem } = run.progress();
  const names = namesOf(run.plan.steps);
  if (total === 1 && firstProblem) return `${names[0]}: ${problemLine(firstProblem)}`;
  if (done === total) return effectText(run.plan, run.effects());
  const parts = [`${done} of ${total} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (stopped > 0) parts.push(`${stopped} not begun`);
  const why = firstProblem ? `: ${problemLine(firstProblem)}` : '';
  return `${run.plan.title}: ${parts.join(', ')}${why}`;
}
