import type { Cancel, Clock } from '../../model/clock.ts';
import { Failure, type Problem, problemOf } from '../../model/problem.ts';
import type { CreateFlow, StepIo } from '../../providers/create.ts';
import type { Journal } from '../journal/journal.ts';
import { Listeners, type Observable } from '../store.ts';
import { isAtEnd, overallOf, stepsInTurn, type Way, wayOf } from './order.ts';
import type { RunRecord, StepRecord } from './record.ts';
import type { RunFile } from './runFile.ts';
import { type Ending, type RunView, stepView } from './runView.ts';
import { type StepEntry, writeEntry } from './stepEntry.ts';
import { newUnderWay, stepIo, type UnderWay } from './stepIo.ts';

/** Who knows the steps of a run. A CreateFlow is one; the engine of runs asks no more of it. */
export type RunFlow = Pick<CreateFlow, 'plan' | 'run' | 'undo'>;

interface ActiveRunOptions {
  readonly file: RunFile;
  readonly flow: RunFlow;
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'begin'>;
}

/** Steps that are under way at the same time, at most. Nearly all of their time is waiting, and providers pace their calls. */
const AT_ONCE = 30;
/** A create call whose answer would be lost gets this long before an undo breaks off its step. */
const PATIENCE_MS = 30_000;

/** A run that this program holds and carries out. Nobody has to look on. */
export class ActiveRun implements Observable {
  readonly id: string;
  /** Resolves, never rejects, when this program has nothing more to do with the run: see the record's state. */
  readonly finished: Promise<RunRecord>;
  readonly #file: RunFile;
  readonly #flow: RunFlow;
  readonly #clock: Clock;
  readonly #journal: Pick<Journal, 'begin'>;
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  readonly #underWay = new Map<string, UnderWay>();
  /** Steps begun in this program on this way; not begun again unless asked for. */
  readonly #tried = new Set<string>();
  readonly #resting: ((record: RunRecord) => void)[] = [];
  #finish: (record: RunRecord) => void = () => {};
  #ending: Ending | 'close' | null = null;
  #lost: Problem | null = null;
  #over = false;
  #patience: Cancel | null = null;

  constructor({ file, flow, clock, journal }: ActiveRunOptions) {
    this.#file = file;
    this.#flow = flow;
    this.#clock = clock;
    this.#journal = journal;
    this.id = this.record().id;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Begins what can begin, and takes back a stop or giving up that has not come into effect. */
  go(): void {
    if (this.#ending === 'stop' || this.#ending === 'give-up') this.#ending = null;
    this.#pump();
  }

  record(): RunRecord {
    const underWay = new Set(this.#underWay.keys());
    const record = this.#file.fold.record({ isAtIt: () => !this.#over, underWay });
    if (record) return record;
    throw new Error('a run was opened without its first line');
  }

  view(): RunView {
    const record = this.record();
    return {
      record,
      steps: record.steps.map((step) => stepView(step, this.#underWay.get(step.id), this.#clock.now())),
      overall: overallOf(record, (stepId) => this.#underWay.get(stepId)?.percent ?? null),
      ending: this.#ending === 'close' ? null : this.#ending,
      lost: this.#lost,
    };
  }

  /** Resolves, never rejects, as soon as no step is under way and none begins by itself: finished, or one has failed. */
  settled(): Promise<RunRecord> {
    if (this.#underWay.size === 0) return Promise.resolve(this.record());
    return new Promise((resolve) => this.#resting.push(resolve));
  }

  /** Lets what is under way end, or breaks it off `now`, and begins nothing more; the run can be resumed. */
  stop({ now = false }: { readonly now?: boolean } = {}): void {
    this.#endWith('stop');
    if (now) this.#abortAll();
  }

  /** Ends the run and leaves everything as it is, after what is under way has ended. */
  giveUp(): void {
    this.#endWith('give-up');
  }

  /**
   * Removes what was made, last made first. Steps under way are broken off first, but not before it is known what they
   * made; does nothing when the run is being undone already.
   */
  undo(): void {
    if (this.#over || this.#ending === 'undo' || this.#way() === 'undo') return;
    for (const stepId of this.#underWay.keys()) this.#breakOff(stepId);
    this.#patience ??= this.#clock.after(PATIENCE_MS, () => this.#abortAll());
    this.#endWith('undo');
  }

  /** Does a failed step (or its undoing) again; does nothing with any other. */
  retry(stepId: string): void {
    if (this.#over || this.#ending || this.#step(stepId)?.state !== 'failed') return;
    this.#tried.delete(stepId);
    this.#pump();
  }

  /** Lets a step that waits for it go on; does nothing with any other. */
  release(stepId: string): void {
    this.#underWay.get(stepId)?.release?.();
  }

  /** Goes on without an optional step that has failed; does nothing with any other. */
  skip(stepId: string): void {
    const step = this.#step(stepId);
    if (this.#over || this.#way() === 'undo' || step?.state !== 'failed' || !step.optional) return;
    this.#file.note({ line: 'step-skipped', step: stepId });
    this.#pump();
  }

  /** Ends this program's part at once: waiting is broken off, nothing is written that is not so. */
  close(): Promise<RunRecord> {
    this.#endWith('close');
    this.#abortAll();
    return this.finished;
  }

  #endWith(ending: Ending | 'close'): void {
    if (this.#over || this.#ending === 'close') return;
    this.#ending = ending;
    // A step that waits for the user has nothing under way: it is not waited for.
    for (const { release, controller } of this.#underWay.values()) if (release) controller.abort();
    this.#pump();
  }

  #way(): Way {
    return wayOf(this.record());
  }

  #step(stepId: string): StepRecord | undefined {
    return this.record().steps.find((step) => step.id === stepId);
  }

  /** Begins the steps whose turn it is, or draws the line when none is under way any more. */
  #pump(): void {
    if (this.#over) return;
    if (this.#ending === null) {
      const { steps, undoing } = this.record();
      for (const step of stepsInTurn(steps, undoing ? 'undo' : 'do')) {
        if (this.#underWay.size >= AT_ONCE || this.#ending !== null) break;
        if (!this.#tried.has(step.id)) this.#begin(step);
      }
    }
    if (this.#underWay.size === 0) this.#rest();
    this.#listeners.notify();
  }

  #begin(step: StepRecord): void {
    this.#tried.add(step.id);
    const run = this.record();
    const way = wayOf(run);
    let entry: StepEntry | null = null;
    try {
      this.#lost = this.#file.lost();
      if (this.#lost) {
        this.#ending = 'close';
        this.#abortAll();
        return;
      }
      entry = writeEntry(this.#journal, run, step, way);
      this.#file.write({ line: 'step-begin', step: step.id, ...undoing(way) });
    } catch (thrown) {
      entry?.notBegun(thrown);
      this.#file.note({ line: 'step-failed', step: step.id, problem: problemOf(thrown), ...undoing(way) });
      return;
    }
    const underWay = newUnderWay();
    this.#underWay.set(step.id, underWay);
    void this.#perform(step, way, run, underWay, entry);
  }

  async #perform(
    step: StepRecord,
    way: Way,
    run: RunRecord,
    underWay: UnderWay,
    entry: StepEntry,
  ): Promise<void> {
    const io = this.#ioOf(step, underWay);
    try {
      await (way === 'do' ? this.#flow.run(step.id, run.spec, io) : this.#flow.undo(step.id, run.spec, io));
      this.#file.note({ line: way === 'do' ? 'step-done' : 'step-undone', step: step.id });
      entry.done(this.#step(step.id) ?? step);
    } catch (thrown) {
      const problem = problemOf(thrown);
      // Broken off by us: it has neither failed nor been done, and stays begun.
      const brokenOff = problem.kind === 'cancelled' && underWay.controller.signal.aborted;
      if (!brokenOff) {
        this.#file.note({ line: 'step-failed', step: step.id, problem, ...undoing(way) });
      }
      entry.failed(problem, this.#step(step.id) ?? step);
    } finally {
      this.#underWay.delete(step.id);
      this.#pump();
    }
  }

  #ioOf(step: StepRecord, underWay: UnderWay): StepIo {
    return stepIo({
      step,
      underWay,
      runId: this.id,
      stepNow: (stepId) => this.#step(stepId),
      changed: () => this.#listeners.notify(),
      remember: (facts) => {
        const problem = this.#file.note({ line: 'step-facts', step: step.id, facts });
        this.#listeners.notify();
        if (problem) throw new Failure(problem);
        if (this.#ending === 'undo') this.#breakOff(step.id);
      },
    });
  }

  /** Ends the waiting of a step that has remembered what it made. */
  #breakOff(stepId: string): void {
    const made = Object.keys(this.#step(stepId)?.facts ?? {}).length > 0;
    if (made) this.#underWay.get(stepId)?.controller.abort();
  }

  #abortAll(): void {
    for (const { controller } of this.#underWay.values()) controller.abort();
  }

  /** Nothing is under way: ends, turns round, or waits for a decision. */
  #rest(): void {
    this.#patience?.();
    this.#patience = null;
    const { steps, undoing } = this.record();
    if (this.#ending === 'close') {
      this.#end();
    } else if (this.#ending === 'undo' && !undoing) {
      this.#file.note({ line: 'undo' });
      this.#ending = null;
      this.#tried.clear();
      this.#pump();
    } else if (isAtEnd(steps, undoing ? 'undo' : 'do')) {
      this.#file.note({ line: 'end', outcome: undoing ? 'undone' : 'done' });
      this.#end();
    } else if (this.#ending === 'give-up') {
      this.#file.note({ line: 'end', outcome: 'given-up' });
      this.#end();
    } else if (this.#ending === 'stop') {
      this.#file.note({ line: 'stop' });
      this.#end();
    } else {
      this.#settle();
    }
  }

  #end(): void {
    this.#over = true;
    this.#finish(this.record());
    this.#settle();
  }

  #settle(): void {
    const record = this.record();
    for (const resolve of this.#resting.splice(0)) resolve(record);
  }
}

function undoing(way: Way): { readonly undo?: true } {
  return way === 'undo' ? { undo: true } : {};
}
