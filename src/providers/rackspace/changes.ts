import type { BalancerDetail } from '../../model/balancer.ts';
import { sleep } from '../../model/clock.ts';
import { Failure, type Problem } from '../../model/problem.ts';
import { isTimeUp } from '../../model/timeUp.ts';
import { stopped } from '../http/lifetime.ts';
import { LONGEST_WAIT } from '../http/retry.ts';
import type { ChangeOptions, ProviderContext, Receipt } from '../provider.ts';
import type { Balancers } from './balancers.ts';
import type { ChangePlan, Left, Trace } from './changePlan.ts';
import { type Fault, isFinalStatus, type Story } from './faults.ts';
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

/** The balancer after a change; null where it is gone, as it should be. */
type Look = BalancerDetail | null;

/** Carries out changes: one at a time on a balancer, to the end, without ever doing a doubtful thing twice. */
export class Changes {
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

  /** Resolves when the change is made and over. */
  async carryOut(plan: ChangePlan, options: ChangeOptions): Promise<Receipt> {
    const progress: Progress = { stage: 'not sent', lost: null };
    try {
      return await this.#steps(plan, options, progress);
    } catch (thrown) {
      // What was under way when it was stopped may only have been a look, which knows nothing of the change.
      const knows =
        thrown instanceof Failure && (thrown.problem.kind !== 'cancelled' || thrown.problem.maybeApplied);
      if (knows || !options.signal.aborted) throw thrown;
      if (progress.stage === 'accepted')
        throw stopped(`Stopped waiting for Rackspace, which has accepted to ${plan.what}`, true);
      throw progress.stage === 'in doubt'
        ? stopped(`Stopped before it was known whether Rackspace could ${plan.what}`, true)
        : thrown;
    }
  }

  async #steps(first: ChangePlan, options: ChangeOptions, progress: Progress): Promise<Receipt> {
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
      const { left, look } = await this.#afterRefusal(plan, fault, signal);
      if (left === 'nothing') return { requestId: fault.requestId, detail: look };
      if (left === 'under way') return this.#settled(plan, fault.requestId, options, progress);
      if (left === 'all') throw new Failure(faultProblem(fault, plan.what));
      if (left !== 'busy') {
        plan = left;
        continue;
      }
      busy++;
      const patience = busyUntil - this.#context.clock.now();
      if (busy >= BUSY_TRIES || patience <= 0)
        throw new Failure(faultProblem({ ...fault, story: 'busy' }, plan.what));
      await this.#untilFree(plan, patience, signal);
    }
  }

  async #settled(
    plan: ChangePlan,
    requestId: string | null,
    options: ChangeOptions,
    progress: Progress,
  ): Promise<Receipt> {
    progress.stage = 'accepted';
    options.onAccepted?.();
    if (plan.ends === 'at once') return { requestId, detail: null };
    const wait = {
      so: `Rackspace accepted to ${plan.what}, but`,
      patience: CHANGE_PATIENCE,
      signal: options.signal,
    };
    if (plan.ends !== 'gone')
      return { requestId, detail: await this.#settling.untilActive(plan.balancerId, wait) };
    await this.#settling.untilGone(plan.balancerId, wait);
    return { requestId, detail: null };
  }

  /** Waits until somebody else's change is over. */
  async #untilFree(plan: ChangePlan, patience: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#settling.untilActive(plan.balancerId, {
        so: `Could not ${plan.what}:`,
        patience,
        signal,
      });
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      const { kind } = thrown.problem;
      // Somebody else deletes it meanwhile: the engine's next refusal tells how far that is.
      if (plan.ends === 'gone' && (kind === 'missing' || kind === 'conflict')) return;
      if (kind !== 'timeout') throw thrown;
      const hint = 'Wait until it is ACTIVE, then try again';
      throw new Failure(
        isTimeUp(signal)
          ? { ...thrown.problem, message: `${thrown.problem.message}. Nothing was changed`, hint }
          : { ...thrown.problem, kind: 'busy', hint },
      );
    }
  }

  /**
   * The answer was lost, so the balancer itself is asked. A receipt when it was done; null when it certainly was not
   * and may be sent once more. Throws the loss otherwise, `maybeApplied` unless the balancer shows no trace of it.
   */
  async #settleDoubt(
    plan: ChangePlan,
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
    const { look, trace } = await this.#lookAfterLoss(plan, options.signal, doubtful);
    this.#context.debug('lost answer looked up', { what: plan.what, trace, status: look?.status ?? 'gone' });
    if (trace === 'done') {
      if (look !== null && look.status !== 'ACTIVE') return this.#settled(plan, null, options, progress);
      options.onAccepted?.();
      return { requestId: null, detail: look };
    }
    // A change that is applied at once leaves no PENDING_UPDATE behind: the status says nothing of it.
    if (look?.status !== 'ACTIVE' && plan.ends !== 'at once') throw doubtful;
    const wait = lost.retryAfterMs ?? 0;
    if (plan.repeatable && !again && wait <= LONGEST_WAIT) {
      progress.stage = 'not sent';
      return null;
    }
    if (trace === 'unclear') throw doubtful;
    throw new Failure({
      ...lost,
      message: `${lost.message}. It was not done`,
      hint: `${wait === 0 ? 'Try' : `Wait ${Math.ceil(wait / 1000)} s, then try`} again; the balancer shows no trace of it`,
    });
  }

  /** An engine that is overloaded says how long it wants to be left alone, by looks as well. */
  async #lookAfterLoss(
    plan: ChangePlan,
    signal: AbortSignal,
    doubtful: Failure,
  ): Promise<{ readonly look: Look; readonly trace: Trace }> {
    const { clock } = this.#context;
    const traced = async (look: Look) => ({
      look,
      trace: look === null ? ('done' as const) : await plan.trace(look, signal),
    });
    const settled = async () => {
      const found = await traced(await this.#look(plan, signal));
      const { look, trace } = found;
      if (trace === 'done' || look === null || look.status === 'ACTIVE' || isFinalStatus(look.status))
        return found;
      const detail = await this.#settling.untilActive(plan.balancerId, {
        so: `${doubtful.problem.message};`,
        patience: CHANGE_PATIENCE,
        signal,
      });
      return traced(detail);
    };
    try {
      const { retryAfterMs: peace = 0 } = doubtful.problem;
      await sleep(clock, Math.max(SECOND_LOOK, peace > LONGEST_WAIT ? 0 : peace), signal);
      const found = await settled();
      if (plan.repeatable || found.trace !== 'none') return found;
      // What cannot be repeated is reported as not done only after a second look.
      await sleep(clock, LAST_LOOK, signal);
      return await settled();
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind === 'missing' || signal.aborted) throw thrown;
      throw doubtful;
    }
  }

  /** The balancer as it is; null where it is gone and that is what the plan wants. */
  async #look(plan: ChangePlan, signal: AbortSignal): Promise<Look> {
    try {
      return await this.#balancers.get(plan.balancerId, signal);
    } catch (thrown) {
      if (plan.ends === 'gone' && thrown instanceof Failure && thrown.problem.kind === 'missing') return null;
      throw thrown;
    }
  }

  /** A refusal may mean that nothing, or less, is left to do; which is seen by looking. */
  async #afterRefusal(
    plan: ChangePlan,
    fault: Fault,
    signal: AbortSignal,
  ): Promise<{ readonly left: Left; readonly look: Look }> {
    if (fault.story === 'busy') return { left: 'busy', look: null };
    // In PENDING_DELETE a balancer takes no change, but its own removal is on its way.
    const perhaps = PERHAPS_DONE.has(fault.story) || (plan.ends === 'gone' && fault.story === 'stuck');
    if (!plan.left || !perhaps) return { left: 'all', look: null };
    const look = await this.#look(plan, signal);
    return { left: look === null ? 'nothing' : await plan.left(look, fault, signal), look };
  }
}
