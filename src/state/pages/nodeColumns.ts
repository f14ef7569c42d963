import { type Node, nodeAddress } from '../../model/node.ts';
import type { PendingChange } from '../changes/pending.ts';
import { type Column, naturalKey } from '../list/column.ts';
import { cell, UNKNOWN } from '../present/cell.ts';
import { conditionCell, healthCell, noteCell, weightCell } from '../present/nodeCells.ts';

/** The columns of a balancer's nodes. `pendingOf` and `now` are asked at every frame. */
export function nodeColumns(
  pendingOf: (node: Node) => PendingChange | null,
  now: () => number,
): readonly Column<Node>[] {
  return [
    {
      id: 'condition',
      title: 'CONDITION',
      align: 'left',
      min: 10,
      max: 12,
      drop: 0,
      cell: (node) => conditionCell(node, pendingOf(node)),
      sort: { command: 'sort-2', by: (node) => node.condition },
    },
    {
      id: 'health',
      title: 'HEALTH',
      align: 'left',
      min: 7,
      max: 12,
      // A sign and OFFLINE; the word alone where that is too much.
      keep: 9,
      drop: 1,
      cell: healthCell,
      sort: { command: 'sort-3', by: (node) => node.health },
    },
    {
      id: 'address',
      title: 'ADDRESS',
      align: 'left',
      min: 12,
      max: 47,
      // The longest IPv4 address with a port.
      keep: 21,
      drop: 0,
      cell: (node) => cell(nodeAddress(node)),
      sort: { command: 'sort-4', by: (node) => naturalKey(nodeAddress(node)) },
    },
    {
      id: 'weight',
      title: 'WEIGHT',
      align: 'right',
      min: 6,
      max: 6,
      drop: 4,
      cell: (node) => weightCell(node, pendingOf(node)),
      sort: { command: 'sort-5', by: (node) => node.weight },
    },
    {
      id: 'type',
      title: 'TYPE',
      align: 'left',
      min: 7,
      max: 12,
      drop: 5,
      cell: (node) => (node.type === null ? UNKNOWN : cell(node.type, 'dim')),
    },
    {
      id: 'server',
      title: 'SERVER',
      align: 'left',
      min: 6,
      max: 32,
      keep: 16,
      drop: 1,
      cell: (node) => (node.server === null ? UNKNOWN : cell(node.server, 'strong')),
      sort: { command: 'sort-1', by: (node) => (node.server === null ? null : naturalKey(node.server)) },
    },
    {
      id: 'zone',
      title: 'ZONE',
      align: 'left',
      min: 6,
      max: 24,
      keep: 12,
      drop: 3,
      optional: true,
      cell: ({ zone }) => (zone ? cell(zone, 'dim') : UNKNOWN),
    },
    {
      id: 'note',
      title: '',
      align: 'left',
      // "12 connections left"; always there, so that nothing moves when a change or a drain begins.
      min: 19,
      max: 60,
      drop: 1,
      cell: (node) => noteCell(node, pendingOf(node), now()),
    },
  ];
}
