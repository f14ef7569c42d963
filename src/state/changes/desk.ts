import { Failure, problemOf } from '../../model/problem.ts';
import type { ChangeOptions, Receipt } from '../../providers/provider.ts';
import type { Queries } from '../live/queries.ts';
import { Listeners } from '../store.ts';
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

  /** Begins a plan. The answer is there at once; `finished` tells when it is over. */
  start(plan: Plan): Run {
    const run = new Run(plan);
    this.#runs.add(run);
    void run.finished.then(() => {
      this.#runs.delete(run);
      this.#listeners.notify();
    });
    run.subscribe(() => this.#listeners.notify());
    for (const [index, step] of plan.steps.entries()) void this.#queue(run, step, index);
    this.#listeners.notify();
    return run;
  }

  close(): void {
    this.#end.abort();
  }

  async #queue(run: Run, step: Step, index: number): Promise<void> {
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
        const stale = staleness(
          step,
          this.#queries.knownBalancer(balancer.session, balancer.id)?.value ?? null,
        );
        if (stale) throw new Failure(stale);
        run.settle(index, { kind: 'running' });
        under('asked');
        await this.#perform(balancer, step, () => under('applying'));
        end({ kind: 'done' });
      });
    } catch (thrown) {
      end({ kind: 'failed', problem: problemOf(thrown) });
    }
  }

  async #perform(balancer: BalancerRef, step: Step, onAccepted: () => void): Promise<void> {
    const record = writeBegin(this.#recorder, balancer, step);
    try {
      const receipt = await callEngine(balancer, step.call, { signal: this.#end.signal, onAccepted });
      if (receipt.detail) this.#queries.put(balancer.session, receipt.detail);
      this.#readAgain(balancer, step.call);
      record.end('done', { requestId: receipt.requestId });
    } catch (thrown) {
      const problem = problemOf(thrown);
      record.end(problem.maybeApplied || problem.kind === 'cancelled' ? 'unknown' : 'failed', { problem });
      this.#readAgain(balancer, step.call);
      throw thrown;
    }
  }

  /** What a change of a section, or a deletion, makes old is read again where it is looked at. */
  #readAgain(balancer: BalancerRef, call: Call): void {
    if (call.kind === 'section') this.#queries.readSectionsAgain(balancer.session, balancer.id);
    if (call.kind === 'delete') this.#queries.readListAgain(balancer.session);
  }
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
