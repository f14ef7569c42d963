import { figuresAt } from '../usage/figures.ts';
import { folded, HOUR_MS, type Sums } from '../usage/sums.ts';
import type { Metric, Series } from './usageMetrics.ts';
import { clockText, dayText } from './usageText.ts';

/** What stands in a column: how high, 0 to 1; that there is no record; or that it has not been read yet. */
export type ChartValue = number | 'gap' | 'unread';

/** One line of values above the other where there are two. */
export interface ChartPanel {
  readonly title: string;
  /** What the full height is; empty where nothing is above zero. */
  readonly top: string;
  /** Left to right, one a piece of time. */
  readonly values: readonly ChartValue[];
}

/** A chart over time: pieces of the same length, each some cells wide. */
export interface ChartView {
  readonly panels: readonly ChartPanel[];
  /** Cells that a piece is wide. */
  readonly cells: number;
  /** Below the chart, each under the piece that it is about. */
  readonly ticks: readonly { readonly piece: number; readonly text: string }[];
  /** The piece under the cursor. */
  readonly cursor: number | null;
}

/** Cells of the axis and its labels, left of the pieces, and of the margin right of them. */
export const CHART_MARGIN = { labels: 9, axis: 1, right: 1 } as const;

/** Hours that a piece may have: a day is a whole number of them, or they are whole days. */
const STEPS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 168, 336, 672, 1344] as const;
/** Up to this many hours the labels are hours, then days. */
const LABELLED_BY_HOURS = 48;
const HOURS_A_LABEL = 3;

/** Cells for the pieces in a terminal of so many columns. */
export function plotWidth(columns: number): number {
  return Math.max(1, columns - CHART_MARGIN.labels - CHART_MARGIN.axis - CHART_MARGIN.right);
}

/** Hours in pieces, as few hours in each as the width has room for. */
export function chartPieces(hours: Sums, width: number): Sums {
  const step = STEPS.find((one) => hours.grid.count / one <= width) ?? Math.ceil(hours.grid.count / width);
  return step === 1 ? hours : folded(hours, step);
}

/** The chart of a metric. Pieces that begin before `readFrom` have not been read. */
export function chartOf(
  pieces: Sums,
  metric: Metric,
  readFrom: number,
  width: number,
): Omit<ChartView, 'cursor'> {
  const cells = Math.max(1, Math.floor(width / Math.max(1, pieces.grid.count)));
  return {
    panels: metric.series.map((series) => panelOf(pieces, series, readFrom)),
    cells,
    ticks: ticksOf(pieces, cells),
  };
}

function panelOf(pieces: Sums, { title, value, text, most }: Series, readFrom: number): ChartPanel {
  const { from, step, count } = pieces.grid;
  const values = Array.from({ length: count }, (_, at) => value(figuresAt(pieces, at)));
  const top = most ?? niceTop(Math.max(0, ...values.map((one) => one ?? 0)));
  return {
    title,
    top: top === 0 ? '' : axisText(text(top)),
    values: values.map((one, at) => {
      if (one !== null) return top === 0 ? 0 : Math.min(1, one / top);
      return from + (at + 1) * step <= readFrom ? 'unread' : 'gap';
    }),
  };
}

/** `2.5 GB/h` for `2.50 GB/h`: the labels have no room for figures that say nothing. */
function axisText(text: string): string {
  return text.replace(/(\.\d)0(?!\d)/, '$1');
}

/** A round number that is not below `value`. */
export function niceTop(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const round = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value * 0.9999) ?? 10;
  // 3 tenths are 0.30000000000000004.
  return Number((round * power).toPrecision(3));
}

/** Every so many hours or days, as far apart as the labels need. */
function ticksOf({ grid }: Sums, cells: number): ChartView['ticks'] {
  const byHours = (grid.count * grid.step) / HOUR_MS <= LABELLED_BY_HOURS;
  const unitOf = (at: number) => {
    const date = new Date(at);
    return byHours ? Math.floor(date.getHours() / HOURS_A_LABEL) : date.getDate();
  };
  const textOf = byHours ? clockText : dayText;
  const begins: number[] = [];
  for (let piece = 0; piece < grid.count; piece += 1) {
    const at = grid.from + piece * grid.step;
    if (unitOf(at) !== unitOf(at - grid.step)) begins.push(piece);
  }
  const room = (byHours ? 5 : 6) + 2;
  const apart = begins.length < 2 ? 1 : ((begins.at(-1) ?? 0) - (begins[0] ?? 0)) / (begins.length - 1);
  const each = Math.max(1, Math.ceil(room / Math.max(1, apart * cells)));
  return begins
    .filter((_, index) => index % each === 0)
    .map((piece) => ({ piece, text: textOf(grid.from + piece * grid.step) }));
}

const SPARKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A chart of one line, a sign a piece: how each compares with the highest; `·` where there is no record. */
export function sparkline(values: readonly (number | null)[]): string {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return '·';
      return SPARKS[top === 0 ? 0 : Math.min(7, Math.floor((value / top) * 7.999))] ?? '';
    })
    .join('');
}
