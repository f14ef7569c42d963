import type { Node } from '../model/node.ts';
import { Failure } from '../model/problem.ts';
import { isFulfilled } from '../state/changes/fulfilled.ts';
import { lookBefore, needsLook } from '../state/changes/look.ts';
import { namesOf, type Plan, type Step } from '../state/changes/plan.ts';
import { planNow } from '../state/changes/planNow.ts';
import type { ChangeRequest } from '../state/changes/request.ts';
import { reportOf } from '../state/changes/run.ts';
import { counted } from '../state/present/age.ts';
import { CommandFailure } from './commandFailure.ts';
import type { Context } from './context.ts';
import { beforeSending, type CommandDeadline, limitOf } from './deadline.ts';
import { durationText } from './duration.ts';
import { changeLines, changesJson } from './print/sectionChange.ts';
import { refuseReadOnly } from './runs/flow.ts';
import { unfinished } from './unfinished.ts';

interface ChangeFlags {
  /** Pass the guard rails. */
  readonly yes: boolean;
  readonly deadline: CommandDeadline;
}

/** What a change came to. */
export interface Changed {
  /** One sentence for a person. */
  readonly summary: string;
  /** What was left as it was, and why. */
  readonly skipped: Plan['skipped'];
  /** What was done; empty where it was so already. */
  readonly steps: readonly Step[];
}

/**
 * Carries a request out as the keys do: look, plan, guard rails, journal, engine; resolves when the engine has settled.
 * A request that is fulfilled already is no failure. Throws Failure: `guard` where a rail stops it and `yes` is not
 * given, `cancelled` when the user stops it, `timeout` when the time of --timeout is up, else the first problem; with what was
 * done and what was not.
 */
export async function carryOut(
  context: Context,
  request: ChangeRequest,
  flags: ChangeFlags,
): Promise<Changed> {
  const { workspace, report, signal } = context;
  const { deadline } = flags;
  const so = `${request.balancer.name} could not be read, and nothing was changed`;
  const plan = await beforeSending(context, deadline, so, (inTime) => planToCarryOut(inTime, request));
  const already = fulfilledText(plan);
  if (already !== null) return { summary: already, skipped: plan.skipped, steps: [] };
  guard(plan, flags);
  for (const note of plan.notes) report.note(note);
  const limit = limitOf(deadline);
  const run = workspace.desk.start(plan, limit?.signal);
  const total = namesOf(plan.steps).length;
  const showProgress = () => {
    const { done, failed, over } = run.progress();
    if (!over) report.progress(total === 1 ? `${plan.title}...` : `${plan.title}: ${done + failed}/${total}`);
  };
  showProgress();
  const forget = run.subscribe(showProgress);
  const stop = () => {
    run.stop();
    workspace.desk.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  const progress = await run.finished;
  limit?.cancel();
  forget();
  signal.removeEventListener('abort', stop);
  for (const lack of run.lacks()) report.note(lack);
  if (progress.done < progress.total) {
    const late = limit?.signal.aborted ? durationText(deadline.timeoutMs) : null;
    throw unfinished(run, signal.aborted, late);
  }
  // A script must not go on as if they had been changed with the others.
  for (const { name, why, isSo } of request.kind === 'condition' ? plan.skipped : [])
    if (!isSo)
      context.trouble(new Failure({ kind: 'conflict', message: `${name} was left as it is: ${why}` }));
  return { summary: reportOf(run), skipped: plan.skipped, steps: plan.steps };
}

/**
 * What would be done, after a look; nothing is sent. Throws Failure where it cannot be done at all. A plan of what is so
 * already has no steps, and `fulfilledText` says it.
 */
export async function planToCarryOut(context: Context, request: ChangeRequest): Promise<Plan> {
  const { workspace, signal } = context;
  refuseReadOnly(context, request.balancer.session.account);
  const seen = needsLook(request) ? await lookBefore(request, signal) : request;
  if (signal.aborted) throw new Failure({ kind: 'cancelled', message: 'Stopped before anything was sent' });
  const plan = planNow(workspace, seen);
  if (plan.refusal && fulfilledText(plan) === null) throw new Failure(plan.refusal);
  return plan;
}

/** Says that all that was asked for is so already; null where it is not. */
export function fulfilledText(plan: Plan): string | null {
  if (!plan.refusal || !isFulfilled(plan)) return null;
  return plan.request.kind === 'section' ? plan.refusal.message : alreadyText(plan);
}

function alreadyText({ request, skipped }: Plan): string {
  const names = skipped.map(({ name }) => name);
  const whom = names.length > 3 ? counted(names.length, 'node') : names.join(', ');
  if (request.kind === 'weight')
    return `${whom} ${names.length === 1 ? 'has' : 'have'} weight ${request.to} already`;
  const to = 'to' in request ? String(request.to) : 'so';
  return `${whom} ${names.length === 1 ? 'is' : 'are'} ${to} already`;
}

/** Throws where the plan warns and the user has not said yes. That there are several nodes was typed one by one. */
function guard(plan: Plan, { yes }: ChangeFlags): void {
  const warnings = plan.warnings.filter(({ code }) => code !== 'several');
  if (yes || warnings.length === 0) return;
  const names = namesOf(plan.steps);
  const ofNodes = plan.request.kind !== 'section';
  throw new CommandFailure(
    {
      kind: 'guard',
      message: `Nothing was changed. ${plan.title} was stopped by a guard rail`,
      hint: 'Add --yes to do it all the same',
    },
    {
      lines: [
        ...warnings.map(({ text }) => text),
        ...(ofNodes
          ? [`${names.length === 1 ? 'Node' : 'Nodes'}: ${names.join(', ')}`]
          : changeLines(plan.steps)),
      ],
      facts: {
        warnings: warnings.map(({ code, text }) => ({ code, text })),
        ...(ofNodes ? { nodes: names } : { changes: changesJson(plan.steps) }),
      },
    },
  );
}

/** A line for each node that was so already. When that is all of them, the summary has said it. */
export function leftOut(skipped: Plan['skipped'], nodes: readonly Node[]): readonly string[] {
  if (skipped.length === nodes.length) return [];
  return skipped.filter(({ isSo }) => isSo).map(({ name, why }) => `${name}: ${why}`);
}
