import type { Column, SortOrder, SortValue } from './column.ts';

/** Whether a text has every word of the filter somewhere in it; case does not count. */
export function matcher(filter: string): (text: string) => boolean {
  // Taken apart once: of a pasted log there are many words, and ten thousand rows to ask.
  const words = filter.toLowerCase().split(/\s+/);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}

/** The rows that the filter lets through, in order. Rows that compare equal keep the order they came in. */
export function arrange<Row>(
  rows: readonly Row[],
  textOf: (row: Row) => string,
  filter: string,
  columns: readonly Column<Row>[],
  order: SortOrder | null,
): readonly Row[] {
  const isFound = matcher(filter.trim());
  const shown = filter.trim() === '' ? rows : rows.filter((row) => isFound(textOf(row)));
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
