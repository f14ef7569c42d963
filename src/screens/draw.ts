import type { ProgramView } from '../state/program/programView.ts';
import { drawChart } from './parts/chart.ts';
import { drawCrumbs, drawHeader, drawKeys, drawMessage, drawRule } from './parts/chrome.ts';
import { paintCells, paintPieces } from './parts/fit.ts';
import { drawForm } from './parts/form.ts';
import { drawPalette, drawQuestion } from './parts/panels.ts';
import { drawTable } from './parts/table.ts';
import type { Theme } from './theme.ts';

/** A drawn screen: lines above the body, the body (null where a component draws it), lines below. */
export interface Drawing {
  readonly above: readonly string[];
  readonly body: readonly string[] | null;
  readonly below: readonly string[];
}

/** The whole screen as lines, each at most as wide as the terminal. Pure: the same view gives the same lines. */
export function drawScreen(view: ProgramView, theme: Theme): Drawing {
  const { size, layout } = view;
  if (layout.tooSmall) return tooSmall(view);
  const rule = layout.rules ? [drawRule(size.columns, theme)] : [];
  const above = [drawHeader(view, theme), drawCrumbs(view, theme), ...rule];
  const below = [...rule, ...drawMessage(view, theme), drawKeys(view, theme)];
  const body = drawBody(view, theme);
  const shown = (lines: readonly string[]) => lines.map((line) => theme.shown(line));
  return { above: shown(above), body: body && shown(withPanel(body, view, theme)), below: shown(below) };
}

function tooSmall({ size }: ProgramView): Drawing {
  const text = [
    `sluice needs a window of`,
    `40x10 or larger; this is`,
    `${size.columns}x${size.rows}. ctrl-c quits`,
  ];
  return { above: text.map((line) => line.slice(0, size.columns)).slice(0, size.rows), body: [], below: [] };
}

function drawBody(view: ProgramView, theme: Theme): readonly string[] | null {
  const { page, size, layout } = view;
  switch (page.kind) {
    case 'table': {
      const facts = page.facts
        .slice(0, layout.facts)
        .map((cells) => ` ${paintPieces(cells, size.columns - 2, theme)}`);
      const chart = page.chart ? drawChart(page.chart, size.columns, layout.chart, theme) : [];
      return [...facts, ...chart, ...drawTable(page, size.columns, layout.body, theme)];
    }
    case 'text': {
      const lines = page.lines.map((cells) => ` ${paintCells(cells, size.columns - 2, theme)}`);
      while (lines.length < layout.body) lines.push('');
      return lines;
    }
    case 'form':
      return drawForm(page, size.columns, layout.body, theme);
    case 'menu':
      return view.overlay ? Array.from({ length: layout.body }, () => '') : null;
  }
}

/** A panel lies over the end of the body, so that nothing above it moves. */
function withPanel(body: readonly string[], { overlay, size }: ProgramView, theme: Theme): readonly string[] {
  const panel =
    overlay?.kind === 'question'
      ? drawQuestion(overlay.asked, size.columns, body.length, theme)
      : overlay?.kind === 'palette'
        ? drawPalette(overlay.palette, size.columns, body.length, theme)
        : [];
  const shown = panel.slice(0, body.length);
  return [...body.slice(0, body.length - shown.length), ...shown];
}
