import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../src/model/usage.ts';
import { drawChart } from '../../src/screens/parts/chart.ts';
import { widthOf } from '../../src/screens/parts/fit.ts';
import { themeFor } from '../../src/screens/theme.ts';
import {
  type ChartView,
  chartOf,
  chartPieces,
  niceTop,
  plotWidth,
  sparkline,
} from '../../src/state/present/usageChart.ts';
import { metricsOf } from '../../src/state/present/usageMetrics.ts';
import { totalFigures } from '../../src/state/usage/figures.ts';
import { aRecord, HOUR, NOON, tableOf } from '../state/usage/kit.ts';

const UNICODE = themeFor({ colour: 0, ascii: false });
const ASCII = themeFor({ colour: 0, ascii: true });

const draw = (chart: ChartView, columns = 40, rows = 5, theme = UNICODE) =>
  `\n${drawChart(chart, columns, rows, theme)
    .map((line) => theme.shown(line).trimEnd())
    .join('\n')}\n`;

const SMALL: ChartView = {
  panels: [{ title: 'conn', top: '20', values: [0, 0.05, 0.25, 0.5, 'gap', 'gap', 0.75, 1, 'unread'] }],
  cells: 2,
  ticks: [
    { piece: 0, text: '06:00' },
    { piece: 6, text: '12:00' },
  ],
  cursor: 3,
};

describe('a chart', () => {
  it('fills columns by eighths, with dots where there is no record and nothing where it was not read', () => {
    expect(draw(SMALL)).toMatchInlineSnapshot(`
      "
            20 │      │       ██
          conn │      │     ████
               │      ██    ████
             0 │▁▁▂▂████····████
                06:00 ▲     12:00
      "
    `);
  });

  it('is drawn in ASCII with the same heights, gaps and cursor', () => {
    expect(draw(SMALL, 40, 5, ASCII)).toMatchInlineSnapshot(`
      "
            20 |      |       ##
          conn |      |     ####
               |      ##    ####
             0 |__..####----####
                06:00 ^     12:00
      "
    `);
    for (const line of drawChart(SMALL, 40, 5, ASCII)) expect(ASCII.shown(line)).toMatch(/^[ -~]*$/);
  });

  it('has a panel for each way, each with its own scale', () => {
    const values = [0.2, 0.4, 0.6, 0.8, 1];
    const chart: ChartView = {
      panels: [
        { title: 'in', top: '1 GB/h', values },
        { title: 'out', top: '10 GB/h', values: [...values].reverse() },
      ],
      cells: 3,
      ticks: [{ piece: 0, text: '1 Mar' }],
      cursor: null,
    };
    expect(draw(chart, 40, 6)).toMatchInlineSnapshot(`
      "
        1 GB/h │         ▃▃▃███
            in │   ▂▂▂▆▆▆██████
             0 │▅▅▅████████████
       10 GB/h │███▅▅▅▂▂▂
           out │█████████▆▆▆▃▃▃
                1 Mar
      "
    `);
  });

  it('gives the mark under the cursor its place among the times', () => {
    expect(draw({ ...SMALL, cursor: 0 })).toMatchInlineSnapshot(`
      "
            20 ││             ██
          conn ││           ████
               ││     ██    ████
             0 │▁▁▂▂████····████
                ▲           12:00
      "
    `);
  });

  it('tells colours apart from the signs: without any it says the same', () => {
    const painted = drawChart(SMALL, 40, 5, themeFor({ colour: 2, ascii: false }));
    expect(painted.map((line) => line.replace(/\u001b\[[0-9;]*m/g, ''))).toEqual(
      drawChart(SMALL, 40, 5, UNICODE),
    );
  });
});

describe('the pieces of a chart', () => {
  const hoursOf = (count: number, fields: (hour: number) => Partial<UsageRecord> | null) => {
    const span = { from: NOON - count * HOUR, to: NOON };
    const records = Array.from({ length: count }, (_, hour) => {
      const own = fields(hour);
      return own ? [aRecord({ startAt: span.from + hour * HOUR, ...own })] : [];
    }).flat();
    return tableOf(records).hours(null, span);
  };

  it.each([
    [24, 80, 24, 2],
    [168, 80, 56, 1],
    [720, 80, 60, 1],
    [2160, 80, 45, 1],
    [2160, 120, 90, 1],
    [168, 120, 84, 1],
    [720, 40, 15, 1],
  ])('share %i hours out over %i columns', (hours, columns, pieces, cells) => {
    const width = plotWidth(columns);
    const sums = chartPieces(
      hoursOf(hours, () => ({})),
      width,
    );
    const [metric] = metricsOf(totalFigures(sums));
    if (!metric) throw new Error('there is nothing to show');
    const chart = chartOf(sums, metric, 0, width);
    expect(chart.panels[0]?.values).toHaveLength(pieces);
    expect(chart.cells).toBe(cells);
    const lines = drawChart({ ...chart, cursor: 0 }, columns, 8, UNICODE);
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    // Times do not run into each other.
    expect(lines.at(-1)?.trim().split(/ {2,}/).length).toBeGreaterThanOrEqual(columns / 20);
  });

  it('offers what the engine tells, and shows an hour that is half over at its pace', () => {
    const both = hoursOf(4, (hour) =>
      hour === 3 ? { endAt: NOON - HOUR / 2, incomingTransfer: 500_000 } : {},
    );
    const metrics = metricsOf(totalFigures(both));
    expect(metrics.map(({ id }) => id)).toEqual(['connections', 'transfer', 'ssl']);
    const transfer = metrics[1];
    if (!transfer) throw new Error('there is no transfer');
    expect(
      chartOf(both, transfer, 0, 60).panels.map(({ title, top, values }) => [title, top, values]),
    ).toEqual([
      ['in', '1 MB/h', [1, 1, 1, 1]],
      ['out', '20 MB/h', [0.4, 0.4, 0.4, 0.8]],
    ]);
    const silent = {
      incomingTransfer: null,
      incomingTransferSsl: null,
      outgoingTransfer: null,
      outgoingTransferSsl: null,
    };
    const together = metricsOf(totalFigures(hoursOf(2, () => ({ ...silent, processed: 5, requests: 2 }))));
    expect(together.map(({ id, series }) => [id, series.length])).toEqual([
      ['connections', 1],
      ['transfer', 1],
      ['requests', 1],
    ]);
  });

  it('tells what was not read from what has no record', () => {
    const sums = hoursOf(6, (hour) => (hour < 4 ? null : {}));
    const [metric] = metricsOf(totalFigures(sums));
    if (!metric) throw new Error('there is nothing to show');
    const readFrom = NOON - 4 * HOUR;
    expect(chartOf(sums, metric, readFrom, 60).panels[0]?.values).toEqual([
      'unread',
      'unread',
      'gap',
      'gap',
      1,
      1,
    ]);
  });

  it('have one 0 on their axis where nothing is above it', () => {
    const sums = hoursOf(6, () => ({ averageNumConnections: 0, averageNumConnectionsSsl: 0 }));
    const [metric] = metricsOf(totalFigures(sums));
    if (!metric) throw new Error('there is nothing to show');
    const lines = drawChart({ ...chartOf(sums, metric, 0, 60), cursor: null }, 60, 6, UNICODE);
    expect(lines.map((line) => line.slice(0, 9).trim()).filter((label) => label === '0')).toHaveLength(1);
  });

  it('end at a round number, and little charts have a sign a piece', () => {
    expect([0, 0.3, 7, 11, 14.2, 99, 1_300_000].map(niceTop)).toEqual([0, 0.3, 8, 15, 15, 100, 1_500_000]);
    expect(sparkline([0, 1, null, 4, 8])).toBe('▁▁·▄█');
    expect(sparkline([0, 0])).toBe('▁▁');
  });
});
