import type { Column, SortOrder, SortValue } from './column.ts';

/** True when every word of the filter is somewhere in the text; case does not count. */
export function matches(filter: string, text: string): boolean {
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** The rows that the filter lets through, in order. Rows that compare equal keep the order they came in. */
export function arrange<Row>(
  rows: readonly Row[],
  textOf: (row: Row) => string,
  filter: string,
  columns: readonly Column<Row>[],
  order: SortOrder | null,
): readonly Row[] {
  const shown = filter.trim() === '' ? rows : rows.filter((row) => matches(filter.trim(), textOf(row)));
  const sort = columns.find((column) => column.id === order?.column)?.sort;
  if (!sort || !order) return shown;
  const keyed = shown.map((row) => ({ row, key: sort.by(row) }));
  keyed.sort((a, b) => compare(a.key, b.key, order.descending));
  return keyed.map(({ row }) => row);
}

function compare(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
}
