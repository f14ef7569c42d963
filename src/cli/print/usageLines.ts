import { cell } from '../../state/present/cell.ts';
import { bytesText, countText, figureCell, shareText } from '../../state/present/usageText.ts';
import { CSV_HEADER, csvLine, isoTime, type OwnedRecord } from '../../state/usage/recordFields.ts';
import { HOUR_MS } from '../../state/usage/sums.ts';
import { known } from './listColumns.ts';
import type { Report } from './report.ts';
import type { TableColumn } from './table.ts';
import { type Carried, carriedInAll } from './usageCarried.ts';

/** A carriage return before the line feed that every printed line ends with: RFC 4180 wants both. */
const CSV_BREAK = '\r';

/** Every record with all its fields. */
export function csvLines(carried: readonly Carried[]): readonly string[] {
  const records = carried.flatMap((one) => one.records);
  return [CSV_HEADER, ...records.map(csvLine)].map((line) => line + CSV_BREAK);
}

/** The balancers, the one that carried most first, and what all carried. */
export function rankedLines(
  report: Report,
  span: { readonly from: number; readonly to: number },
  carried: readonly Carried[],
): readonly string[] {
  const times = `${isoTime(span.from)} to ${isoTime(span.to)}`;
  if (carried.length === 0) return [`${times}: no records`];
  const rank = ({ total }: Carried) => total.transfer ?? total.connections ?? -1;
  const ranked: readonly Ranked[] = [...carried].sort((one, other) => rank(other) - rank(one));
  const all: Ranked = { ...carriedInAll(span, carried), name: 'total' };
  return [times, ...report.table(RANKED, ranked.length > 1 ? [...ranked, all] : ranked)];
}

/** Every record for a person, the oldest first. */
export function hourlyLines(report: Report, carried: readonly Carried[]): readonly string[] {
  const records = carried.flatMap((one) => one.records);
  return report.table(
    HOURLY,
    [...records].sort((one, other) => one.record.startAt - other.record.startAt),
  );
}

type Ranked = Pick<Carried, 'name' | 'total' | 'peak'> & Partial<Carried>;

const RANKED: readonly TableColumn<Ranked>[] = [
  { title: 'ACCOUNT', cell: ({ session }) => cell(session?.account.name ?? '') },
  { title: 'REGION', cell: ({ session }) => cell(session?.region ?? '') },
  { title: 'ID', cell: ({ balancerId }) => cell(balancerId ?? '') },
  { title: 'NAME', cell: ({ name }) => (name === null ? known(null) : cell(name, 'strong')) },
  { title: 'IN', align: 'right', cell: ({ total }) => figureCell(total.incoming, bytesText) },
  { title: 'OUT', align: 'right', cell: ({ total }) => figureCell(total.outgoing, bytesText) },
  { title: 'IN + OUT', align: 'right', cell: ({ total }) => figureCell(total.transfer, bytesText) },
  { title: 'SSL', align: 'right', cell: ({ total }) => figureCell(total.sslShare, shareText) },
  { title: 'CONN', align: 'right', cell: ({ total }) => figureCell(total.connections, countText) },
  { title: 'PEAK', align: 'right', cell: ({ peak }) => figureCell(peak?.value ?? null, countText) },
  { title: 'REQUESTS', align: 'right', cell: ({ total }) => figureCell(total.requests, countText) },
  { title: 'HOURS', align: 'right', cell: ({ total }) => cell(countText(total.covered / HOUR_MS)) },
];

const HOURLY: readonly TableColumn<OwnedRecord>[] = [
  { title: 'START', cell: ({ record }) => cell(isoTime(record.startAt)) },
  { title: 'END', cell: ({ record }) => cell(isoTime(record.endAt)) },
  { title: 'NAME', cell: ({ name, record }) => known(record.balancerName ?? name) },
  number('CONN', ({ record }) => record.averageNumConnections, countText),
  number('CONN SSL', ({ record }) => record.averageNumConnectionsSsl, countText),
  number('IN', ({ record }) => record.incomingTransfer, bytesText),
  number('IN SSL', ({ record }) => record.incomingTransferSsl, bytesText),
  number('OUT', ({ record }) => record.outgoingTransfer, bytesText),
  number('OUT SSL', ({ record }) => record.outgoingTransferSsl, bytesText),
  number('BOTH WAYS', ({ record }) => record.processed, bytesText),
  number('REQUESTS', ({ record }) => record.requests, countText),
  number('POLLS', ({ record }) => record.numPolls, countText),
  number('VIPS', ({ record }) => record.numVips, countText),
  { title: 'SSL', cell: ({ record }) => known(record.sslMode) },
  { title: 'VIP TYPE', cell: ({ record }) => known(record.vipType) },
  { title: 'EVENT', cell: ({ record }) => known(record.eventType) },
  { title: 'MARK', cell: ({ record }) => known(record.mark) },
  { title: 'ID', cell: ({ record }) => known(record.id) },
];

function number(
  title: string,
  value: (owned: OwnedRecord) => number | null,
  text: (value: number) => string,
): TableColumn<OwnedRecord> {
  return { title, align: 'right', cell: (owned) => figureCell(value(owned), text) };
}
