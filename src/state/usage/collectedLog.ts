import * as z from 'zod/mini';
import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import type { EventLog } from '../../sandbox/eventLog.ts';
import type { Session } from '../sessions.ts';

/** A record that sluice has counted; its id names the piece of time, which grows while it is watched. */
export type CollectedRecord = UsageRecord & { readonly id: string };

const count = z.catch(z.nullable(z.number()), null);

const Line = z.object({
  /** `collectedKey` of the session. */
  of: z.string(),
  id: z.string(),
  balancerId: z.string(),
  balancerName: z.catch(z.nullable(z.string()), null),
  startAt: z.number(),
  endAt: z.number(),
  connections: count,
  connectionsSsl: count,
  bytesIn: count,
  bytesOut: count,
  requests: count,
  polls: count,
});
type Line = z.infer<typeof Line>;

/** Names an account and region in the file: the session's own key would do, but is another one in each program. */
export function collectedKey({ account, region }: Session): string {
  return `${account.id}@${region ?? ''}`;
}

/** What any sluice of this user has counted while it watched, in a log that all of them share. */
export class CollectedLog {
  readonly #log: EventLog;
  /** By session, balancer and id. */
  #known = new Map<string, Map<string, Map<string, UsageRecord>>>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Writes a record down; a later one of the same id is in place of it. Throws Failure. */
  keep(of: string, record: CollectedRecord): void {
    const line: Line = {
      of,
      id: record.id,
      balancerId: record.balancerId,
      balancerName: record.balancerName,
      startAt: record.startAt,
      endAt: record.endAt,
      connections: record.averageNumConnections,
      connectionsSsl: record.averageNumConnectionsSsl,
      bytesIn: record.incomingTransfer,
      bytesOut: record.outgoingTransfer,
      requests: record.requests,
      polls: record.numPolls,
    };
    this.#log.append(JSON.stringify(line));
  }

  /**
   * The records that begin in the span, the oldest first. Where two programs have watched at the same time one record is
   * left out, so that nothing counts twice. Throws Failure.
   */
  list(of: string, balancerId: string | null, { from, to }: Span): readonly UsageRecord[] {
    this.#takeIn();
    const balancers = this.#known.get(of);
    const chosen = [...(balancers ?? [])].filter(([id]) => balancerId === null || id === balancerId);
    return chosen
      .flatMap(([, records]) => apart([...records.values()]))
      .filter(({ startAt }) => startAt >= from && startAt < to)
      .sort((one, other) => one.startAt - other.startAt);
  }

  #takeIn(): void {
    const { restarted, lines } = this.#log.read();
    if (restarted) this.#known = new Map();
    for (const text of lines) {
      const line = readLine(text);
      if (!line) continue;
      const balancers = this.#known.get(line.of) ?? new Map<string, Map<string, UsageRecord>>();
      const records = balancers.get(line.balancerId) ?? new Map<string, UsageRecord>();
      this.#known.set(line.of, balancers.set(line.balancerId, records.set(line.id, recordOf(line))));
    }
  }
}

/** A line of the file; null for a torn one and for what a newer version may write. */
function readLine(text: string): Line | null {
  try {
    return Line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function recordOf(line: Line): UsageRecord {
  return {
    balancerId: line.balancerId,
    balancerName: line.balancerName,
    id: line.id,
    startAt: line.startAt,
    endAt: line.endAt,
    averageNumConnections: line.connections,
    averageNumConnectionsSsl: line.connectionsSsl,
    incomingTransfer: line.bytesIn,
    incomingTransferSsl: null,
    outgoingTransfer: line.bytesOut,
    outgoingTransferSsl: null,
    processed: null,
    requests: line.requests,
    numPolls: line.polls,
    numVips: null,
    sslMode: null,
    vipType: null,
    eventType: null,
    mark: 'collected',
  };
}

/** Of records that overlap the longer one. */
function apart(records: readonly UsageRecord[]): readonly UsageRecord[] {
  const sorted = [...records].sort((one, other) => one.startAt - other.startAt);
  const kept: UsageRecord[] = [];
  for (const record of sorted) {
    const last = kept.at(-1);
    if (!last || record.startAt >= last.endAt) kept.push(record);
    else if (record.endAt - record.startAt > last.endAt - last.startAt) kept[kept.length - 1] = record;
  }
  return kept;
}
