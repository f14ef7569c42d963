import type { Account } from '../../model/account.ts';
import type { Problem } from '../../model/problem.ts';
import { engineNamed } from '../../providers/index.ts';
import { type Column, naturalKey } from '../list/column.ts';
import { marksCell, originText } from '../present/accountText.ts';
import { type Cell, cell, UNKNOWN } from '../present/cell.ts';
import type { PageHost } from './pageHost.ts';

/** What is known of reaching an account. */
export type Reach = { readonly kind: 'opening' } | { readonly kind: 'failed'; readonly problem: Problem };

function stateCell(account: Account, host: PageHost, reach: ReadonlyMap<string, Reach>): Cell {
  const now = reach.get(account.id);
  if (now?.kind === 'opening') return cell('signing in…', 'pending', 'pending');
  if (now?.kind === 'failed') return cell(now.problem.message, 'bad', 'error');
  return host.workspace.sessions.of(account.id)
    ? cell('open', 'good', 'active')
    : cell('not contacted', 'dim', 'none');
}

/** The columns of the list of accounts; `reach` is asked at every frame. */
export function accountColumns(
  host: PageHost,
  reach: ReadonlyMap<string, Reach>,
): readonly Column<Account>[] {
  return [
    {
      id: 'name',
      title: 'NAME',
      align: 'left',
      min: 10,
      max: 32,
      drop: 0,
      cell: (account) => cell(account.name, 'strong'),
      sort: { command: 'sort-1', by: (account) => naturalKey(account.name) },
    },
    {
      id: 'engine',
      title: 'ENGINE',
      align: 'left',
      min: 9,
      max: 12,
      drop: 2,
      cell: (account) => cell(engineNamed(account.engine)?.label ?? account.engine),
      sort: { command: 'sort-3', by: (account) => account.engine },
    },
    {
      id: 'region',
      title: 'REGION',
      align: 'left',
      min: 6,
      max: 12,
      drop: 3,
      cell: (account) => {
        const region = host.workspace.sessions.of(account.id)?.region ?? account.region;
        return region === null ? UNKNOWN : cell(region);
      },
    },
    {
      id: 'origin',
      title: 'FROM',
      align: 'left',
      min: 16,
      max: 30,
      drop: 1,
      cell: (account) => cell(originText(account), account.origin.kind === 'sandbox' ? 'accent' : 'dim'),
    },
    { id: 'marks', title: 'MARKS', align: 'left', min: 5, max: 28, keep: 28, drop: 0, cell: marksCell },
    {
      id: 'state',
      title: 'STATE',
      align: 'left',
      min: 15,
      max: 60,
      drop: 0,
      cell: (account) => stateCell(account, host, reach),
      sort: { command: 'sort-2', by: (account) => stateCell(account, host, reach).text },
    },
  ];
}
