import type { Node } from '../model/node.ts';
import { Failure } from '../model/problem.ts';
import { lookBefore, needsLook } from '../state/changes/look.ts';
import { namesOf, type Plan, type Step } from '../state/changes/plan.ts';
import { planNow } from '../state/changes/planNow.ts';
import type { ChangeRequest } from '../state/changes/request.ts';
import { type Run, reportOf } from '../state/changes/run.ts';
import type { SectionChange } from '../state/changes/sectionChange.ts';
import { counted } from '../state/present/age.ts';
import { CommandFailure } from './commandFailure.ts';
import type { Context } from './context.ts';
import { changeLines, changesJson } from './print/sectionChange.ts';
import { refuseReadOnly } from './runs/flow.ts';

export interface ChangeFlags {
  /** Pass the guard rails. */
  readonly yes: boolean;
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
 * given, `cancelled` when the user stops it, else the first problem with what was done and what was not.
 */
export async function carryOut(
  context: Context,
  request: ChangeRequest,
  flags: ChangeFlags,
): Promise<Changed> {
  const { workspace, report, signal } = context;
  const plan = await planToCarryOut(context, request);
  const already = fulfilledText(plan);
  if (already !== null) return { summary: already, skipped: plan.skipped, steps: [] };
  guard(plan, flags);
  if (plan.note) report.note(plan.note);
  const run = workspace.desk.start(plan);
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
  forget();
  signal.removeEventListener('abort', stop);
  if (progress.done < progress.total) throw unfinished(run, signal.aborted);
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
  const { request, refusal, skipped } = plan;
  if (refusal?.kind !== 'conflict') return null;
  if (request.kind === 'section') return sectionIsSo(request.change, refusal.message);
  // A node that is to be added and is there may still differ.
  const isFulfilled = skipped.length > 0 && skipped.every(({ isSo }) => isSo);
  return request.kind !== 'add' && isFulfilled ? alreadyText(plan) : null;
}

/** For a change of a section without steps: `why` where there is nothing to change, null where it cannot be done. */
function sectionIsSo(change: SectionChange, why: string): string | null {
  switch (change.kind) {
    case 'write':
      return change.setting.write ? why : null;
    case 'reset':
      return change.setting.reset ? why : null;
    case 'act':
      return (change.action.whyNot?.(change.now ?? change.item) ?? null) === null ? why : null;
    case 'delete':
      return change.items.length === 0 ? `There is no ${change.collection.one} to remove` : null;
    case 'add':
      return null;
  }
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

/** What was done, what was sent without an answer, what failed and what was not begun, by name. */
function unfinished(run: Run, interrupted: boolean): CommandFailure {
  const fates = {
    done: [] as string[],
    unknown: [] as string[],
    failed: [] as string[],
    notBegun: [] as string[],
  };
  const failures: string[] = [];
  for (const [index, step] of run.plan.steps.entries()) {
    const outcome = run.outcomeOf(index);
    const names = namesOf([step]);
    if (outcome.kind === 'done') fates.done.push(...names);
    else if (outcome.kind !== 'failed') fates.notBegun.push(...names);
    else if (outcome.problem.kind === 'cancelled' || outcome.problem.maybeApplied)
      fates.unknown.push(...names);
    else {
      fates.failed.push(...names);
      failures.push(`failed: ${names.join(', ')}: ${outcome.problem.message}`);
    }
  }
  const { firstProblem } = run.progress();
  const lines = [
    ...(fates.done.length > 0 ? [`done: ${fates.done.join(', ')}`] : []),
    ...(fates.unknown.length > 0 ? [`sent, outcome not known: ${fates.unknown.join(', ')}`] : []),
    ...failures,
    ...(fates.notBegun.length > 0 ? [`not sent: ${fates.notBegun.join(', ')}`] : []),
  ];
  if (interrupted || !firstProblem) {
    return new CommandFailure(
      {
        kind: 'cancelled',
        message: `${run.plan.title}: stopped`,
        ...(fates.unknown.length > 0
          ? { hint: 'What was sent is not taken back: look before you try again' }
          : {}),
      },
      { lines, facts: fates },
    );
  }
  const only = run.progress().total === 1;
  const message = only
    ? `${namesOf(run.plan.steps)[0]}: ${firstProblem.message}`
    : `${run.plan.title}: not all of it was done`;
  return new CommandFailure({ ...firstProblem, message }, { lines: only ? [] : lines, facts: fates });
}

/** A line for each node that was so already. When that is all of them, the summary has said it. */
export function leftOut(skipped: Plan['skipped'], nodes: readonly Node[]): readonly string[] {
  if (skipped.length === nodes.length) return [];
  return skipped.filter(({ isSo }) => isSo).map(({ name, why }) => `${name}: ${why}`);
}
