import type { Cell } from '../present/cell.ts';

/** What rows are put in order by; null comes last, whichever way round. */
export type SortValue = string | number | null;

/** A column of a table: how a row is written in it, how wide it is, and what it gives way to. */
export interface Column<Row> {
  readonly id: string;
  /** Heading, upper case. */
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns wide at least and at most, without the gap. */
  readonly min: number;
  readonly max: number;
  /** As far as this wide, what is in the column is shown whole; only what is wider gives way. Default: `min`. */
  readonly keep?: number;
  /** Higher goes first when the terminal is narrow; 0 never goes. */
  readonly drop: number;
  /** It is not there at all while no row says anything in it. */
  readonly optional?: true;
  readonly cell: (row: Row) => Cell;
  /** Which of the sort commands sorts by this column, and by what. */
  readonly sort?: { readonly command: SortCommand; readonly by: (row: Row) => SortValue };
}

/** The keys that sort are the same in every table; what they sort by, each table says. */
export type SortCommand = 'sort-1' | 'sort-2' | 'sort-3' | 'sort-4' | 'sort-5';

/** By which column rows are ordered. */
export interface SortOrder {
  /** Its id. */
  readonly column: string;
  readonly descending: boolean;
}

/** A name so written that comparing it puts `web-2` before `web-10`. */
export function naturalKey(text: string): string {
  return text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
