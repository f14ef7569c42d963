import { MEASURED_FIELDS, type UsageRecord } from '../../model/usage.ts';
import type { Session } from '../sessions.ts';

/** A record with whose it is. */
export interface OwnedRecord {
  readonly session: Session;
  /** The balancer's name where the record does not say. */
  readonly name: string | null;
  readonly record: UsageRecord;
}

/** A record as files and scripts have it: times ISO 8601 in UTC, unknown is null. Fields are only ever added. */
export function recordFields({ session, name, record }: OwnedRecord) {
  return {
    account: session.account.name,
    engine: session.provider.engine,
    region: session.region,
    balancer: record.balancerName ?? name,
    balancerId: record.balancerId,
    id: record.id,
    startTime: isoTime(record.startAt),
    endTime: isoTime(record.endAt),
    averageNumConnections: record.averageNumConnections,
    averageNumConnectionsSsl: record.averageNumConnectionsSsl,
    incomingTransfer: record.incomingTransfer,
    incomingTransferSsl: record.incomingTransferSsl,
    outgoingTransfer: record.outgoingTransfer,
    outgoingTransferSsl: record.outgoingTransferSsl,
    processed: record.processed,
    requests: record.requests,
    numPolls: record.numPolls,
    numVips: record.numVips,
    sslMode: record.sslMode,
    vipType: record.vipType,
    eventType: record.eventType,
    mark: record.mark,
  };
}

type FieldName = keyof ReturnType<typeof recordFields>;

/** The columns of the CSV, in their order. */
const CSV_COLUMNS: readonly FieldName[] = [
  'account',
  'engine',
  'region',
  'balancer',
  'balancerId',
  'id',
  'startTime',
  'endTime',
  ...MEASURED_FIELDS,
  'sslMode',
  'vipType',
  'eventType',
  'mark',
];

/** The names of the columns, as in JSON, without a line break. */
export const CSV_HEADER = CSV_COLUMNS.join(',');

/** A record as a line of CSV (RFC 4180), without its line break. Unknown is empty. */
export function csvLine(owned: OwnedRecord): string {
  const fields = recordFields(owned);
  return CSV_COLUMNS.map((name) => csvField(fields[name])).join(',');
}

/** `2026-03-01T12:00:00Z`, with milliseconds only where there are any. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** What a spreadsheet would take for a formula gets an apostrophe, as spreadsheets themselves mark a text. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
