import type { Balancer } from '../../../model/balancer.ts';
import type { UsageRecord } from '../../../model/usage.ts';
import type { Span } from '../../usage.ts';
import { HOUR, type HourPoints } from './metrics.ts';

const MINUTE = 60_000;
/** CloudWatch has the last points some minutes late, in milliseconds; until then an hour may grow (spec §9). */
const LATE = 5 * MINUTE;

/**
 * A record for each hour of which CloudWatch knows anything. `row` is the balancer as it is now, null when it is gone; `now`
 * in milliseconds since the epoch.
 */
export function recordsOf(
  { balancer, points, complete }: HourPoints,
  row: Balancer | null,
  { from, to }: Span,
  now: number,
): readonly UsageRecord[] {
  const records: UsageRecord[] = [];
  for (let startAt = from; startAt < to; startAt += HOUR) {
    const known = Object.values(points).some((values) => values.has(startAt));
    if (!known) continue;
    const endAt = Math.min(startAt + HOUR, now);
    const partial = !complete || now < startAt + HOUR + LATE;
    // Counters are told only while there is something to count; where a part is missing, nothing can be said (spec §9).
    const counter = (values: ReadonlyMap<number, number>) => values.get(startAt) ?? (complete ? 0 : null);
    const connections = points.connections.get(startAt);
    records.push({
      ...NOTHING_MORE,
      balancerId: balancer,
      balancerName: balancer,
      startAt,
      endAt,
      // A gauge that is told once a minute: the sum of its minutes, over all minutes of the time.
      averageNumConnections:
        connections === undefined ? null : connections / Math.max(1, (endAt - startAt) / MINUTE),
      processed: whole(counter(points.processed)),
      requests: whole(counter(points.requests)),
      sslMode: row && sslModeOf(row),
      vipType: row?.virtualIps[0]?.type ?? null,
      mark: partial ? 'partial' : null,
    });
  }
  return records;
}

/** What AWS does not count, or not apart. */
const NOTHING_MORE = {
  id: null,
  averageNumConnectionsSsl: null,
  incomingTransfer: null,
  incomingTransferSsl: null,
  outgoingTransfer: null,
  outgoingTransferSsl: null,
  numPolls: null,
  numVips: null,
  eventType: null,
} as const;

function whole(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

/** Of the protocols of its listeners, `HTTP/HTTPS`. */
function sslModeOf({ protocol }: Balancer): string | null {
  if (protocol === null) return null;
  const secure = protocol.split('/').map((one) => one === 'HTTPS' || one === 'SSL');
  if (secure.every(Boolean)) return 'ON';
  return secure.some(Boolean) ? 'MIXED' : 'OFF';
}
