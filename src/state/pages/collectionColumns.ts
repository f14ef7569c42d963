import type { Collection, Item } from '../../providers/sections.ts';
import type { PendingChange } from '../changes/pending.ts';
import { type Column, naturalKey } from '../list/column.ts';
import { cell, UNKNOWN } from '../present/cell.ts';
import { underWayCell } from '../present/sectionCells.ts';

const NARROWEST = 4;
const WIDEST = 60;
/** Of the first column, which names the item, so much is shown whole. */
const NAME_KEPT = 24;

/** The columns of a collection, the first of which never goes, and a last one for what is under way. */
export function collectionColumns(
  { columns }: Collection,
  pendingOf: (item: Item) => PendingChange | null,
): readonly Column<Item>[] {
  const own = columns.map(({ key, title, align = 'left' }, index): Column<Item> => {
    const first = index === 0;
    return {
      id: key,
      title: title.toUpperCase(),
      align,
      min: NARROWEST,
      max: WIDEST,
      ...(first ? { keep: NAME_KEPT } : {}),
      drop: index,
      cell: ({ cells }) => {
        const text = cells[key] ?? null;
        return text === null ? UNKNOWN : cell(text, first ? 'strong' : 'plain');
      },
      ...(first
        ? { sort: { command: 'sort-1', by: ({ cells, name }) => naturalKey(cells[key] ?? name) } }
        : {}),
    };
  });
  const underWay: Column<Item> = {
    id: 'under-way',
    title: '',
    align: 'left',
    min: 0,
    max: 12,
    keep: 12,
    drop: 0,
    cell: (item) => {
      const pending = pendingOf(item);
      return pending ? underWayCell(pending) : cell('');
    },
  };
  return [...own, underWay];
}
