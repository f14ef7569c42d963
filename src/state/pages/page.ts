import type { FormState } from '../form/formState.ts';
import type { CommandId, Place } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import type { Cell } from '../present/cell.ts';
import type { ChartView } from '../present/usageChart.ts';

/** What the header line says. */
export interface Header {
  /** `sandbox · DFW · Rackspace` */
  readonly where: string;
  /** `14 balancers` */
  readonly count: string | null;
  /** `updated 4s ago`, or why not; null where nothing is refreshed. */
  readonly age: Cell | null;
  /** `SANDBOX`, `PRODUCTION`, `READ-ONLY`: loud signs of which account this is. */
  readonly flags: readonly Cell[];
}

/** A column with what was measured of its rows. Widths are columns of the terminal, without the gap. */
export interface ShownColumn {
  readonly id: string;
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly min: number;
  readonly max: number;
  /** As in `Column`: higher goes first, 0 never. */
  readonly drop: number;
  /** Widest cell among the rows measured. */
  readonly natural: number;
  /** What is in it is not cut below this; at least `min`. */
  readonly least: number;
  /** No row says anything in it. */
  readonly blank: boolean;
  /** It is left out altogether. */
  readonly hidden: boolean;
  readonly sorted: 'up' | 'down' | null;
}

/** A row on the screen; its cells are in the order of the columns, also of those that are left out. */
export interface ShownRow {
  readonly id: string;
  readonly cells: readonly Cell[];
  /** The cursor is on it. */
  readonly cursor: boolean;
  readonly marked: boolean;
}

/** A table: only the rows that fit. */
export interface TableView {
  readonly kind: 'table';
  /** Lines above the table. */
  readonly facts: readonly (readonly Cell[])[];
  /** Between the facts and the table, where there is room. */
  readonly chart?: ChartView;
  readonly columns: readonly ShownColumn[];
  readonly rows: readonly ShownRow[];
  /** Said instead of rows when there are none. */
  readonly empty: readonly Cell[];
  /** 1-based position of the cursor, how many are shown, how many there are, how many marked. */
  readonly position: {
    readonly at: number | null;
    readonly shown: number;
    readonly total: number;
    readonly marked: number;
  };
  readonly filter: string;
}

/** Text to scroll through. */
export interface TextView {
  readonly kind: 'text';
  readonly lines: readonly (readonly Cell[])[];
  /** How many lines are above those that are shown, and how many there are. */
  readonly top: number;
  readonly total: number;
}

/** A form while it is filled in. */
export interface FormView {
  readonly kind: 'form';
  readonly state: FormState;
  /** What is being waited for. */
  readonly busy: string | null;
  /** What went wrong when it was sent, if it was. */
  readonly problem: string | null;
  /** The steps of a wizard that the form is one of. */
  readonly steps: { readonly titles: readonly string[]; readonly at: number } | null;
}

/** A short fixed menu, drawn by the menu component. */
export interface MenuView {
  readonly kind: 'menu';
  readonly title: string;
  readonly items: readonly { readonly value: string; readonly label: string }[];
  /** The value that is chosen now; null where none is. */
  readonly current: string | null;
  readonly choose: (value: string) => void;
}

/** What a page shows; screens/ draws each kind in its own way. */
export type PageView = TableView | TextView | FormView | MenuView;

/** Pages side by side, one of which is on the screen. */
export interface PageTabs {
  /** What they are tabs of, as it is called now. */
  readonly crumb: string;
  /** Goes to the tab so many further on, round the end. */
  step(by: 1 | -1): void;
  /** Why there is nowhere to go; null when there is. */
  whyNot(): string | null;
  /** The columns of the terminal, for the line of tabs. */
  fit(columns: number): void;
  /** The tabs' names in one line, the current one lit. */
  line(): readonly Cell[];
}

/** One screen in the stack. It says what it shows; screens/ draws it. */
export interface Page {
  readonly place: Place;
  readonly crumb: string;
  /** Which part of what `crumb` names is shown, where it is one of several. */
  readonly tab?: string;
  readonly tabs?: PageTabs;
  header(): Header;
  view(): PageView;
  /** Why what is shown is old, for the line of messages; null while it is fresh. */
  trouble?(): Cell | null;
  /** Why a command does nothing here now, in a few words; null when it works. */
  whyNot(command: CommandId): string | null;
  run(command: CommandId): void;
  /** Takes a key before the key table does; true when it was used up. */
  press?(press: Press): boolean;
  /** Rows that fit, for tables and text, and the columns of the terminal. */
  setHeight(rows: number, columns: number): void;
  /** Lines that the page needs above its rows. */
  readonly factLines: number;
  /** It has a chart, which gets a part of the rows where there are enough. */
  readonly hasChart?: true;
  /** On top of the stack again: reading begins. */
  show(): void;
  /** Covered by another page or left: what was asked for is cancelled. */
  hide(): void;
}
