import type { Account } from '../../model/account.ts';
import { MAINTENANCE } from '../../state/maintenance/summary.ts';
import type { ActiveRun } from '../../state/runs/activeRun.ts';
import type { RunRecord, StepRecord } from '../../state/runs/record.ts';
import { refuseResume, refuseUndo } from '../../state/runs/refusals.ts';
import type { TakeRun } from '../../state/runs/runs.ts';
import { standingOf, whatExists } from '../../state/runs/summary.ts';
import { CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { runJson } from '../print/runJson.ts';
import { resolveRun } from '../resolve/run.ts';
import { openRunFlow, refuseReadOnly, refuseStartedReadOnly } from '../runs/flow.ts';
import { DEFAULT_TIMEOUT_MS, follow } from '../runs/follow.ts';
import { tellOutcome } from '../runs/outcome.ts';
import { chosenAccounts } from '../sessions.ts';

/** How a run is taken: `takeOver` also from a program that seems to be at it still. */
export interface TakeFlags {
  readonly yes?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly takeOver?: boolean;
}

/** Goes on with a run in its own account and region, as `create` would have. Throws Failure as `create` does. */
export async function resumeRun(context: Context, typed: string, flags: TakeFlags): Promise<void> {
  const run = resolveRun(context, typed);
  const account = accountOf(context, run);
  refuseResume(run);
  refuseReadOnly(context, account);
  if (account.production && !flags.yes)
    throw new CommandFailure({
      kind: 'guard',
      message: `Nothing was changed: ${account.name} is a production account`,
      hint: `Add --yes to go on with "${run.title}"`,
    });
  await goOn(context, account, run, flags, (how) => context.workspace.runs.resume(run.id, how));
}

/** Removes what a run has made. Throws Failure: `guard`, with what that is, where --yes is missing. */
export async function undoRun(context: Context, typed: string, flags: TakeFlags): Promise<void> {
  const run = resolveRun(context, typed);
  const account = accountOf(context, run);
  refuseUndo(run);
  refuseReadOnly(context, account);
  if (!flags.yes) {
    const { exists, maybe } = standingOf(run);
    const left = run.steps.filter((step) => exists.includes(step) || maybe.includes(step)).reverse();
    throw new CommandFailure(
      {
        kind: 'guard',
        message:
          run.kind === MAINTENANCE
            ? `Nothing was changed. Undoing "${run.title}" enables every node that it has taken out`
            : `Nothing was removed. Undoing "${run.title}" removes what it has made`,
        hint: 'Add --yes to do it; nothing else is touched',
      },
      {
        lines: left.length > 0 ? left.map(thingText) : ['It has made nothing that is still there'],
        facts: { run: run.id, removes: left.map(({ id, facts }) => ({ step: id, facts })) },
      },
    );
  }
  await goOn(context, account, run, flags, (how) => context.workspace.runs.undo(run.id, how));
}

function thingText({ id, facts }: StepRecord): string {
  const known = [facts['id'] && `id ${facts['id']}`, facts['address']].filter(Boolean).join(', ');
  return known === '' ? `${id}, if it was made: it is looked for first` : `${id} (${known})`;
}

/** Ends a run and leaves everything as it is. Throws Failure. */
export function forgetRun(context: Context, typed: string, { takeOver }: Pick<TakeFlags, 'takeOver'>): void {
  const { workspace, report } = context;
  refuseStartedReadOnly(workspace);
  const { id } = resolveRun(context, typed);
  workspace.runs.giveUp(id, takeOver ? { takeOver } : {});
  const run = workspace.runs.get(id);
  if (run) report.result(runJson(run), [`${run.title}: given up. ${whatExists(run)}`]);
}

async function goOn(
  context: Context,
  account: Account,
  run: RunRecord,
  { timeout = DEFAULT_TIMEOUT_MS, takeOver }: TakeFlags,
  take: (how: TakeRun) => ActiveRun,
): Promise<void> {
  const { session, flow } = await openRunFlow(context, account, run);
  context.signal.throwIfAborted();
  const active = take({ session, flow, ...(takeOver ? { takeOver } : {}) });
  await tellOutcome(context, session, await follow(context, active, timeout));
}

/** The account of a run. Throws Failure where it is gone, or --account names another. */
function accountOf(context: Context, run: RunRecord): Account {
  const { workspace, options } = context;
  const account =
    workspace.accounts.list().find(({ id }) => id === run.account.id) ??
    workspace.accounts.named(run.account.name);
  if (options.accounts.length > 0 && !chosenAccounts(context).includes(account))
    throw usageFailure(
      `"${run.title}" belongs to ${account.name}, not to ${options.accounts.join(', ')}`,
      'Leave --account out',
    );
  return account;
}
