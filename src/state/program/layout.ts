/** The terminal's size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How the rows of the terminal are given out. */
export interface Layout {
  /** Too small for anything but a request for a larger window. */
  readonly tooSmall: boolean;
  /** Are there lines between the parts? */
  readonly rules: boolean;
  readonly facts: number;
  readonly heading: number;
  /** Rows for the table, the text or the form. */
  readonly body: number;
}

const SMALLEST: Size = { columns: 40, rows: 10 };
/** Below this the lines between the parts and the facts of a page give way to its rows. */
const ROOMY_ROWS = 16;

export function layoutOf(size: Size, facts: number, isTable: boolean): Layout {
  const tooSmall = size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
  const rules = size.rows >= ROOMY_ROWS;
  const shownFacts = rules ? facts : Math.min(facts, 1);
  const heading = isTable ? 1 : 0;
  // Header, crumbs, message and keys take a line each.
  const body = size.rows - 4 - (rules ? 2 : 0) - shownFacts - heading;
  return { tooSmall, rules, facts: shownFacts, heading, body: Math.max(1, body) };
}
