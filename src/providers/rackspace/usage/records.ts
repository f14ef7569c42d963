import * as z from 'zod/mini';
import type { UsageRecord } from '../../../model/usage.ts';
import { number, readEach, readTime, text, word } from '../wireFields.ts';

const HOUR = 3_600_000;
/** The collector looks at a balancer this often; an hour has twelve looks. */
const POLL = 5 * 60_000;

const moment = z.pipe(
  z.optional(z.unknown()),
  z.transform((value: unknown) => (typeof value === 'string' ? readMoment(value) : null)),
);

const recordShape = z.object({
  id: text,
  startTime: moment,
  endTime: moment,
  numPolls: number,
  numVips: number,
  vipType: word,
  sslMode: word,
  eventType: word,
  averageNumConnections: number,
  averageNumConnectionsSsl: number,
  incomingTransfer: number,
  incomingTransferSsl: number,
  outgoingTransfer: number,
  outgoingTransferSsl: number,
});

/** The engine also writes a day alone, or a day and an hour. */
function readMoment(value: string): number | null {
  const short = /^(\d{4}-\d\d-\d\d)(?:T(\d\d))?Z?$/.exec(value.trim());
  return readTime(short ? `${short[1]}T${short[2] ?? '00'}:00Z` : value);
}

/** Whose records they are. */
export interface Owner {
  readonly id: string;
  readonly name: string | null;
}

/** The records in an answer; what has no time is none. `now` in milliseconds tells the hour that is not over. */
export function readRecords(members: readonly unknown[], owner: Owner, now: number): readonly UsageRecord[] {
  return readEach(recordShape, members).flatMap((read) => {
    const { startTime: startAt, endTime } = read;
    if (startAt === null) return [];
    const endAt = Math.max(startAt, endTime ?? startAt + HOUR);
    const { id, numPolls, numVips, vipType, sslMode, eventType } = read;
    return [
      {
        balancerId: owner.id,
        balancerName: owner.name,
        id,
        startAt,
        endAt,
        ...(isUnseen(read) ? NOTHING_SEEN : trafficOf(read)),
        processed: null,
        requests: null,
        numPolls,
        numVips,
        sslMode,
        vipType,
        eventType,
        mark: isPartial(startAt, endAt, numPolls, now) ? ('partial' as const) : null,
      },
    ];
  });
}

type Read = z.infer<typeof recordShape>;

const NOTHING_SEEN = {
  averageNumConnections: null,
  averageNumConnectionsSsl: null,
  incomingTransfer: null,
  incomingTransferSsl: null,
  outgoingTransfer: null,
  outgoingTransferSsl: null,
} as const;

function trafficOf(read: Read) {
  return {
    averageNumConnections: read.averageNumConnections,
    averageNumConnectionsSsl: read.averageNumConnectionsSsl,
    incomingTransfer: read.incomingTransfer,
    incomingTransferSsl: read.incomingTransferSsl,
    outgoingTransfer: read.outgoingTransfer,
    outgoingTransferSsl: read.outgoingTransferSsl,
  };
}

/** Nobody looked, so that the zeros say nothing of the traffic (spec §7). */
function isUnseen(read: Read): boolean {
  return read.numPolls === 0 && Object.values(trafficOf(read)).every((value) => !value);
}

/** Records are cut at changes too, so fewer looks than twelve are fewer only for their length. */
function isPartial(startAt: number, endAt: number, polls: number | null, now: number): boolean {
  const hourIsOver = (Math.floor(startAt / HOUR) + 1) * HOUR <= now;
  return !hourIsOver || (polls !== null && polls < Math.floor((endAt - startAt) / POLL));
}
