import type { BalancerDetail } from '../../model/balancer.ts';
import { sleep } from '../../model/clock.ts';
import { Failure, type Problem } from '../../model/problem.ts';
import { stopped } from '../http/lifetime.ts';
import type { ChangeOptions, ProviderContext, Receipt } from '../provider.ts';
import type { Balancers } from './balancers.ts';
import { type Fault, isFinalStatus, type Story } from './faults.ts';
import type { NodePlan } from './nodePlans.ts';
import { faultProblem } from './problems.ts';
import type { Session } from './session.ts';
import type { Settling } from './settling.ts';

/** How long an accepted change is waited for, and how long for somebody else's to be over, in milliseconds. */
const CHANGE_PATIENCE = 5 * 60_000;
const BUSY_PATIENCE = 2 * 60_000;
/** How often a change is sent to a balancer that is busy every time. */
const BUSY_TRIES = 4;
/** A request whose answer was lost may still be arriving: a look is taken after this many milliseconds, not at once. */
const SECOND_LOOK = 1_000;
const LAST_LOOK = 4_000;

/** Removing what is gone is refused with 404, 422 or, for several at once, 400 (spec §4). */
const PERHAPS_DONE: ReadonlySet<Story> = new Set<Story>(['missing', 'already', 'invalid']);

/** How far a change has come, which decides what it means to stop it. */
interface Progress {
  stage: 'not sent' | 'in doubt' | 'accepted';
  lost: Problem | null;
}

/** Carries out changes of nodes: one at a time on a balancer, to the end, without ever doing a doubtful thing twice. */
export class NodeChanges {
  readonly #session: Session;
  readonly #balancers: Balancers;
  readonly #settling: Settling;
  readonly #context: ProviderContext;

  constructor(session: Session, balancers: Balancers, settling: Settling, context: ProviderContext) {
    this.#session = session;
    this.#balancers = balancers;
    this.#settling = settling;
    this.#context = context;
  }

  /** Resolves when the balancer is ACTIVE again with the change made. */
  async carryOut(plan: NodePlan, options: ChangeOptions): Promise<Receipt> {
    const progress: Progress = { stage: 'not sent', lost: null };
    try {
      return await this.#steps(plan, options, progress);
    } catch (thrown) {
      if (thrown instanceof Failure || !options.signal.aborted) throw thrown;
      if (progress.stage === 'accepted')
        throw stopped(`Stopped waiting for Rackspace, which has accepted to ${plan.what}`);
      throw progress.stage === 'in doubt'
        ? stopped(`Stopped before it was known whether Rackspace could ${plan.what}`, true)
        : stopped();
    }
  }

  async #steps(first: NodePlan, options: ChangeOptions, progress: Progress): Promise<Receipt> {
    const { signal } = options;
    const busyUntil = this.#context.clock.now() + BUSY_PATIENCE;
    let plan = first;
    let busy = 0;
    for (;;) {
      const outcome = await this.#session.write({ ...plan.request, what: plan.what, signal });
      if (outcome.kind === 'accepted') return this.#settled(plan, outcome.requestId, options, progress);
      if (outcome.kind === 'lost') {
        const receipt = await this.#settleDoubt(plan, outcome.problem, options, progress);
        if (receipt !== null) return receipt;
        continue;
      }
      const { fault } = outcome;
      if (fault.story === 'busy') {
        busy++;
        const patience = busyUntil - this.#context.clock.now();
        if (busy >= BUSY_TRIES || patience <= 0) throw new Failure(faultProblem(fault, plan.what));
        await this.#untilFree(plan, patience, signal);
        continue;
      }
      const left = await this.#afterRefusal(plan, fault, signal);
      if (left.plan === null) return { requestId: fault.requestId, detail: left.detail };
      plan = left.plan;
    }
  }

  async #settled(
    plan: NodePlan,
    requestId: string | null,
    options: ChangeOptions,
    progress: Progress,
  ): Promise<Receipt> {
    progress.stage = 'accepted';
    options.onAccepted?.();
    const detail = await this.#settling.untilActive(plan.balancerId, {
      so: `Rackspace accepted to ${plan.what}, but`,
      patience: CHANGE_PATIENCE,
      signal: options.signal,
    });
    return { requestId, detail };
  }

  /** Waits until somebody else's change is over. */
  async #untilFree(plan: NodePlan, patience: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#settling.untilActive(plan.balancerId, {
        so: `Could not ${plan.what}:`,
        patience,
        signal,
      });
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind !== 'timeout') throw thrown;
      throw new Failure({ ...thrown.problem, kind: 'busy', hint: 'Wait until it is ACTIVE, then try again' });
    }
  }

  /**
   * The answer was lost, so the balancer itself is asked. A receipt when it was done; null when it certainly was not
   * and may be sent once more. Throws the loss otherwise, `maybeApplied` unless the balancer shows no trace of it.
   */
  async #settleDoubt(
    plan: NodePlan,
    lost: Problem,
    options: ChangeOptions,
    progress: Progress,
  ): Promise<Receipt | null> {
    const again = progress.lost !== null;
    progress.lost = lost;
    progress.stage = 'in doubt';
    const doubtful = new Failure({
      ...lost,
      message: `${lost.message}. It may have been done all the same`,
      hint: 'Look at the balancer before you try again',
      maybeApplied: true,
    });
    const detail = await this.#lookAfterLoss(plan, options.signal, doubtful);
    const trace = plan.trace(detail);
    this.#context.debug('lost answer looked up', { what: plan.what, trace, status: detail.status });
    if (trace === 'done') {
      if (detail.status !== 'ACTIVE') return this.#settled(plan, null, options, progress);
      options.onAccepted?.();
      return { requestId: null, detail };
    }
    if (detail.status !== 'ACTIVE') throw doubtful;
    if (plan.repeatable && !again) {
      progress.stage = 'not sent';
      return null;
    }
    if (trace === 'unclear') throw doubtful;
    throw new Failure({
      ...lost,
      message: `${lost.message}. It was not done`,
      hint: 'Try again; the balancer shows no trace of it',
    });
  }

  async #lookAfterLoss(plan: NodePlan, signal: AbortSignal, doubtful: Failure): Promise<BalancerDetail> {
    const { clock } = this.#context;
    const settled = async (detail: BalancerDetail) =>
      plan.trace(detail) === 'done' || detail.status === 'ACTIVE' || isFinalStatus(detail.status)
        ? detail
        : this.#settling.untilActive(plan.balancerId, {
            so: `${doubtful.problem.message};`,
            patience: CHANGE_PATIENCE,
            signal,
          });
    try {
      await sleep(clock, SECOND_LOOK, signal);
      const detail = await settled(await this.#balancers.get(plan.balancerId, signal));
      if (plan.repeatable || plan.trace(detail) !== 'none') return detail;
      // What cannot be repeated is reported as not done only after a second look.
      await sleep(clock, LAST_LOOK, signal);
      return await settled(await this.#balancers.get(plan.balancerId, signal));
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind === 'missing') throw thrown;
      throw doubtful;
    }
  }

  /** A refusal may mean that nothing, or less, is left to do; which is seen by looking. Throws the refusal otherwise. */
  async #afterRefusal(
    plan: NodePlan,
    fault: Fault,
    signal: AbortSignal,
  ): Promise<{ readonly plan: NodePlan | null; readonly detail: BalancerDetail }> {
    const refused = new Failure(faultProblem(fault, plan.what));
    if (!plan.left || !PERHAPS_DONE.has(fault.story)) throw refused;
    const detail = await this.#balancers.get(plan.balancerId, signal);
    const left = plan.left(detail);
    if (left === 'all') throw refused;
    return { plan: left === 'nothing' ? null : left, detail };
  }
}
