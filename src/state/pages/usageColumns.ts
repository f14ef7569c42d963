import type { UsageRecord } from '../../model/usage.ts';
import { type Column, naturalKey } from '../list/column.ts';
import { localTime } from '../present/age.ts';
import { type Cell, cell, UNKNOWN } from '../present/cell.ts';
import { bytesText, countText, figureCell, shareText } from '../present/usageText.ts';
import { TREND_PIECES } from '../usage/carried.ts';
import type { Figures, Peak } from '../usage/figures.ts';
import type { Scope } from '../usage/usageStore.ts';

/** `2026-03-01 11:00`, in the machine's time zone. */
function minuteText(at: number): string {
  return localTime(at).slice(0, 16);
}

function textCell(text: string | null): Cell {
  return text === null ? UNKNOWN : cell(text, 'dim');
}

/** Cells that each kind of number needs at most: `12.3k`, `12.3 GB`, `>99%`. A number that is cut would be another one. */
const NUMBER_CELLS: ReadonlyMap<(value: number) => string, number> = new Map([
  [countText, 5],
  [bytesText, 7],
  [shareText, 4],
]);

/** A column of numbers. Those that matter least go first when the terminal is narrow. */
function numbers<Row>(
  id: string,
  title: string,
  drop: number,
  value: (row: Row) => number | null,
  text: (value: number) => string,
  sort?: NonNullable<Column<Row>['sort']>['command'],
): Column<Row> {
  const width = Math.max(NUMBER_CELLS.get(text) ?? 0, title.length);
  return {
    id,
    title,
    align: 'right',
    min: width,
    max: width,
    drop,
    cell: (row) => figureCell(value(row), text),
    ...(sort ? { sort: { command: sort, by: value } } : {}),
  };
}

function words<Row>(
  id: string,
  title: string,
  drop: number,
  width: readonly [min: number, max: number],
  value: (row: Row) => string | null,
): Column<Row> {
  const [min, max] = width;
  return { id, title, align: 'left', min, max, keep: max, drop, cell: (row) => textCell(value(row)) };
}

/** Every field of a record. */
export const RECORD_COLUMNS: readonly Column<UsageRecord>[] = [
  {
    id: 'start',
    title: 'START',
    align: 'left',
    min: 16,
    max: 16,
    drop: 0,
    cell: ({ startAt }) => cell(minuteText(startAt), 'strong'),
    sort: { command: 'sort-1', by: ({ startAt }) => startAt },
  },
  numbers('connections', 'CONN', 0, (one) => one.averageNumConnections, countText, 'sort-2'),
  numbers('connectionsSsl', 'CONN SSL', 3, (one) => one.averageNumConnectionsSsl, countText),
  numbers('incoming', 'IN', 1, (one) => one.incomingTransfer, bytesText, 'sort-3'),
  numbers('incomingSsl', 'IN SSL', 2, (one) => one.incomingTransferSsl, bytesText),
  numbers('outgoing', 'OUT', 1, (one) => one.outgoingTransfer, bytesText, 'sort-4'),
  numbers('outgoingSsl', 'OUT SSL', 2, (one) => one.outgoingTransferSsl, bytesText),
  numbers('processed', 'BOTH WAYS', 4, (one) => one.processed, bytesText),
  numbers('requests', 'REQUESTS', 5, (one) => one.requests, countText),
  {
    ...words<UsageRecord>('sslMode', 'SSL', 6, [5, 5], (one) => one.sslMode),
    sort: { command: 'sort-5', by: ({ sslMode }) => sslMode },
  },
  words('eventType', 'EVENT', 7, [6, 24], (one) => one.eventType),
  words('mark', 'MARK', 8, [7, 9], (one) => one.mark),
  numbers('polls', 'POLLS', 9, (one) => one.numPolls, countText),
  numbers('vips', 'VIPS', 10, (one) => one.numVips, countText),
  words('vipType', 'VIP TYPE', 11, [8, 10], (one) => one.vipType),
  words('end', 'END', 12, [16, 16], (one) => minuteText(one.endAt)),
  words('id', 'ID', 13, [6, 20], (one) => one.id),
];

/** What one balancer of an account carried over the range. */
export interface CarriedRow {
  readonly key: string;
  readonly scope: Scope;
  readonly balancerId: string;
  readonly name: string;
  readonly total: Figures;
  /** Of the hours' average connections. */
  readonly peak: Peak | null;
  readonly trend: string;
}

/** What balancers of one account, or of `several`, have carried. */
export function carriedColumns(several: boolean): readonly Column<CarriedRow>[] {
  const name: Column<CarriedRow> = {
    id: 'name',
    title: 'NAME',
    align: 'left',
    min: 10,
    max: 40,
    keep: 16,
    drop: 0,
    cell: (row) => cell(row.name, 'strong'),
    sort: { command: 'sort-1', by: (row) => naturalKey(row.name) },
  };
  const account = words<CarriedRow>('account', 'ACCOUNT', 1, [8, 24], ({ scope: { session } }) =>
    [session.account.name, session.region].filter(Boolean).join(' · '),
  );
  const carried: readonly Column<CarriedRow>[] = [
    numbers('transfer', 'IN + OUT', 0, ({ total }) => total.transfer, bytesText, 'sort-5'),
    numbers('incoming', 'IN', 2, ({ total }) => total.incoming, bytesText, 'sort-3'),
    numbers('outgoing', 'OUT', 2, ({ total }) => total.outgoing, bytesText, 'sort-4'),
    numbers('ssl', 'SSL', 3, ({ total }) => total.sslShare, shareText),
    numbers('connections', 'CONN', 0, ({ total }) => total.connections, countText, 'sort-2'),
    numbers('peak', 'PEAK', 4, ({ peak }) => peak?.value ?? null, countText),
    numbers('requests', 'REQUESTS', 5, ({ total }) => total.requests, countText),
    {
      id: 'trend',
      title: 'TREND',
      align: 'left',
      min: TREND_PIECES,
      max: TREND_PIECES,
      drop: 1,
      cell: ({ trend }) => cell(trend, 'pending'),
    },
  ];
  return [name, ...(several ? [account] : []), ...carried];
}
