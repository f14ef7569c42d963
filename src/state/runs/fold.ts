import type { Problem } from '../../model/problem.ts';
import type { Facts } from '../../providers/create.ts';
import type { Line, OwnerLine, RunLine, StoredStep } from './line.ts';
import type { RunRecord, RunState, StepRecord, StepState } from './record.ts';

interface Step extends StoredStep {
  state: Exclude<StepState, 'interrupted'>;
  facts: Facts;
  begun: boolean;
  uncertain: boolean;
  made: boolean;
  startedAt: number | null;
  endedAt: number | null;
  problem: Problem | null;
}

/** Who looks at the lines, and so what "running" means in them. */
export interface Onlooker {
  /** Whether the program that wrote this line, the latest at `lastAt` milliseconds, is still at it. */
  isAtIt(owner: OwnerLine, lastAt: number): boolean;
  /** The steps under way, where that is known; otherwise all that were begun and not ended. */
  readonly underWay?: ReadonlySet<string>;
}

/** Milliseconds since the epoch; 0 for what is no time. */
function timeOf(at: string): number {
  return Date.parse(at) || 0;
}

/** The lines of one run's file, taken in one after the other. */
export class RunFold {
  #run: RunLine | null = null;
  #owner: OwnerLine | null = null;
  #steps: ReadonlyMap<string, Step> = new Map();
  #end: 'done' | 'undone' | 'given-up' | null = null;
  #stopped = false;
  #undoing = false;
  #updatedAt = 0;

  apply(line: Line): void {
    this.#updatedAt = Math.max(this.#updatedAt, timeOf(line.at));
    if ('step' in line) {
      const step = this.#steps.get(line.step);
      if (step) applyToStep(step, line);
      return;
    }
    switch (line.line) {
      case 'run':
        if (this.#run) return;
        this.#run = line;
        this.#steps = new Map(line.steps.map((step) => [step.id, waiting(step)]));
        return;
      case 'owner':
        this.#owner = line;
        this.#stopped = false;
        this.#end = null;
        return;
      case 'undo':
        this.#undoing = true;
        return;
      case 'stop':
        this.#stopped = true;
        return;
      case 'end':
        this.#end = line.outcome;
    }
  }

  /** The run as it stands; null before its first line. */
  record(onlooker: Onlooker): RunRecord | null {
    if (!this.#run) return null;
    const { id, kind, engine, account, region, title, balancer, spec, specComplete, at } = this.#run;
    const open =
      this.#owner !== null &&
      !this.#stopped &&
      this.#end === null &&
      onlooker.isAtIt(this.#owner, this.#updatedAt);
    const isUnderWay = (step: Step) => open && (onlooker.underWay?.has(step.id) ?? true);
    const steps = [...this.#steps.values()].map(
      (step): StepRecord => ({
        ...step,
        ...(step.state === 'running' && !isUnderWay(step) ? { state: 'interrupted', uncertain: true } : {}),
      }),
    );
    return {
      id,
      kind,
      state: this.#end ?? (this.#stopped ? 'stopped' : open ? openState(steps) : 'interrupted'),
      undoing: this.#undoing,
      engine,
      account,
      region,
      title,
      balancer,
      spec,
      specComplete,
      steps,
      owner: this.#owner && {
        pid: this.#owner.pid,
        host: this.#owner.host,
        token: this.#owner.token,
      },
      at: timeOf(at),
      updatedAt: this.#updatedAt,
    };
  }
}

function waiting(step: StoredStep): Step {
  return {
    ...step,
    state: 'waiting',
    facts: {},
    begun: false,
    uncertain: false,
    made: false,
    startedAt: null,
    endedAt: null,
    problem: null,
  };
}

/** True where the engine may have done what it was asked. */
function leavesDoubt({ kind, maybeApplied }: Problem): boolean {
  return (
    maybeApplied === true ||
    kind === 'network' ||
    kind === 'timeout' ||
    kind === 'cancelled' ||
    kind === 'bug'
  );
}

function openState(steps: readonly StepRecord[]): RunState {
  if (steps.some((step) => step.state === 'running')) return 'running';
  return steps.some((step) => step.state === 'failed') ? 'failed' : 'running';
}

function applyToStep(step: Step, line: Extract<Line, { readonly step: string }>): void {
  const at = timeOf(line.at);
  const settle = (state: Step['state'], problem: Problem | null = null) => {
    step.state = state;
    step.endedAt = at;
    step.problem = problem;
  };
  switch (line.line) {
    case 'step-begin':
      if (step.state === 'running') step.uncertain = true;
      step.state = 'running';
      step.startedAt = at;
      step.endedAt = null;
      step.problem = null;
      if (!line.undo) step.begun = true;
      return;
    case 'step-facts':
      step.facts = { ...step.facts, ...line.facts };
      return;
    case 'step-done':
      step.made = true;
      settle('done');
      return;
    case 'step-failed':
      if (leavesDoubt(line.problem)) step.uncertain = true;
      settle('failed', line.problem);
      return;
    case 'step-skipped':
      settle('skipped', step.problem);
      return;
    case 'step-undone':
      settle('undone');
  }
}
