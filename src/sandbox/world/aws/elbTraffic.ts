import { chance, seedOf } from '../chance.ts';
import { DAY, HOUR } from '../timings.ts';
import type { ElbRecord } from './records.ts';

/** How much the requests of a minute differ from the hour's mean at most, as a part of it. */
const SWING = 0.3;
/** A quiet balancer has no requests before this hour of the day, UTC. */
const QUIET_UNTIL = 6;

/**
 * How many of something, `each` a request, went through a balancer from `from` to `to`. Derived from the balancer's
 * name and the hour, so that it is the same whoever asks, and so that the parts of an hour add up to the hour.
 */
export function countBetween(elb: ElbRecord, each: number, from: number, to: number): number {
  const [begin, end] = servedBetween(elb, from, to);
  let sum = 0;
  for (let hour = Math.floor(begin / HOUR) * HOUR; hour < end; hour += HOUR) {
    const total = each * requestsIn(elb, hour);
    const until = (at: number) => Math.round(total * partOf(elb, (at - hour) / HOUR));
    sum += until(Math.min(end, hour + HOUR)) - until(Math.max(begin, hour));
  }
  return sum;
}

/** The part of a time in which somebody stood behind the balancer. */
function servedBetween(elb: ElbRecord, from: number, to: number): readonly [number, number] {
  const times = [...elb.registrations.values()];
  const first = Math.min(...times.map(({ first: began }) => began));
  const last = Math.max(...times.map(({ until }) => until ?? Number.POSITIVE_INFINITY));
  return [Math.max(from, first), Math.min(to, last)];
}

/** How much of an hour's requests have come by when `part` of it is over: from 0 to 1, never falling. */
function partOf(elb: ElbRecord, part: number): number {
  const turn = 2 * Math.PI;
  const shift = chance(seedOf(elb.name), 6);
  return part + (SWING / turn) * (Math.cos(turn * shift) - Math.cos(turn * (part + shift)));
}

/** Requests of an hour: more by day, fewer at the weekend, each balancer with its own size, some with none at night. */
function requestsIn(elb: ElbRecord, hour: number): number {
  const seed = seedOf(elb.name);
  const ofDay = (hour % DAY) / HOUR;
  if (isQuiet(elb) && ofDay < QUIET_UNTIL) return 0;
  const size = isQuiet(elb) ? 60 + 400 * chance(seed, 3) : 3_000 + 90_000 * chance(seed, 3);
  const day = 0.55 - 0.4 * Math.cos(((ofDay - 3) / 24) * 2 * Math.PI);
  const weekday = new Date(hour).getUTCDay();
  const weekend = weekday === 0 || weekday === 6 ? 0.6 : 1;
  return Math.round(size * day * weekend * (0.8 + 0.4 * chance(seed, hour)));
}

/** Some are called on little. */
function isQuiet(elb: ElbRecord): boolean {
  return chance(seedOf(elb.name), 44) < 0.35;
}
