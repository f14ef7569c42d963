import { type Column, naturalKey } from '../list/column.ts';
import { nodesCell, protocolCell, statusCell, virtualIpCell } from '../present/balancerCells.ts';
import { cell, UNKNOWN } from '../present/cell.ts';
import { type BalancerRow, withKnown } from './balancerRow.ts';
import type { PageHost } from './pageHost.ts';

/** The columns of a list of balancers; of several accounts with one that says whose each is. */
export function balancerColumns(host: PageHost, all: boolean): readonly Column<BalancerRow>[] {
  const known = (row: BalancerRow) => withKnown(row, host.workspace.queries);
  const columns: Column<BalancerRow>[] = [
    {
      id: 'name',
      title: 'NAME',
      align: 'left',
      min: 12,
      max: 48,
      keep: 20,
      drop: 0,
      cell: (row) => cell(row.balancer.name, 'strong'),
      sort: { command: 'sort-1', by: (row) => naturalKey(row.balancer.name) },
    },
    {
      id: 'status',
      title: 'STATUS',
      align: 'left',
      min: 8,
      max: 18,
      // A sign and PENDING_UPDATE.
      keep: 16,
      drop: 0,
      cell: (row) =>
        isBeingDeleted(host, row) ? cell('DELETING', 'pending', 'pending') : statusCell(known(row).status),
      sort: { command: 'sort-2', by: (row) => row.balancer.status },
    },
    {
      id: 'protocol',
      title: 'PROTOCOL',
      align: 'left',
      min: 11,
      max: 22,
      drop: 3,
      cell: (row) => protocolCell(row.balancer),
      sort: {
        command: 'sort-3',
        by: (row) => `${row.balancer.protocol ?? '~'} ${String(row.balancer.port ?? 0).padStart(5, '0')}`,
      },
    },
    {
      id: 'nodes',
      title: 'NODES UP',
      align: 'left',
      min: 16,
      max: 30,
      drop: 1,
      cell: (row) => nodesCell(known(row).nodes),
      sort: { command: 'sort-5', by: (row) => row.balancer.nodes.total },
    },
    {
      id: 'vip',
      title: 'VIRTUAL IP',
      align: 'left',
      min: 16,
      max: 44,
      drop: 2,
      cell: (row) => virtualIpCell(row.balancer.virtualIps),
    },
    {
      id: 'algorithm',
      title: 'ALGORITHM',
      align: 'left',
      min: 18,
      max: 26,
      drop: 4,
      cell: (row) => (row.balancer.algorithm === null ? UNKNOWN : cell(row.balancer.algorithm, 'dim')),
      sort: { command: 'sort-4', by: (row) => row.balancer.algorithm },
    },
  ];
  if (!all) return columns;
  const account: Column<BalancerRow> = {
    id: 'account',
    title: 'ACCOUNT',
    align: 'left',
    min: 8,
    max: 28,
    keep: 20,
    drop: 0,
    cell: ({ session }) => cell([session.account.name, session.region].filter(Boolean).join(' · '), 'dim'),
  };
  return [columns[0], account, ...columns.slice(1)].flatMap((column) => column ?? []);
}

/** True while the engine is asked to delete it. */
export function isBeingDeleted({ workspace }: PageHost, { session, balancer }: BalancerRow): boolean {
  const { id, name } = balancer;
  return workspace.desk.pending.of({ session, id, name }, 'balancer') !== null;
}
