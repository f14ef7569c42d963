import { chance } from './chance.ts';
import type { BalancerRecord, UsageMark } from './records.ts';
import { DAY, HOUR, TIMINGS } from './timings.ts';

/** More pieces than an hour is cut into: a change takes a second and more, but nobody makes one all the time. */
const PIECES = 64;

/** What a balancer carried in an hour or a part of one. Bytes; averages over the samples taken. */
export interface UsageRecord {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly polls: number;
  readonly numVips: number;
  readonly vipType: 'PUBLIC' | 'SERVICENET';
  readonly sslMode: UsageMark['sslMode'];
  readonly event: string | null;
  readonly connections: number;
  readonly connectionsSsl: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly incomingSsl: number;
  readonly outgoingSsl: number;
}

/**
 * The records that overlap `from` to `to`, oldest first: one an hour, cut where something happened. Derived from the
 * balancer's marks and the hour, so that they are the same whenever and by whomever they are read.
 */
export function usageOf(balancer: BalancerRecord, from: number, to: number, now: number): UsageRecord[] {
  const end = Math.min(to, now, balancer.deletedAt ?? now);
  const first = Math.max(from, balancer.createdAt, now - TIMINGS.history);
  const records: UsageRecord[] = [];
  for (let hour = Math.floor(first / HOUR) * HOUR; hour <= end; hour += HOUR)
    records.push(...hourOf(balancer, hour, Math.min(now, balancer.deletedAt ?? now)));
  return records.filter((record) => record.end >= from && record.start <= to);
}

function hourOf(balancer: BalancerRecord, hour: number, now: number): UsageRecord[] {
  const within = balancer.usageMarks.filter((mark) => mark.at >= hour && mark.at < hour + HOUR);
  const before = balancer.usageMarks.findLast((mark) => mark.at < hour);
  const pieces = [...(before ? [{ ...before, at: hour, event: null }] : []), ...within];
  return pieces.flatMap((piece, place) => {
    const whole = Math.min(pieces[place + 1]?.at ?? hour + HOUR, hour + HOUR);
    const end = Math.max(piece.at, Math.min(whole, now));
    // The collector has not come by yet since the last cut: nothing to tell, unless the cut itself is news.
    if (end - piece.at < TIMINGS.poll && piece.event === null && end < whole) return [];
    return [recordOf(balancer, piece, end, hour, place)];
  });
}

function recordOf(
  balancer: BalancerRecord,
  piece: Omit<UsageMark, 'event'> & { readonly event: string | null },
  end: number,
  hour: number,
  place: number,
): UsageRecord {
  const polls = Math.floor((end - piece.at) / TIMINGS.poll);
  const failed = balancer.failed !== null && hour >= balancer.failed.at;
  const flow = polls === 0 || failed ? 0 : busyness(balancer.id, hour);
  const part = (end - piece.at) / HOUR;
  const bytes = flow * part * (2_000_000 + 60_000_000 * chance(balancer.id, 4));
  const ssl = piece.sslMode === 'OFF' ? 0 : piece.sslMode === 'ON' ? 1 : 0.55;
  const outgoing = 3 + 9 * chance(balancer.id, 5);
  return {
    id: balancer.id * 1_000_000 + (Math.floor((hour - balancer.createdAt) / HOUR) + 1) * PIECES + place,
    start: piece.at,
    end,
    polls,
    numVips: piece.numVips,
    vipType: balancer.virtualIps[0]?.type ?? 'PUBLIC',
    sslMode: piece.sslMode,
    event: piece.event,
    connections: round(flow * (1 - ssl)),
    connectionsSsl: round(flow * ssl),
    incoming: Math.round(bytes * (1 - ssl)),
    outgoing: Math.round(bytes * outgoing * (1 - ssl)),
    incomingSsl: Math.round(bytes * ssl),
    outgoingSsl: Math.round(bytes * outgoing * ssl),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

/** Average connections of an hour: more by day, fewer at the weekend, each balancer with its own size. */
function busyness(id: number, hour: number): number {
  const size = 4 + 90 * chance(id, 3);
  const day = 0.55 - 0.4 * Math.cos((((hour % DAY) / HOUR - 3) / 24) * 2 * Math.PI);
  const weekday = new Date(hour).getUTCDay();
  const weekend = weekday === 0 || weekday === 6 ? 0.6 : 1;
  return size * day * weekend * (0.8 + 0.4 * chance(id, hour));
}

/** What the account had at a time. */
export interface AccountRecord {
  readonly start: number;
  readonly numLoadBalancers: number;
  readonly numPublicVips: number;
  readonly numServicenetVips: number;
}

/** The hours from `from` to `to` for which the account is counted. */
export function accountHours(from: number, to: number): number[] {
  const hours: number[] = [];
  for (let hour = Math.ceil(from / HOUR) * HOUR; hour <= to; hour += HOUR) hours.push(hour);
  return hours;
}

/** Counts the account at a time; a shared virtual IP counts once. */
export function accountRecord(balancers: readonly BalancerRecord[], at: number): AccountRecord {
  const there = balancers.filter(
    (balancer) => balancer.createdAt <= at && (balancer.deletedAt === null || balancer.deletedAt > at),
  );
  const vips = new Map(
    there.flatMap((balancer) => balancer.virtualIps.map((vip) => [vip.id, vip.type] as const)),
  );
  const types = [...vips.values()];
  return {
    start: at,
    numLoadBalancers: there.length,
    numPublicVips: types.filter((type) => type === 'PUBLIC').length,
    numServicenetVips: types.filter((type) => type === 'SERVICENET').length,
  };
}
