import type { BalancerAt } from './rackspaceFacts.ts';

/** A record as the engine gives it. */
export interface ApiRecord {
  readonly startTime: string;
  readonly endTime: string;
  readonly averageNumConnections: number;
  readonly incomingTransfer: number;
  readonly incomingTransferSsl: number;
  readonly outgoingTransfer: number;
  readonly outgoingTransferSsl: number;
}

interface Times {
  readonly from: string;
  readonly until: string;
}

/**
 * The day before the clock of the tests, the same as the screen has it (the hour that has just begun is one of its 24), and
 * one that is well past; the end is not part of them.
 */
export const USAGE = {
  screen: { from: '2026-02-28T13:00:00Z', until: '2026-03-01T13:00:00Z' },
  day: { from: '2026-02-28T12:00:00Z', until: '2026-03-01T12:00:00Z' },
  past: { from: '2026-02-20T00:00:00Z', until: '2026-02-21T00:00:00Z' },
} satisfies Readonly<Record<string, Times>>;

const begunIn =
  ({ from, until }: Times) =>
  ({ startTime }: ApiRecord) =>
    startTime >= from && startTime < until;

/** The balancer's records that begin in the times, by a client that is not ours. */
export async function recordsOf(at: BalancerAt, times: Times): Promise<readonly ApiRecord[]> {
  const { loadBalancerUsageRecords } = (await at.get(
    `/usage?startTime=${times.from}&endTime=${times.until}&limit=1000`,
  )) as { loadBalancerUsageRecords: readonly ApiRecord[] };
  return loadBalancerUsageRecords.filter(begunIn(times));
}

/** The same of every balancer of the account, by name. */
export async function accountRecords(
  at: BalancerAt,
  times: Times,
): Promise<ReadonlyMap<string, readonly ApiRecord[]>> {
  const { loadBalancerUsages } = (await at.get(
    `../usage?startTime=${times.from}&endTime=${times.until}&limit=1000`,
  )) as {
    loadBalancerUsages: readonly {
      readonly loadBalancerName: string;
      readonly loadBalancerUsageRecords: readonly ApiRecord[];
    }[];
  };
  return new Map(
    loadBalancerUsages.map(({ loadBalancerName, loadBalancerUsageRecords }) => [
      loadBalancerName,
      loadBalancerUsageRecords.filter(begunIn(times)),
    ]),
  );
}

/** Bytes of one direction, plain and over SSL. */
export function total(records: readonly ApiRecord[], direction: 'incoming' | 'outgoing'): number {
  return records.reduce(
    (sum, record) => sum + record[`${direction}Transfer`] + record[`${direction}TransferSsl`],
    0,
  );
}
