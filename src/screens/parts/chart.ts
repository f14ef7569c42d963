import type { Tone } from '../../state/present/cell.ts';
import {
  CHART_MARGIN,
  type ChartPanel,
  type ChartValue,
  type ChartView,
} from '../../state/present/usageChart.ts';
import type { Theme } from '../theme.ts';
import { padTo, widthOf } from './fit.ts';

/** A cell filled from below by no eighth to eight of them. */
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Stands at the foot of a column that has no record: nothing carried is a line there, nothing known is dots. */
const GAP = '·';

/**
 * A chart in exactly `rows` lines of at most `columns` cells: a panel above the other where there are two values, each with
 * its own scale, and below them the times. What the bars say in colour the signs say too.
 */
export function drawChart(chart: ChartView, columns: number, rows: number, theme: Theme): readonly string[] {
  if (rows <= 0) return [];
  const plot = rows - 1;
  const each = Math.floor(plot / chart.panels.length);
  // Rows that cannot be shared out go to the first panel.
  const heights = chart.panels.map((_, at) => (at === 0 ? plot - each * (chart.panels.length - 1) : each));
  const panels = chart.panels.flatMap((panel, at) => drawPanel(panel, chart, heights[at] ?? each, theme));
  return [...panels, drawTimes(chart, columns, theme)];
}

function drawPanel(panel: ChartPanel, chart: ChartView, height: number, theme: Theme): readonly string[] {
  return Array.from({ length: height }, (_, row) => {
    const label = row === 0 ? panel.top : row === 1 ? panel.title : row === height - 1 ? '0' : '';
    const axis = padTo(`${label} `, CHART_MARGIN.labels, 'right', theme.glyphs.ellipsis);
    const left = theme.paint('dim', `${axis}${theme.glyphs.box.side}`);
    return left + drawRow(panel.values, chart, height - 1 - row, height, theme);
  });
}

/** One line of a panel; `level` 0 is the lowest. */
function drawRow(
  values: readonly ChartValue[],
  { cells, cursor }: ChartView,
  level: number,
  height: number,
  theme: Theme,
): string {
  let line = '';
  let run = '';
  let tone: Tone = 'plain';
  for (const [at, value] of values.entries()) {
    const isCursor = at === cursor;
    const sign = signOf(value, level, height);
    // The cursor is a line through the empty part of its column, so that it is seen without colours.
    const text = isCursor && sign === ' ' ? centred(theme.glyphs.box.side, cells) : sign.repeat(cells);
    const wanted: Tone = isCursor ? 'accent' : typeof value === 'number' ? 'pending' : 'dim';
    if (wanted !== tone) {
      line += theme.paint(tone, run);
      run = '';
      tone = wanted;
    }
    run += text;
  }
  return line + theme.paint(tone, run);
}

function signOf(value: ChartValue, level: number, height: number): string {
  if (value === 'unread') return ' ';
  if (value === 'gap') return level === 0 ? GAP : ' ';
  // What is least is still a line at the foot.
  const eighths = Math.max(1, Math.round(value * height * 8)) - level * 8;
  return EIGHTHS[Math.max(0, Math.min(8, eighths))] ?? ' ';
}

function centred(sign: string, cells: number): string {
  const left = Math.floor((cells - 1) / 2);
  return ' '.repeat(left) + sign + ' '.repeat(cells - 1 - left);
}

/** The times below, and a mark under the cursor's column, to which a time that is in its way gives place. */
function drawTimes({ ticks, cells, cursor }: ChartView, columns: number, theme: Theme): string {
  const first = CHART_MARGIN.labels + CHART_MARGIN.axis;
  const mark = cursor === null ? null : first + cursor * cells + Math.floor((cells - 1) / 2);
  let line = '';
  const parts = ticks
    .map(({ piece, text }) => ({ at: first + piece * cells, text }))
    .filter(({ at, text }) => at + widthOf(text) <= columns)
    .filter(({ at, text }) => mark === null || mark < at || mark > at + text.length);
  const all = mark === null ? parts : [...parts, { at: mark, text: theme.glyphs.up }];
  for (const { at, text } of all.sort((one, other) => one.at - other.at))
    line += ' '.repeat(Math.max(0, at - widthOf(line))) + text;
  return mark === null
    ? theme.paint('dim', line)
    : `${theme.paint('dim', line.slice(0, mark))}${theme.paint('accent', theme.glyphs.up)}${theme.paint('dim', line.slice(mark + theme.glyphs.up.length))}`;
}
