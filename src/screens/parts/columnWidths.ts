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

type Kept = readonly { readonly column: ShownColumn; readonly index: number }[];

/** Columns that would rather be cut than go: they go when even that is not enough. */
const LAST_TO_GO = 1;

/**
 * How wide each column is in `space` cells: as wide as what is in it, if that fits; else those that say nothing go, and
 * the widest give way down to what they keep whole; else the column that matters least goes, and only then is anything
 * cut down to its minimum, in the end what never goes as well. The last one gets what is left.
 */
export function placeColumns(columns: readonly ShownColumn[], space: number): readonly PlacedColumn[] {
  let kept: Kept = columns.map((column, index) => ({ column, index })).filter(({ column }) => !column.hidden);
  if (total(kept.map(({ column }) => wanted(column))) > space)
    kept = kept.filter(({ column }) => column.drop === 0 || !column.blank);
  let floor = least;
  while (total(kept.map(({ column }) => floor(column))) > space) {
    const goes = leastNeeded(kept);
    if ((goes?.column.drop ?? 0) <= LAST_TO_GO && floor === least) floor = minimum;
    else if (goes === null && floor !== narrowest) floor = narrowest;
    else if (goes === null) break;
    else kept = kept.filter((one) => one !== goes);
  }
  const widths = kept.map(({ column }) => wanted(column));
  // Nothing is cut below what it keeps while another has more than that.
  for (const to of new Set([least, floor])) {
    give(
      widths,
      kept.map(({ column }) => to(column)),
      space,
    );
  }
  const over = total(widths) - space;
  if (over < 0 && widths.length > 0) widths[widths.length - 1] = (widths.at(-1) ?? 0) - over;
  return kept.map(({ column, index }, at) => ({ column, index, width: Math.max(0, widths[at] ?? 0) }));
}

/** Takes from the widths, from the one that has most above its floor, until they fit or none has any. */
function give(widths: number[], floors: readonly number[], space: number): void {
  const room = (at: number) => (widths[at] ?? 0) - (floors[at] ?? 0);
  for (let over = total(widths) - space; over > 0; over -= 1) {
    const most = widths.reduce((so, _, at) => (room(at) > room(so) ? at : so), 0);
    if (room(most) <= 0) return;
    widths[most] = (widths[most] ?? 0) - 1;
  }
}

/** Of those that may go the one with the highest number, the last of several; what the table is sorted by goes last. */
function leastNeeded(kept: Kept): Kept[number] | null {
  const droppable = kept.filter(({ column }) => column.drop > 0);
  const unsorted = droppable.filter(({ column }) => column.sorted === null);
  return (unsorted.length > 0 ? unsorted : droppable).reduce<Kept[number] | null>(
    (so, one) => (one.column.drop >= (so?.column.drop ?? 0) ? one : so),
    null,
  );
}

/** What a column keeps whole. The arrow of the one that the table is sorted by is always seen. */
function least(column: ShownColumn): number {
  return Math.max(column.least, minimum(column));
}

/** What a narrow terminal leaves of a column; one that never goes keeps what it keeps. */
function minimum(column: ShownColumn): number {
  return column.drop === 0 ? Math.max(column.least, narrowest(column)) : narrowest(column);
}

/** What is left of a column where all that may go has gone. */
function narrowest({ min, title, sorted }: ShownColumn): number {
  return sorted === null ? min : Math.max(min, widthOf(title) + 2);
}

function wanted(column: ShownColumn): number {
  return Math.max(least(column), Math.min(column.max, Math.max(column.natural, widthOf(column.title))));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

/** What stands between two columns; the widths above reckon with it. */
export const COLUMN_GAP = ' '.repeat(GAP);
