import type { Account } from '../../model/account.ts';
import { Failure } from '../../model/problem.ts';
import type { CreateFlow } from '../../state/engines.ts';
import type { RunFlow } from '../../state/runs/activeRun.ts';
import type { RunRecord } from '../../state/runs/record.ts';
import type { Session } from '../../state/sessions.ts';
import type { Workspace } from '../../state/workspace.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { chosenAccounts } from '../sessions.ts';
import { shellWord } from '../shellWord.ts';

/** An account and region, opened, and how balancers are made there. */
export interface OpenFlow {
  readonly session: Session;
  readonly flow: CreateFlow;
}

/** The account in which something is to be made. Throws Failure `invalid` where it could be one of several. */
export function oneAccount(context: Context): Account {
  const accounts = chosenAccounts(context);
  const [account] = accounts;
  if (account && accounts.length === 1) return account;
  throw usageFailure(
    'A balancer is made in one account, and it could be one of several',
    'Name it with --account',
    {
      lines: accounts.map(({ name, engine }) => `${name}  ${engine}`),
      facts: { candidates: accounts.map(({ name, engine }) => ({ account: name, engine })) },
    },
  );
}

/** Throws Failure `guard` where the command was given --read-only: for changes that are of no account. */
export function refuseStartedReadOnly({ readOnly }: Pick<Workspace, 'readOnly'>): void {
  if (readOnly)
    throw new Failure({
      kind: 'guard',
      message: 'Nothing was changed: sluice was started with --read-only',
      hint: 'Leave it out to allow changes',
    });
}

/** Throws Failure `guard` where nothing may be changed. */
export function refuseReadOnly({ workspace }: Context, { name, readOnly }: Account): void {
  refuseStartedReadOnly(workspace);
  if (readOnly)
    throw new Failure({
      kind: 'guard',
      message: `Nothing was changed: account ${name} is marked read-only`,
      hint: `"sluice accounts mark ${shellWord(name)} --no-read-only" takes the mark off`,
    });
}

/** Signs in. Throws Failure: `invalid` where the engine has no way to make balancers, or `region` is no single one. */
export async function openFlow(
  { workspace, signal }: Context,
  account: Account,
  region: string | null,
): Promise<OpenFlow> {
  if (region?.toLowerCase() === 'all')
    throw usageFailure('A balancer is made in one region', 'Name it with --region');
  const session = await workspace.sessions.open(account, region, signal);
  const { provider } = session;
  if (!provider.create)
    throw usageFailure(
      provider.missing['create'] ?? `${provider.label} balancers cannot be made from here`,
      'Choose another account with --account',
    );
  return { session, flow: provider.create };
}

/** Signs in to go on with a run of that kind. Throws Failure as `openFlow` does. */
export async function openRunFlow(
  context: Context,
  account: Account,
  { region, kind }: Pick<RunRecord, 'region' | 'kind'>,
): Promise<{ readonly session: Session; readonly flow: RunFlow }> {
  const session = await context.workspace.sessions.open(account, region, context.signal);
  const flow = context.workspace.flowOf(session, kind);
  if (flow) return { session, flow };
  throw usageFailure(
    `${session.provider.label} has no runs of the kind "${kind}"`,
    'A newer sluice may have them',
  );
}
