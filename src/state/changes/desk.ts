import { Failure, type Problem, problemOf } from '../../model/problem.ts';
import { isTimeUp } from '../../model/timeUp.ts';
import type { ChangeOptions, Receipt } from '../../providers/provider.ts';
import type { Queries } from '../live/queries.ts';
import { Listeners } from '../store.ts';
import { conditionAfter } from './effect.ts';
import { Lanes } from './lanes.ts';
import { Pending, type PendingPhase } from './pending.ts';
import type { Call, Plan, Step, Subject } from './plan.ts';
import { type Recorder, writeBegin } from './record.ts';
import { type BalancerRef, balancerKey } from './request.ts';
import { Run, type StepOutcome } from './run.ts';
import { sectionMark } from './sectionMark.ts';
import { staleness } from './stale.ts';

/** Balancers that are changed at the same time. */
const BALANCERS_AT_ONCE = 4;
/** Of a step whose turn came too late. */
const NO_TIME: Problem = { kind: 'timeout', message: 'The time was up before anything was sent' };

/**
 * Carries out confirmed plans: one change at a time per balancer where the engine wants it so, each written to the
 * journal before the engine is asked and after it has answered.
 */
export class ChangeDesk {
  readonly pending = new Pending();
  readonly #recorder: Recorder;
  readonly #queries: Queries;
  readonly #lanes = new Lanes(BALANCERS_AT_ONCE);
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  readonly #runs = new Set<Run>();
  /** Aborted when the program ends: waiting stops, what was sent stays sent. */
  readonly #end = new AbortController();

  constructor(recorder: Recorder, queries: Queries) {
    this.#recorder = recorder;
    this.#queries = queries;
  }

  /** The runs that are not over. */
  running(): readonly Run[] {
    return [...this.#runs];
  }

  /**
   * Begins a plan. The answer is there at once; `finished` tells when it is over. `limit`, where there is one, is aborted with
   * `TimeUp`: nothing more is sent or waited for then, and what was not done fails as `timeout`.
   */
  start(plan: Plan, limit?: AbortSignal): Run {
    const run = new Run(plan);
    const signal = limit ? AbortSignal.any([this.#end.signal, limit]) : this.#end.signal;
    this.#runs.add(run);
    void run.finished.then(() => {
      this.#runs.delete(run);
      this.#listeners.notify();
    });
    run.subscribe(() => this.#listeners.notify());
    for (const [index, step] of plan.steps.entries()) void this.#queue(run, step, index, signal);
    this.#listeners.notify();
    return run;
  }

  close(): void {
    this.#end.abort();
  }

  async #queue(run: Run, step: Step, index: number, signal: AbortSignal): Promise<void> {
    const { balancer } = run.plan;
    const ids = step.subjects.flatMap((subject) => pendingId(subject) ?? []);
    const under = (phase: PendingPhase) => {
      for (const subject of step.subjects) {
        const id = pendingId(subject);
        const { before: from, after: to } = subject;
        if (id !== null) this.pending.set(balancer, id, { action: step.action, from, to, phase });
      }
    };
    under('queued');
    const lane = balancer.session.provider.oneChangeAtATime
      ? balancerKey(balancer)
      : `${balancerKey(balancer)}/${ids}`;
    // The row is free before anybody hears how it ended, or a frame would show both.
    const end = (outcome: StepOutcome) => {
      this.pending.clear(balancer, ids);
      run.settle(index, outcome);
    };
    try {
      await this.#lanes.run(lane, async () => {
        if (run.stopping || this.#end.signal.aborted) {
          end({ kind: 'stopped' });
          return;
        }
        if (isTimeUp(signal)) throw new Failure(NO_TIME);
        const stale = staleness(
          step,
          this.#queries.knownBalancer(balancer.session, balancer.id)?.value ?? null,
        );
        if (stale) throw new Failure(stale);
        run.settle(index, { kind: 'running' });
        under('asked');
        const options = { signal, onAccepted: () => under('applying') };
        const { detail, lacks } = await this.#perform(balancer, step, options);
        end({ kind: 'done', condition: conditionAfter(step, detail), ...(lacks ? { lacks } : {}) });
      });
    } catch (thrown) {
      end({ kind: 'failed', problem: problemOf(thrown) });
    }
  }

  async #perform(balancer: BalancerRef, step: Step, options: ChangeOptions): Promise<Receipt> {
    const record = writeBegin(this.#recorder, balancer, step);
    try {
      const receipt = await callEngine(balancer, step.call, options);
      if (receipt.detail) this.#queries.put(balancer.session, receipt.detail);
      this.#readAgain(balancer, step.call);
      record.end('done', { requestId: receipt.requestId });
      return receipt;
    } catch (thrown) {
      const problem = inTime(problemOf(thrown), options.signal);
      record.end(endingOf(problem, options.signal), { problem });
      this.#readAgain(balancer, step.call);
      throw new Failure(problem, { cause: thrown });
    }
  }

  /** What a change of a section, or a deletion, makes old is read again where it is looked at. */
  #readAgain(balancer: BalancerRef, call: Call): void {
    if (call.kind === 'section') this.#queries.readSectionsAgain(balancer.session, balancer.id);
    if (call.kind === 'delete') this.#queries.readListAgain(balancer.session);
  }
}

/** A read that comes before the change is stopped at the limit like the change, and knows no limit. */
function inTime(problem: Problem, signal: AbortSignal): Problem {
  return problem.kind === 'cancelled' && !problem.maybeApplied && isTimeUp(signal) ? NO_TIME : problem;
}

/** How a step that threw this ended. What was stopped and was not sent says so by not being `maybeApplied`. */
function endingOf(problem: Problem, signal: AbortSignal): 'unknown' | 'stopped' | 'failed' {
  if (problem.maybeApplied) return 'unknown';
  const ranOut = problem.kind === 'timeout' && isTimeUp(signal);
  return ranOut || problem.kind === 'cancelled' ? 'stopped' : 'failed';
}

function pendingId({ node, mark }: Subject): string | null {
  return mark === undefined ? (node?.id ?? null) : sectionMark(node, mark);
}

function callEngine(balancer: BalancerRef, call: Call, options: ChangeOptions): Promise<Receipt> {
  const { provider } = balancer.session;
  switch (call.kind) {
    case 'change':
      return provider.changeNode(balancer.id, call.node.id, call.change, options);
    case 'add':
      return editing(balancer).add(balancer.id, call.nodes, options);
    case 'remove':
      return editing(balancer).remove(
        balancer.id,
        call.nodes.map((node) => node.id),
        options,
      );
    case 'section':
    case 'delete':
      return call.run(options);
  }
}

function editing(balancer: BalancerRef) {
  const { nodes } = balancer.session.provider;
  if (nodes) return nodes;
  throw new Failure({
    kind: 'invalid',
    message: `${balancer.session.provider.label} cannot add or remove nodes`,
  });
}
