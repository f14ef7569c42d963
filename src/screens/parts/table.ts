import type { ShownRow, TableView } from '../../state/pages/page.ts';
import type { Cell } from '../../state/present/cell.ts';
import { cellText, type Theme } from '../theme.ts';
import { COLUMN_GAP, type PlacedColumn, placeColumns } from './columnWidths.ts';
import { padTo, paintCells, widthOf, wrap } from './fit.ts';

/** Space, cursor, mark, space. */
const MARGIN = 4;

/** The heading and exactly `body` lines of rows. */
export function drawTable(view: TableView, columns: number, body: number, theme: Theme): readonly string[] {
  const placed = placeColumns(view.columns, columns - MARGIN);
  const lines = [heading(placed, theme), ...view.rows.map((row) => drawRow(row, placed, columns, theme))];
  if (view.rows.length === 0) lines.push(...emptyBody(view.empty, columns - MARGIN - 1, body, theme));
  while (lines.length < body + 1) lines.push('');
  return lines.slice(0, body + 1);
}

/** What stands in place of rows, a line below the heading where there is room; what does not fit is seen to be missing. */
function emptyBody(cells: readonly Cell[], width: number, body: number, theme: Theme): readonly string[] {
  const lines = emptyLines(cells, width, theme);
  if (lines.length < body) return ['', ...lines];
  if (lines.length <= body) return lines;
  return [...lines.slice(0, body - 1), `${' '.repeat(MARGIN)}${theme.glyphs.ellipsis}`];
}

/** What stands in place of rows: on one line where it fits, else each piece on lines of its own. */
function emptyLines(cells: readonly Cell[], width: number, theme: Theme): readonly string[] {
  const margin = ' '.repeat(MARGIN);
  const texts = cells.map((cell) => cellText(cell, theme));
  if (widthOf(texts.join('')) <= width) return [`${margin}${paintCells(cells, width, theme)}`];
  return cells.flatMap(({ tone }, at) =>
    wrap((texts[at] ?? '').trim(), width, theme.glyphs.ellipsis).map(
      (line) => `${margin}${theme.paint(tone, line)}`,
    ),
  );
}

function heading(placed: readonly PlacedColumn[], theme: Theme): string {
  const titles = placed.map(({ column, width }) => {
    const arrow =
      column.sorted === null ? '' : ` ${column.sorted === 'up' ? theme.glyphs.up : theme.glyphs.down}`;
    return padTo(`${column.title}${arrow}`, width, column.align, theme.glyphs.ellipsis);
  });
  return theme.paint('dim', `${' '.repeat(MARGIN)}${titles.join(COLUMN_GAP)}`);
}

function drawRow(row: ShownRow, placed: readonly PlacedColumn[], columns: number, theme: Theme): string {
  const { cursor, mark, ellipsis } = theme.glyphs;
  const texts = placed.map(({ column, index, width }) => {
    const cell = row.cells[index];
    const whole = cell ? cellText(cell, theme) : '';
    const text = cell?.short !== undefined && widthOf(whole) > width ? cell.short : whole;
    return { tone: cell?.tone ?? 'plain', text: padTo(text, width, column.align, ellipsis) } as const;
  });
  const sign = row.marked ? theme.paint('accent', mark) : ' ';
  if (row.cursor) {
    const plain = ` ${texts.map(({ text }) => text).join(COLUMN_GAP)}`;
    return ` ${theme.paint('accent', cursor)}${sign}${theme.highlight(padTo(plain, columns - MARGIN + 1, 'left', ellipsis))}`;
  }
  return `  ${sign} ${texts.map(({ tone, text }) => theme.paint(tone, text)).join(COLUMN_GAP)}`;
}
