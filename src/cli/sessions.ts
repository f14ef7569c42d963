import type { Account } from '../model/account.ts';
import { Failure, type Problem, problemOf } from '../model/problem.ts';
import type { Session } from '../state/sessions.ts';
import type { Context } from './context.ts';

/** An account that could not be opened or read. */
export interface Missed {
  readonly account: Account;
  readonly region: string | null;
  readonly problem: Problem;
}

/** What one reading of several accounts gave. */
export interface Gathered<T> {
  readonly found: readonly { readonly session: Session; readonly value: T }[];
  readonly missed: readonly Missed[];
}

/** The accounts of this command. Throws Failure where a name is unknown. */
export function chosenAccounts({ workspace, options }: Context): readonly Account[] {
  return workspace.accounts.chosen(options.accounts);
}

/**
 * Opens the command's accounts, all at once, in the region that was asked for (`all`: in every one), and reads from each
 * session. One that fails does not keep the others. Throws only when the user stops the command.
 */
export async function gather<T>(
  context: Context,
  read: (session: Session) => Promise<T>,
): Promise<Gathered<T>> {
  const found: { session: Session; value: T }[] = [];
  const missed: Missed[] = [];
  const attempt = async <R>(account: Account, region: string | null, task: () => Promise<R>) => {
    try {
      return { value: await task() };
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      missed.push({ account, region, problem: problemOf(thrown) });
      return null;
    }
  };
  const readInto = async (session: Session): Promise<void> => {
    const got = await attempt(session.account, session.region, () => read(session));
    if (got) found.push({ session, value: got.value });
  };
  const accounts = chosenAccounts(context);
  const { sessions } = context.workspace;
  const everywhere = context.options.region?.toLowerCase() === 'all';
  const wanted = everywhere ? null : context.options.region;
  await Promise.all(
    accounts.map(async (account) => {
      const first = await attempt(account, wanted, () => sessions.open(account, wanted, context.signal));
      if (!first) return;
      const others = everywhere
        ? first.value.provider.regions.filter((region) => region !== first.value.region)
        : [];
      await Promise.all([
        readInto(first.value),
        ...others.map(async (region) => {
          const opened = await attempt(account, region, () => sessions.open(account, region, context.signal));
          if (opened) await readInto(opened.value);
        }),
      ]);
    }),
  );
  const accountAt = ({ id }: Account) => accounts.findIndex((account) => account.id === id);
  const regionAt = ({ session: { provider, region } }: { readonly session: Session }) =>
    provider.regions.indexOf(region ?? '');
  found.sort(
    (one, other) =>
      accountAt(one.session.account) - accountAt(other.session.account) || regionAt(one) - regionAt(other),
  );
  // The first of them decides the exit code, which must not depend on who answered first.
  missed.sort(
    (one, other) =>
      accountAt(one.account) - accountAt(other.account) ||
      (one.region ?? '').localeCompare(other.region ?? ''),
  );
  return { found, missed };
}

/** Tells of the accounts that could not be read. */
export function tellMissed(context: Context, missed: readonly Missed[]): void {
  for (const { account, region, problem } of missed)
    context.trouble(namedFailure(account, region, problem), { account: account.name, region });
}

/** A problem that says whose it is: beside the rows of other accounts that must be plain. */
export function namedFailure(account: Account, region: string | null, problem: Problem): Failure {
  if (problem.message.includes(account.name)) return new Failure(problem);
  const where = region === null ? account.name : `${account.name} (${region})`;
  return new Failure({ ...problem, message: `${where}: ${problem.message}` });
}
