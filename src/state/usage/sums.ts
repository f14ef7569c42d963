import type { Span } from '../../providers/usage.ts';
import type { NumberField, PackedRecords } from './packedRecords.ts';

/** Milliseconds. */
export const HOUR_MS = 3_600_000;

/** Time in pieces of the same length: `count` of `step` milliseconds from `from`. */
export interface Grid {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** The whole hours that touch the span. */
export function hourGrid({ from, to }: Span): Grid {
  const first = Math.floor(from / HOUR_MS) * HOUR_MS;
  return { from: first, step: HOUR_MS, count: Math.max(0, Math.ceil((to - first) / HOUR_MS)) };
}

/** What was carried in each piece of a grid. NaN is unknown: no record, or none that says. */
export interface Sums {
  readonly grid: Grid;
  /** Milliseconds for which there are records: of the balancer that has the most. */
  readonly covered: Float64Array;
  /** The same of records that tell connections. */
  readonly counted: Float64Array;
  /** Connections by milliseconds, plain and SSL together. Divided by `counted` it is the average. */
  readonly connectionMs: Float64Array;
  /** Bytes, plain and SSL together. */
  readonly incoming: Float64Array;
  readonly outgoing: Float64Array;
  /** Bytes of both directions over SSL. */
  readonly ssl: Float64Array;
  readonly processed: Float64Array;
  readonly requests: Float64Array;
}

const MEASURES = ['connectionMs', 'incoming', 'outgoing', 'ssl', 'processed', 'requests'] as const;
type Measure = (typeof MEASURES)[number];
type Column = Float64Array | undefined;
const TIMES = ['covered', 'counted'] as const;

/** Sums up the records of some balancers that begin in the grid. A record belongs where it begins. */
export function sumUp(balancers: readonly PackedRecords[], grid: Grid): Sums {
  const sums = emptySums(grid);
  const end = grid.from + grid.step * grid.count;
  for (const records of balancers) {
    const own = { covered: new Float64Array(grid.count), counted: new Float64Array(grid.count) };
    addRecords(sums, own, records, records.firstFrom(grid.from), records.firstFrom(end));
    for (const time of TIMES) raise(sums[time], own[time]);
  }
  return sums;
}

function emptySums(grid: Grid): Sums {
  const unknown = () => new Float64Array(grid.count).fill(Number.NaN);
  const none = () => new Float64Array(grid.count);
  return {
    grid,
    covered: none(),
    counted: none(),
    connectionMs: unknown(),
    incoming: unknown(),
    outgoing: unknown(),
    ssl: unknown(),
    processed: unknown(),
    requests: unknown(),
  };
}

/** Plain loops over a column at a time: half a million records are summed up between two keys. */
function addRecords(
  sums: Sums,
  own: Pick<Sums, 'covered' | 'counted'>,
  records: PackedRecords,
  first: number,
  last: number,
): void {
  const { from, step } = sums.grid;
  const starts = records.column('startAt')?.subarray(first, last);
  const ends = records.column('endAt')?.subarray(first, last);
  if (!starts || !ends || last <= first) return;
  const one = (field: NumberField) => records.column(field)?.subarray(first, last);
  const both = (plain: NumberField, ssl: NumberField) => known(one(plain), one(ssl));
  const count = last - first;
  const places = new Float64Array(count);
  const lengths = new Float64Array(count);
  const open = new Float64Array(count);
  const counted = new Float64Array(count);
  const averages = both('averageNumConnections', 'averageNumConnectionsSsl');
  for (let index = 0; index < count; index += 1) {
    const start = starts[index] ?? 0;
    const length = Math.max(0, (ends[index] ?? 0) - start);
    const average = averages?.[index] ?? Number.NaN;
    places[index] = Math.floor((start - from) / step);
    lengths[index] = length;
    open[index] = average * length;
    counted[index] = Number.isNaN(average) ? 0 : length;
  }
  addColumn(own.covered, places, lengths);
  addColumn(own.counted, places, counted);
  addColumn(sums.connectionMs, places, open);
  addColumn(sums.incoming, places, both('incomingTransfer', 'incomingTransferSsl'));
  addColumn(sums.outgoing, places, both('outgoingTransfer', 'outgoingTransferSsl'));
  addColumn(sums.ssl, places, both('incomingTransferSsl', 'outgoingTransferSsl'));
  addColumn(sums.processed, places, one('processed'));
  addColumn(sums.requests, places, one('requests'));
}

/** The sums of what is known of both. */
function known(plain: Column, ssl: Column): Column {
  if (!plain || !ssl) return plain ?? ssl;
  const sums = new Float64Array(plain.length);
  for (let index = 0; index < sums.length; index += 1)
    sums[index] = plus(plain[index] ?? Number.NaN, ssl[index] ?? Number.NaN);
  return sums;
}

/** Adds each known value at its place. */
function addColumn(sums: Float64Array, places: Float64Array, values: Column): void {
  if (!values) return;
  for (let index = 0; index < values.length; index += 1)
    add(sums, places[index] ?? 0, values[index] ?? Number.NaN);
}

/** The same in pieces of `each` pieces; the last one may be shorter. */
export function folded(sums: Sums, each: number): Sums {
  const { from, step, count } = sums.grid;
  const coarse = emptySums({ from, step: step * each, count: Math.ceil(count / each) });
  for (const column of [...TIMES, ...MEASURES]) {
    const fine = sums[column];
    for (let at = 0, index = 0; at < coarse.grid.count; at += 1) {
      let sum = Number.NaN;
      for (; index < Math.min(count, (at + 1) * each); index += 1) sum = plus(sum, fine[index] ?? Number.NaN);
      coarse[column][at] = sum;
    }
  }
  return coarse;
}

/** The sum of what is known of both; NaN where neither is. */
function plus(one: number, other: number): number {
  if (Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : one + other;
}

function add(column: Float64Array, at: number, value: number): void {
  if (!Number.isNaN(value)) column[at] = plus(column[at] ?? Number.NaN, value);
}

function raise(column: Float64Array, own: Float64Array): void {
  for (let at = 0; at < own.length; at += 1) column[at] = Math.max(column[at] ?? 0, own[at] ?? 0);
}

/** What one measure of a piece was; null where it is unknown. */
export function sumAt(sums: Sums, measure: Measure, at: number): number | null {
  const value = sums[measure][at] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}
