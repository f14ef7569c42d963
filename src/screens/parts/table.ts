import type { ShownRow, TableView } from '../../state/pages/page.ts';
import { cellText, type Theme } from '../theme.ts';
import { COLUMN_GAP, type PlacedColumn, placeColumns } from './columnWidths.ts';
import { padTo, paintCells } from './fit.ts';

/** Space, cursor, mark, space. */
const MARGIN = 4;

/** The heading and exactly `body` lines of rows. */
export function drawTable(view: TableView, columns: number, body: number, theme: Theme): readonly string[] {
  const placed = placeColumns(view.columns, columns - MARGIN - 1);
  const lines = [heading(placed, theme), ...view.rows.map((row) => drawRow(row, placed, columns, theme))];
  if (view.rows.length === 0) lines.push('', `    ${paintCells(view.empty, columns - MARGIN, theme)}`);
  while (lines.length < body + 1) lines.push('');
  return lines.slice(0, body + 1);
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
    return {
      tone: cell?.tone ?? 'plain',
      text: padTo(cell ? cellText(cell, theme) : '', width, column.align, ellipsis),
    } as const;
  });
  const sign = row.marked ? theme.paint('accent', mark) : ' ';
  if (row.cursor) {
    const plain = ` ${texts.map(({ text }) => text).join(COLUMN_GAP)}`;
    return ` ${theme.paint('accent', cursor)}${sign}${theme.highlight(padTo(plain, columns - MARGIN + 1, 'left', ellipsis))}`;
  }
  return `  ${sign} ${texts.map(({ tone, text }) => theme.paint(tone, text)).join(COLUMN_GAP)}`;
}
