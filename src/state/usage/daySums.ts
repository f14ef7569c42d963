import type { Span } from '../../providers/usage.ts';
import type { NumberField, PackedRecords } from './packedRecords.ts';
import { add, emptySums, HOUR_MS, MEASURES, plus, type Sums, TIMES, unknowns } from './sums.ts';

/** Hours of a day, which is what each balancer has places for in `levels` and `transfers`. */
export const DAY_HOURS = 24;

/** What is summed up of each balancer, in the order in which it stands in `totals`. */
export const TOTALS = [...TIMES, ...MEASURES] as const;
/** Where each of these stands among the numbers of one balancer. */
export const TOTAL_PLACE = Object.fromEntries(TOTALS.map((name, place) => [name, place])) as Record<
  (typeof TOTALS)[number],
  number
>;

/** What was carried in one day or a part of it. NaN is unknown: no record, or none that says. */
export interface DaySums {
  /** When the day begins, milliseconds since the epoch. */
  readonly from: number;
  /** Hour by hour, all balancers together. */
  readonly hours: Sums;
  /** How many balancers' codes there is room for; what follows is by code. */
  readonly room: number;
  /** The sums over the day, `TOTALS` of each balancer. */
  readonly totals: Float64Array;
  /** Average connections of each hour, `DAY_HOURS` of each balancer. */
  readonly levels: Float64Array;
  /** The hour (0 to 23) that has the highest of these, the first of several. */
  readonly peakHours: Uint8Array;
  /** Bytes of both directions in each hour, `DAY_HOURS` of each balancer. */
  readonly transfers: Float64Array;
}

/**
 * Sums up a day's records that begin in the span, each looked at once; a record belongs where it begins. `only` is the code of the
 * one balancer that counts, which then stands where code 0 would; with null there is `room` for all codes.
 */
export function sumDay(
  records: PackedRecords,
  from: number,
  span: Span,
  { only, room: all }: { readonly only: number | null; readonly room: number },
): DaySums {
  const room = only === null ? all : 1;
  const hours = emptySums({ from, step: HOUR_MS, count: DAY_HOURS });
  const byHour = TOTALS.map((name) => hours[name]);
  const totals = unknowns(room * TOTALS.length);
  const transfers = unknowns(room * DAY_HOURS);
  const levels = unknowns(room * DAY_HOURS);
  const covered = new Float64Array(room * DAY_HOURS);
  const counted = new Float64Array(room * DAY_HOURS);
  const { balancers } = records;
  const read = columnsOf(records);
  const values = new Float64Array(TOTALS.length);
  const last = records.firstFrom(span.to);
  for (let index = records.firstFrom(span.from); index < last; index += 1) {
    const code = balancers[index] ?? 0;
    if (only !== null && code !== only) continue;
    const balancer = only === null ? code : 0;
    const hour = Math.floor(((read.starts[index] ?? 0) - from) / HOUR_MS);
    const place = balancer * DAY_HOURS + hour;
    valuesOf(read, index, values);
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? Number.NaN;
      add(totals, balancer * TOTALS.length + at, value);
      // Of times it is the balancer that has the most.
      if (at >= TIMES.length) add(byHour[at] ?? values, hour, value);
    }
    add(levels, place, values[TOTAL_PLACE.connectionMs] ?? Number.NaN);
    add(transfers, place, transferIn(values, 0));
    covered[place] = (covered[place] ?? 0) + (values[TOTAL_PLACE.covered] ?? 0);
    counted[place] = (counted[place] ?? 0) + (values[TOTAL_PLACE.counted] ?? 0);
  }
  for (let place = 0; place < levels.length; place += 1)
    levels[place] = (levels[place] ?? Number.NaN) / (counted[place] ?? 0);
  raiseHours(hours.covered, covered);
  raiseHours(hours.counted, counted);
  return { from, hours, room, totals, levels, peakHours: peakHoursOf(levels), transfers };
}

/** Bytes of both directions in totals of which a balancer's begin there; NaN where none are told. */
export function transferIn(totals: Float64Array, begin: number): number {
  const one = (place: number) => totals[begin + place] ?? Number.NaN;
  return plus(plus(one(TOTAL_PLACE.incoming), one(TOTAL_PLACE.outgoing)), one(TOTAL_PLACE.processed));
}

/** The fields that are summed up, a column each. */
function columnsOf(records: PackedRecords) {
  const of = (field: NumberField) => records.column(field) ?? unknowns(records.length);
  return {
    starts: of('startAt'),
    ends: of('endAt'),
    connections: of('averageNumConnections'),
    connectionsSsl: of('averageNumConnectionsSsl'),
    incoming: of('incomingTransfer'),
    incomingSsl: of('incomingTransferSsl'),
    outgoing: of('outgoingTransfer'),
    outgoingSsl: of('outgoingTransferSsl'),
    processed: of('processed'),
    requests: of('requests'),
  };
}

/** What one record adds to the totals. No object is made: half a million records are looked at. */
function valuesOf(read: ReturnType<typeof columnsOf>, index: number, values: Float64Array): void {
  const one = (column: Float64Array) => column[index] ?? Number.NaN;
  const length = Math.max(0, one(read.ends) - one(read.starts));
  const average = plus(one(read.connections), one(read.connectionsSsl));
  values[TOTAL_PLACE.covered] = length;
  values[TOTAL_PLACE.counted] = Number.isNaN(average) ? 0 : length;
  values[TOTAL_PLACE.connectionMs] = average * length;
  values[TOTAL_PLACE.incoming] = plus(one(read.incoming), one(read.incomingSsl));
  values[TOTAL_PLACE.outgoing] = plus(one(read.outgoing), one(read.outgoingSsl));
  values[TOTAL_PLACE.ssl] = plus(one(read.incomingSsl), one(read.outgoingSsl));
  values[TOTAL_PLACE.processed] = one(read.processed);
  values[TOTAL_PLACE.requests] = one(read.requests);
}

function peakHoursOf(levels: Float64Array): Uint8Array {
  const peaks = new Uint8Array(levels.length / DAY_HOURS);
  for (let place = 0; place < levels.length; place += 1) {
    const balancer = Math.floor(place / DAY_HOURS);
    const best = levels[balancer * DAY_HOURS + (peaks[balancer] ?? 0)] ?? Number.NaN;
    const level = levels[place] ?? Number.NaN;
    if (level > best || (Number.isNaN(best) && !Number.isNaN(level))) peaks[balancer] = place % DAY_HOURS;
  }
  return peaks;
}

/** Of each hour the balancer that has the most. */
function raiseHours(hours: Float64Array, own: Float64Array): void {
  for (let place = 0; place < own.length; place += 1) {
    const hour = place % DAY_HOURS;
    hours[hour] = Math.max(hours[hour] ?? 0, own[place] ?? 0);
  }
}
