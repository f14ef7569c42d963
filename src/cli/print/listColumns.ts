import type { Account } from '../../model/account.ts';
import type { Balancer } from '../../model/balancer.ts';
import { type Node, nodeAddress } from '../../model/node.ts';
import { marksCell, originText } from '../../state/present/accountText.ts';
import { nodesCell, protocolCell, statusCell, virtualIpCell } from '../../state/present/balancerCells.ts';
import { type Cell, cell, UNKNOWN } from '../../state/present/cell.ts';
import { conditionCell, healthCell, weightCell } from '../../state/present/nodeCells.ts';
import type { Session } from '../../state/sessions.ts';
import type { TableColumn } from './table.ts';

/** A balancer and where it is. */
export interface BalancerLine {
  readonly session: Session;
  readonly balancer: Balancer;
}

/** A text or number as a cell; what is null is unknown. */
export function known(text: string | number | null): Cell {
  return text === null ? UNKNOWN : cell(String(text));
}

/** Rows may be of several accounts and regions. */
export const BALANCER_COLUMNS: readonly TableColumn<BalancerLine>[] = [
  { title: 'ACCOUNT', cell: ({ session }) => cell(session.account.name) },
  { title: 'REGION', cell: ({ session }) => known(session.region) },
  { title: 'ID', cell: ({ balancer }) => cell(balancer.id) },
  { title: 'NAME', cell: ({ balancer }) => cell(balancer.name, 'strong') },
  { title: 'STATUS', cell: ({ balancer }) => statusCell(balancer.status) },
  { title: 'PROTOCOL', cell: ({ balancer }) => protocolCell(balancer) },
  { title: 'ALGORITHM', cell: ({ balancer }) => known(balancer.algorithm) },
  { title: 'NODES', cell: ({ balancer }) => nodesCell(balancer.nodes) },
  { title: 'VIRTUAL IP', cell: ({ balancer }) => virtualIpCell(balancer.virtualIps) },
];

/** Of one balancer, which the reader has named: no column says whose. */
export const NODE_COLUMNS: readonly TableColumn<Node>[] = [
  { title: 'ID', cell: ({ id }) => cell(id) },
  { title: 'CONDITION', cell: (node) => conditionCell(node, null) },
  { title: 'HEALTH', cell: healthCell },
  { title: 'ADDRESS', cell: (node) => cell(nodeAddress(node)) },
  { title: 'WEIGHT', align: 'right', cell: (node) => weightCell(node, null) },
  { title: 'TYPE', cell: ({ type }) => known(type) },
  { title: 'SERVER', cell: ({ server }) => known(server) },
  { title: 'CONNECTIONS', align: 'right', cell: ({ connections }) => known(connections) },
  { title: 'NOTE', cell: ({ zone, note }) => cell([zone, note].filter(Boolean).join(', '), 'dim') },
];

/** An account as a list shows it. */
export interface AccountLine {
  readonly account: Account;
  /** A command without --account works on it. */
  readonly used: boolean;
}

/** No column tells anything of secrets. */
export const ACCOUNT_COLUMNS: readonly TableColumn<AccountLine>[] = [
  { title: 'NAME', cell: ({ account }) => cell(account.name, 'strong') },
  { title: 'ENGINE', cell: ({ account }) => cell(account.engine) },
  { title: 'REGION', cell: ({ account }) => known(account.region) },
  { title: 'FROM', cell: ({ account }) => cell(originText(account)) },
  { title: 'USED', cell: ({ used }) => cell(used ? 'yes' : 'no') },
  { title: 'MARKS', cell: ({ account }) => marksCell(account) },
];
