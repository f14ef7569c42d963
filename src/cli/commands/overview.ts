import { problemLine } from '../../model/problem.ts';
import type { Context } from '../context.ts';
import { accountJson, balancerJson } from '../print/json.ts';
import { ACCOUNT_COLUMNS, BALANCER_COLUMNS } from '../print/listColumns.ts';
import { tableLines } from '../print/table.ts';
import { accountLines } from './accountsList.ts';
import { readBalancers } from './balancers.ts';

/**
 * What there is, as plain text without colours: `sluice` where it cannot show screens. An account that cannot be read is
 * part of the answer, not a failure of it.
 */
export async function overview(context: Context): Promise<void> {
  const { report, workspace } = context;
  const accounts = accountLines(context);
  const { lines, missed } = await readBalancers(context, false);
  const unread = missed.map(({ account, problem }) => `${account.name}: ${problemLine(problem)}`);
  report.result(
    {
      accounts: accounts.map(({ account, used }) => ({ ...accountJson(account, workspace.secrets), used })),
      balancers: lines.map(({ session, balancer }) => balancerJson(session, balancer)),
      unread: missed.map(({ account, problem }) => ({ account: account.name, error: problem })),
    },
    [
      'Accounts',
      ...tableLines(ACCOUNT_COLUMNS, accounts),
      '',
      'Balancers',
      ...tableLines(BALANCER_COLUMNS, lines),
      ...(unread.length > 0 ? ['', 'Not read', ...unread] : []),
      '',
      '"sluice --help" lists the commands.',
    ],
  );
}
