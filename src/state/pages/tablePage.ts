import type { CommandId, Place } from '../keys/bindings.ts';
import { arrange } from '../list/arrange.ts';
import type { Column, SortCommand, SortOrder } from '../list/column.ts';
import { ListView } from '../list/listView.ts';
import { type Cell, UNKNOWN } from '../present/cell.ts';
import type { Header, Page, ShownColumn, TableView } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** Rows looked at, at most, for a column's natural width; more would make opening 10,000 rows slow. */
const MEASURED_ROWS = 500;
/** East Asian characters, which take two cells. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g;

const MARKING: ReadonlySet<CommandId> = new Set(['mark', 'range', 'mark-all']);

/** What every screen with a table does: order, filter, cursor, marks, window. */
export abstract class TablePage<Row> implements Page {
  abstract readonly place: Place;
  abstract readonly crumb: string;
  protected readonly host: PageHost;
  protected readonly list = new ListView();
  readonly #columns: readonly Column<Row>[];
  #all: readonly Row[] = [];
  #byId: ReadonlyMap<string, Row> = new Map();
  #shown: readonly Row[] = [];
  #filter = '';
  /** Rows have come, and none are to come but by reading again. */
  #isRead = false;
  #order: SortOrder | null;
  #natural = new Map<string, number>();

  constructor(host: PageHost, columns: readonly Column<Row>[], order: SortOrder | null) {
    this.host = host;
    this.#columns = columns;
    this.#order = order;
  }

  protected abstract idOf(row: Row): string;
  /** What the filter looks in. */
  protected abstract textOf(row: Row): string;
  protected abstract facts(): readonly (readonly Cell[])[];
  protected abstract empty(): readonly Cell[];
  abstract header(): Header;
  abstract show(): void;
  abstract hide(): void;

  get factLines(): number {
    return this.facts().length;
  }

  get filter(): string {
    return this.#filter;
  }

  get rows(): readonly Row[] {
    return this.#all;
  }

  get shownRows(): readonly Row[] {
    return this.#shown;
  }

  /** The row under the cursor; null when there is none, or when it has gone. */
  get current(): Row | null {
    return this.list.cursorId === null ? null : (this.#byId.get(this.list.cursorId) ?? null);
  }

  /** True when the row the cursor stood on has gone and the user has not moved since. */
  get cursorLost(): boolean {
    return this.list.cursorId !== null && this.list.cursorIndex === null && this.#shown.length > 0;
  }

  row(id: string): Row | null {
    return this.#byId.get(id) ?? null;
  }

  /** New rows from below. `filling` while the first reading is not complete. */
  protected setRows(rows: readonly Row[], filling = false): void {
    this.#isRead = !filling;
    if (rows === this.#all) return;
    this.#all = rows;
    this.#byId = new Map(rows.map((row) => [this.idOf(row), row]));
    this.#natural = new Map(this.#columns.map((column) => [column.id, this.#measure(column)]));
    this.#rearrange({ filling });
  }

  setFilter(filter: string): void {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#rearrange({ chosen: this.current === null || !this.#isShown(this.current, filter) });
  }

  setHeight(rows: number): void {
    this.list.setHeight(rows);
  }

  view(): TableView {
    const { list } = this;
    const window = this.#shown.slice(list.top, list.top + list.height);
    const rows = window.map((row) => {
      const id = this.idOf(row);
      return {
        id,
        cells: this.#columns.map((column) => column.cell(row)),
        cursor: id === list.cursorId,
        marked: list.isMarked(id),
      };
    });
    this.#widen(rows.map((row) => row.cells));
    return {
      kind: 'table',
      facts: this.facts(),
      columns: this.#columns.map((column) => this.#shownColumn(column)),
      rows,
      empty: this.#shown.length > 0 ? [] : this.empty(),
      position: {
        at: list.cursorIndex === null ? null : list.cursorIndex + 1,
        shown: this.#shown.length,
        total: this.#all.length,
        marked: list.marked().length,
      },
      filter: this.#filter,
    };
  }

  whyNot(command: CommandId): string | null {
    if (command.startsWith('sort-')) {
      return this.#columns.some((column) => column.sort?.command === command) ? null : 'no such column here';
    }
    // While rows may still come their filter can be typed.
    if (command === 'filter' && this.#isRead && this.#all.length === 0) return 'there is no row';
    if (MARKING.has(command) && this.#all.length === 0) return 'there is no row';
    if (command === 'open' || command === 'details') {
      if (this.cursorLost) return 'the row the cursor was on has gone: choose one';
      return this.current === null ? 'there is no row' : null;
    }
    return null;
  }

  run(command: CommandId): void {
    switch (command) {
      case 'up':
        return this.list.move(-1);
      case 'down':
        return this.list.move(1);
      case 'top':
        return this.list.first();
      case 'bottom':
        return this.list.last();
      case 'page-up':
        return this.list.page(-1);
      case 'page-down':
        return this.list.page(1);
      case 'mark':
        return this.list.toggleMark();
      case 'range':
        return this.list.toggleRange();
      case 'mark-all':
        return this.list.toggleAll();
      case 'sort-1':
      case 'sort-2':
      case 'sort-3':
      case 'sort-4':
      case 'sort-5':
        return this.#sortBy(command);
      default:
    }
  }

  /** One step back inside the page: drops marks, then the filter. False when there was nothing to drop. */
  stepBack(): boolean {
    if (this.list.clearMarks()) return true;
    if (this.#filter === '') return false;
    this.setFilter('');
    return true;
  }

  #isShown(row: Row, filter: string): boolean {
    return arrange([row], (one) => this.textOf(one), filter, [], null).length > 0;
  }

  #sortBy(command: SortCommand): void {
    const column = this.#columns.find((one) => one.sort?.command === command);
    if (!column) return;
    const again = this.#order?.column === column.id;
    this.#order = { column: column.id, descending: again ? !this.#order?.descending : false };
    this.host.rememberOrder(this.place, this.#order);
    this.#rearrange({});
  }

  #rearrange(how: { chosen?: boolean; filling?: boolean }): void {
    this.#shown = arrange(this.#all, (row) => this.textOf(row), this.#filter, this.#columns, this.#order);
    this.list.setRows(
      this.#shown.map((row) => this.idOf(row)),
      this.#byId,
      how,
    );
  }

  /**
   * No row is looked at after one that decides the width: a column is no wider than its most, and of one that is always
   * as wide only whether any row says something is asked.
   */
  #measure({ cell, min, max }: Column<Row>): number {
    const enough = min >= max ? 1 : max;
    let widest = 0;
    for (const row of this.#all.slice(0, MEASURED_ROWS)) {
      widest = Math.max(widest, naturalWidth(cell(row)));
      if (widest >= enough) break;
    }
    return widest;
  }

  /** What is learned after a row came in (its nodes, a change under way) may be wider; columns grow and never twitch back. */
  #widen(rows: readonly (readonly Cell[])[]): void {
    for (const [at, { id }] of this.#columns.entries()) {
      const widest = Math.max(0, ...rows.map((cells) => naturalWidth(cells[at])));
      if (widest > (this.#natural.get(id) ?? 0)) this.#natural.set(id, widest);
    }
  }

  #shownColumn(column: Column<Row>): ShownColumn {
    const sorted = this.#order?.column === column.id ? (this.#order.descending ? 'down' : 'up') : null;
    const { id, title, align, min, max, drop, keep = min, optional } = column;
    const natural = this.#natural.get(id) ?? 0;
    const least = Math.max(min, Math.min(natural, keep));
    const blank = natural === 0 && this.#all.length > 0;
    const hidden = optional === true && natural === 0;
    return { id, title, align, min, max, drop, natural, least, blank, hidden, sorted };
  }
}

/** About how many cells a text takes, rather more than too few; 0 where it says nothing. */
function naturalWidth(cell: Cell | undefined): number {
  if (cell === undefined || cell === UNKNOWN) return 0;
  const wide = cell.text.match(WIDE)?.length ?? 0;
  return cell.text.length + wide + (cell.sign ? 2 : 0);
}
