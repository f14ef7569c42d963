import type { ShownColumn } from '../../state/pages/page.ts';
import { widthOf } from './fit.ts';

const GAP = 2;

/** A column that is drawn, and how wide. */
export interface PlacedColumn {
  readonly column: ShownColumn;
  /** Index among all columns, which is the index of its cells. */
  readonly index: number;
  readonly width: number;
}

/**
 * How wide each column is in `space` cells: as wide as what is in it, if that fits; else those that say nothing go, the
 * widest give way down to their least, and when that is too much the column that matters least goes. The last one gets
 * what is left.
 */
export function placeColumns(columns: readonly ShownColumn[], space: number): readonly PlacedColumn[] {
  let kept = columns.map((column, index) => ({ column, index }));
  if (total(columns.map(wanted)) > space)
    kept = kept.filter(({ column }) => column.drop === 0 || !column.blank);
  for (;;) {
    const narrowest = total(kept.map(({ column }) => least(column)));
    const goes = kept.reduce<number>(
      (so, { column }, at) => (column.drop > 0 && column.drop >= (kept[so]?.column.drop ?? 0) ? at : so),
      -1,
    );
    if (narrowest <= space || goes === -1) break;
    kept = kept.filter((_, at) => at !== goes);
  }
  const widths = kept.map(({ column }) => wanted(column));
  let over = total(widths) - space;
  while (over > 0) {
    const widest = widths.reduce(
      (so, width, at) => (room(width, kept, at) > room(widths[so] ?? 0, kept, so) ? at : so),
      0,
    );
    const spare = room(widths[widest] ?? 0, kept, widest);
    if (spare <= 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  if (over < 0 && widths.length > 0) widths[widths.length - 1] = (widths.at(-1) ?? 0) - over;
  return kept.map(({ column, index }, at) => ({ column, index, width: Math.max(0, widths[at] ?? 0) }));
}

/** The arrow of the column that the table is sorted by is always seen. */
function least({ title, sorted, ...column }: ShownColumn): number {
  return sorted === null ? column.least : Math.max(column.least, widthOf(title) + 2);
}

function wanted(column: ShownColumn): number {
  return Math.max(least(column), Math.min(column.max, Math.max(column.natural, widthOf(column.title))));
}

function room(width: number, kept: readonly { readonly column: ShownColumn }[], at: number): number {
  const column = kept[at]?.column;
  return column ? width - least(column) : 0;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

export const COLUMN_GAP = ' '.repeat(GAP);
