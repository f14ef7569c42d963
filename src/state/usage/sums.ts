import type { Span } from '../../providers/usage.ts';

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

/** The columns of `Sums` that NaN may stand in: what a record may leave out. */
export const MEASURES = ['connectionMs', 'incoming', 'outgoing', 'ssl', 'processed', 'requests'] as const;
/** One of these, in the units that `Sums` says. */
export type Measure = (typeof MEASURES)[number];
/** The columns of `Sums` that are always known, in milliseconds. */
export const TIMES = ['covered', 'counted'] as const;

/** Sums of no record at all. */
export function emptySums(grid: Grid): Sums {
  const unknown = () => unknowns(grid.count);
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

/** What has been summed up of several accounts, over the same grid, as one. */
export function together(all: readonly Sums[], grid: Grid): Sums {
  const sums = emptySums(grid);
  for (const one of all) {
    for (const measure of MEASURES) addAll(sums[measure], one[measure]);
    for (const time of TIMES) raise(sums[time], one[time]);
  }
  return sums;
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
export function plus(one: number, other: number): number {
  if (Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : one + other;
}

/** Adds what is known at a place. */
export function add(column: Float64Array, at: number, value: number): void {
  if (!Number.isNaN(value)) column[at] = plus(column[at] ?? Number.NaN, value);
}

/** Adds what is known of `values`, each at its place. */
export function addAll(column: Float64Array, values: Float64Array): void {
  for (let at = 0; at < values.length; at += 1) add(column, at, values[at] ?? Number.NaN);
}

/** A column of which nothing is known yet. */
export function unknowns(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

/** Keeps the greater of both at each place. */
function raise(column: Float64Array, own: Float64Array): void {
  for (let at = 0; at < own.length; at += 1) column[at] = Math.max(column[at] ?? 0, own[at] ?? 0);
}
