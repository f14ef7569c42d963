import type { UsageRecord } from '../../../src/model/usage.ts';
import type { UsageOptions, UsageRoom } from '../../../src/providers/usage.ts';
import { UsageTable } from '../../../src/state/usage/usageTable.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The hour in which the clocks of the tests begin. */
export const NOON = Date.parse('2026-03-01T12:00:00Z');

/** An hour of a balancer with the fields that a test cares for. */
export function aRecord(fields: Partial<UsageRecord> = {}): UsageRecord {
  const startAt = fields.startAt ?? NOON - HOUR;
  return {
    balancerId: '7001',
    balancerName: 'shop-front',
    id: String(startAt / HOUR),
    startAt,
    endAt: startAt + HOUR,
    averageNumConnections: 10,
    averageNumConnectionsSsl: 0,
    incomingTransfer: 1_000_000,
    incomingTransferSsl: 0,
    outgoingTransfer: 8_000_000,
    outgoingTransferSsl: 0,
    processed: null,
    requests: null,
    numPolls: 12,
    numVips: 1,
    sslMode: 'OFF',
    vipType: 'PUBLIC',
    eventType: null,
    mark: null,
    ...fields,
  };
}

/** All time that a test has records in. */
export const EVER = { from: NOON - 1_000 * DAY, to: NOON + 1_000 * DAY };

/** Records of any balancers, as an account keeps them. */
export function tableOf(records: readonly UsageRecord[]): UsageTable {
  const table = new UsageTable();
  table.put(null, EVER, records);
  return table;
}

/** A room over records that are there; `ask` sees each question before it is answered, and may fail it. */
export function roomOf(
  records: readonly UsageRecord[],
  ask: (span: UsageOptions, balancerId: string | null) => Promise<void> | void = () => {},
  notes: readonly string[] = [],
): UsageRoom {
  const within = (options: UsageOptions, balancerId: string | null) =>
    records.filter(
      (record) =>
        record.startAt >= options.from &&
        record.startAt < options.to &&
        (balancerId === null || record.balancerId === balancerId),
    );
  return {
    keptDays: 90,
    notes,
    balancer: async (id, options) => {
      await ask(options, id);
      return within(options, id);
    },
    account: async (options) => {
      await ask(options, null);
      return within(options, null);
    },
  };
}
