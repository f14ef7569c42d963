import type { BalancerDetail } from '../../model/balancer.ts';
import { type Problem, problemLine, problemOf } from '../../model/problem.ts';
import { lacksLines, MAINTENANCE } from '../../state/maintenance/summary.ts';
import { protocolText } from '../../state/present/balancerCells.ts';
import type { RunRecord } from '../../state/runs/record.ts';
import { standingOf, whatExists } from '../../state/runs/summary.ts';
import type { Session } from '../../state/sessions.ts';
import { CommandFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { madeBalancerId, madeJson, madeServers } from '../print/runJson.ts';
import { factLines } from '../print/table.ts';
import { shortRunId } from '../resolve/run.ts';
import type { Followed } from './follow.ts';
import { maintenanceJson, maintenanceLines } from './maintenanceOutcome.ts';

/** The last look at the balancer makes the answer better; nobody waits longer for it, milliseconds. */
const LAST_LOOK_MS = 10_000;

/** Prints what a run has made or removed. Throws Failure where it has not come to its end: what exists, how to go on. */
export async function tellOutcome(context: Context, session: Session, followed: Followed): Promise<void> {
  const { record } = followed;
  if (record.kind === MAINTENANCE && (record.state === 'done' || record.state === 'undone')) {
    context.report.result(maintenanceJson(record), maintenanceLines(record));
    return;
  }
  if (record.state === 'undone') {
    const { removed } = standingOf(record);
    context.report.result({ ...madeJson(session, record, null), removed: removed.map(({ id }) => id) }, [
      `${record.title}: undone`,
      ...removed.map(({ id }) => `removed  ${id}`),
    ]);
    return;
  }
  if (record.state !== 'done') throw unfinished(context, session, followed);
  const balancer = await lastLook(context, session, record);
  context.report.result(madeJson(session, record, balancer), madeLines(context, record, balancer));
}

/** The balancer as it is now, also when the user stops the command; null where it cannot be read. */
async function lastLook(
  { workspace, report }: Context,
  { provider }: Session,
  record: RunRecord,
): Promise<BalancerDetail | null> {
  const id = madeBalancerId(record);
  if (id === null) return null;
  const late = new AbortController();
  const cancel = workspace.clock.after(LAST_LOOK_MS, () => late.abort());
  try {
    return await provider.getBalancer(id, { signal: late.signal });
  } catch (thrown) {
    report.note(`It is made, but the balancer could not be read again: ${problemOf(thrown).message}`);
    return null;
  } finally {
    cancel();
  }
}

function madeLines(context: Context, record: RunRecord, balancer: BalancerDetail | null): readonly string[] {
  const id = madeBalancerId(record);
  const what = balancer
    ? [balancer.name, balancer.status, protocolText(balancer)].filter(Boolean).join('  ')
    : record.balancer;
  const addresses = balancer?.virtualIps.map(({ address, type }) =>
    [address, type].filter(Boolean).join(' '),
  );
  return [
    `${record.title}: done`,
    ...factLines([
      ...(id === null ? [] : [['balancer', `${what}  (id ${id})`] as const]),
      ...(addresses && addresses.length > 0 ? [['address', addresses.join(', ')] as const] : []),
      ...madeServers(record).map(
        (server) =>
          ['server', [server.name, server.address, `(id ${server.id})`].filter(Boolean).join('  ')] as const,
      ),
      ['run', shortRunId(context, record.id)],
    ]),
  ];
}

function unfinished(context: Context, session: Session, followed: Followed): CommandFailure {
  const { record } = followed;
  const { maybe, missing } = standingOf(record);
  const failures = failuresOf(record);
  const problem = whyUnfinished(context, followed, failures);
  const reasons =
    failures.length === 1
      ? failures.flatMap((failure) => failure.problem.hint ?? [])
      : failures.map((failure) => `failed: ${failure.step}: ${problemLine(failure.problem)}`);
  return new CommandFailure(
    { ...problem, hint: followed.lost?.hint ?? goOnText(context, session, record) },
    {
      lines: [...reasons, whatExists(record), ...lacksLines(record)],
      facts: {
        ...(record.kind === MAINTENANCE ? maintenanceJson(record) : madeJson(session, record, null)),
        maybe: maybe.map(({ id }) => id),
        missing: missing.map(({ id }) => id),
        failed: failures,
      },
    },
  );
}

interface StepFailure {
  readonly step: string;
  readonly problem: Problem;
}

function failuresOf({ steps }: RunRecord): readonly StepFailure[] {
  return steps.flatMap(({ id, state, problem }) =>
    state === 'failed' && problem ? [{ step: id, problem }] : [],
  );
}

function whyUnfinished(
  { signal }: Context,
  { record, timedOut, lost }: Followed,
  failures: readonly StepFailure[],
): Problem {
  if (lost) return { ...lost, message: `${record.title}: ${lost.message}` };
  const [failure] = failures;
  if (failure) {
    const { step, problem } = failure;
    // Something may have been made by now: this is not the same as a spec that is wrong, and was not begun.
    const kind = problem.kind === 'invalid' ? 'engine' : problem.kind;
    const message =
      failures.length === 1
        ? `${step}: ${problem.message}`
        : `${record.title}: ${failures.length} steps have failed`;
    return { ...problem, kind, message };
  }
  if (timedOut && !signal.aborted)
    return { kind: 'timeout', message: `${record.title}: the time is up, and it was stopped` };
  return { kind: 'cancelled', message: `${record.title}: stopped` };
}

function goOnText(context: Context, { account }: Session, record: RunRecord): string {
  const id = shortRunId(context, record.id);
  const undo = `"sluice runs undo ${id} --yes"`;
  const undoes = record.kind === MAINTENANCE ? 'enables the nodes again' : 'removes what was made';
  return record.undoing
    ? `${undo} goes on`
    : `"sluice runs resume ${id}${account.production ? ' --yes' : ''}" goes on, ${undo} ${undoes}`;
}
