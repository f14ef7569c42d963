import type { Account } from '../../model/account.ts';
import type { Context } from '../context.ts';
import { accountJson } from '../print/json.ts';
import { ACCOUNT_COLUMNS, type AccountLine } from '../print/listColumns.ts';

/** The accounts (all, or those of --account) and which of them a command without --account works on. */
export function accountLines({ workspace, options }: Context): readonly AccountLine[] {
  const { accounts } = workspace;
  const used = new Set(usedBy(accounts).map(({ id }) => id));
  const shown = options.accounts.length === 0 ? accounts.list() : accounts.chosen(options.accounts);
  return shown.map((account) => ({ account, used: used.has(account.id) }));
}

/** None where the settings cannot be read: then nobody knows. */
function usedBy(accounts: Context['workspace']['accounts']): readonly Account[] {
  try {
    return accounts.chosen([]);
  } catch {
    return [];
  }
}

/** Prints the accounts, or those that --account names. Contacts nobody; throws Failure for a name that is none. */
export function listAccounts(context: Context): void {
  const lines = accountLines(context);
  const { report, workspace } = context;
  report.result(
    lines.map(({ account, used }) => ({ ...accountJson(account, workspace.secrets), used })),
    report.table(ACCOUNT_COLUMNS, lines),
  );
}
