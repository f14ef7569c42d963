import { DAY_HOURS, type DaySums, TOTAL_PLACE, TOTALS, transferIn } from './daySums.ts';
import { type Figures, figuresFrom, type Peak } from './figures.ts';
import { add, addAll, type Grid, HOUR_MS, unknowns } from './sums.ts';

/** Pieces of `trend`. */
export const TREND_PIECES = 12;

/** What one balancer carried over some time. */
export interface Carried {
  readonly balancerId: string;
  /** In its latest record that says; null where none does. */
  readonly name: string | null;
  readonly total: Figures;
  /** Of the hours' average connections; null where none is known. */
  readonly peak: Peak | null;
  /** Bytes of both directions in each piece of the time, or where they are not told average connections; null is unknown. */
  readonly trend: readonly (number | null)[];
}

/** The same by the code of the balancer. */
type CarriedByCode = Omit<Carried, 'balancerId' | 'name'> & { readonly code: number };

/**
 * What each balancer carried that has records in these days, which are those of the grid's hours. It goes from day to day and not
 * from balancer to balancer, for a day's sums lie side by side in memory.
 */
export function carriedIn(days: readonly DaySums[], grid: Grid): readonly CarriedByCode[] {
  const room = Math.max(0, ...days.map((day) => day.room));
  const totals = unknowns(room * TOTALS.length);
  const peaks = unknowns(room);
  const peaksAt = new Float64Array(room);
  for (const day of days) {
    addAll(totals, day.totals);
    for (let code = 0; code < day.room; code += 1) {
      const hour = day.peakHours[code] ?? 0;
      const level = day.levels[code * DAY_HOURS + hour] ?? Number.NaN;
      const most = peaks[code] ?? Number.NaN;
      if (!(level > most || (Number.isNaN(most) && !Number.isNaN(level)))) continue;
      peaks[code] = level;
      peaksAt[code] = day.from + hour * HOUR_MS;
    }
  }
  const transfers = transferTrends(days, grid, room);
  const levels = levelTrends(days, grid);
  return Array.from({ length: room }, (_, code): CarriedByCode => {
    const own = code * TOTALS.length;
    const total = figuresFrom((name) => totals[own + TOTAL_PLACE[name]] ?? Number.NaN);
    const value = peaks[code] ?? Number.NaN;
    return {
      code,
      total,
      peak: Number.isNaN(value) ? null : { value, at: peaksAt[code] ?? 0 },
      trend: (total.transfer === null ? levels : transfers)(code),
    };
  }).filter(({ total }) => total.covered > 0);
}

/** The values of a balancer's pieces. */
type Trends = (code: number) => readonly (number | null)[];

/** Bytes in each piece. Days that no piece's edge cuts are taken as a whole. */
function transferTrends(days: readonly DaySums[], grid: Grid, room: number): Trends {
  const { pieces, pieceOf } = piecesOf(grid);
  const sums = unknowns(room * pieces);
  for (const day of days) {
    const first = pieceOf(day, 0);
    const isWhole = first >= 0 && first === pieceOf(day, DAY_HOURS - 1);
    for (let code = 0; isWhole && code < day.room; code += 1)
      add(sums, code * pieces + first, transferIn(day.totals, code * TOTALS.length));
    for (let hour = 0; !isWhole && hour < DAY_HOURS; hour += 1) {
      const piece = pieceOf(day, hour);
      // Hours outside the grid have not been summed up.
      for (let code = 0; piece >= 0 && piece < pieces && code < day.room; code += 1)
        add(sums, code * pieces + piece, day.transfers[code * DAY_HOURS + hour] ?? Number.NaN);
    }
  }
  return (code) => known(sums.subarray(code * pieces, (code + 1) * pieces));
}

/** The mean of the hours' average connections in each piece, of balancers whose transfer is not told. */
function levelTrends(days: readonly DaySums[], grid: Grid): Trends {
  const { pieces, pieceOf } = piecesOf(grid);
  return (code) => {
    const sums = unknowns(pieces);
    const told = new Uint32Array(pieces);
    for (const day of days)
      for (let hour = 0; code < day.room && hour < DAY_HOURS; hour += 1) {
        const level = day.levels[code * DAY_HOURS + hour] ?? Number.NaN;
        const piece = pieceOf(day, hour);
        if (Number.isNaN(level)) continue;
        add(sums, piece, level);
        told[piece] = (told[piece] ?? 0) + 1;
      }
    return known(sums.map((sum, piece) => sum / (told[piece] ?? 0)));
  };
}

/** How many pieces the grid has, and in which of them an hour of a day is. */
function piecesOf({ from, count }: Grid) {
  const each = Math.max(1, Math.ceil(count / TREND_PIECES));
  return {
    pieces: Math.ceil(count / each),
    pieceOf: (day: DaySums, hour: number) => Math.floor(((day.from - from) / HOUR_MS + hour) / each),
  };
}

function known(sums: Float64Array): readonly (number | null)[] {
  return Array.from(sums, (value) => (Number.isNaN(value) ? null : value));
}
