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
    const least = total(kept.map(({ column }) => column.least));
    const goes = kept.reduce<number>(
      (so, { column }, at) => (column.drop > 0 && column.drop >= (kept[so]?.column.drop ?? 0) ? at : so),
      -1,
    );
    if (least <= space || goes === -1) break;
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

function wanted(column: ShownColumn): number {
  const title = widthOf(column.title) + (column.sorted === null ? 0 : 2);
  return Math.max(column.min, Math.min(column.max, Math.max(column.natural, title)));
}

function room(width: number, kept: readonly { readonly column: ShownColumn }[], at: number): number {
  return width - (kept[at]?.column.least ?? 0);
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

export const COLUMN_GAP = ' '.repeat(GAP);
