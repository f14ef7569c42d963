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
  /** Rows for a chart; 0 where there is none, or no room. */
  readonly chart: number;
  readonly heading: number;
  /** The message in lines that fit; one line, maybe empty, at least. */
  readonly message: readonly string[];
  /** Rows for the table, the text or the form. */
  readonly body: number;
}

/** What a page wants to show besides its rows. */
export interface Parts {
  readonly facts: number;
  /** How many of them, from the first, say where one is: they stay in a low window, as long as some rows do. */
  readonly leadingFacts: number;
  /** A line of titles over the rows. */
  readonly heading: boolean;
  readonly chart: boolean;
}

const SMALLEST: Size = { columns: 40, rows: 10 };
/** Below this the lines between the parts and the facts of a page give way to its rows. */
const ROOMY_ROWS = 16;

/** Rows that a low window keeps before a second line of facts. */
const ROWS_BEFORE_FACTS = 3;

/** A longer message has to be read in the journal or the debug log. */
const MOST_MESSAGE_LINES = 3;

/** What a chart gets of the rows that it shares with a table, and what it needs and uses at most. */
const CHART_SHARE = 0.6;
const CHART_ROWS = { least: 5, most: 17 } as const;
/** Rows of the table below a chart, at least. */
const ROWS_BESIDE_CHART = 3;
/** Facts that stay where a chart needs the rows of the others. */
const FACTS_BESIDE_CHART = 3;

/** A `message` that is longer than its line takes more of them from the body. */
export function layoutOf(size: Size, parts: Parts, message: string): Layout {
  const tooSmall = size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
  const rules = size.rows >= ROOMY_ROWS;
  const heading = parts.heading ? 1 : 0;
  // Two cells less, for a sign.
  const lines = linesOf(message, size.columns - 4, rules ? MOST_MESSAGE_LINES : 2);
  // Header, crumbs and keys take a line each.
  const free = size.rows - 3 - lines.length - (rules ? 2 : 0) - heading;
  const shownFacts = rules ? parts.facts : Math.min(parts.facts, leadingFacts(parts, free));
  const spare = free - CHART_ROWS.least - ROWS_BESIDE_CHART;
  const givesWay = parts.chart && rules && spare >= FACTS_BESIDE_CHART;
  const keptFacts = givesWay ? Math.min(shownFacts, spare) : shownFacts;
  const left = free - keptFacts;
  const chart = parts.chart ? chartRows(left) : 0;
  return {
    tooSmall,
    rules,
    facts: keptFacts,
    chart,
    heading,
    message: lines,
    body: Math.max(1, left - chart),
  };
}

/** One line of facts always, others where rows enough are left. */
function leadingFacts({ leadingFacts: wanted }: Parts, free: number): number {
  return Math.max(1, Math.min(wanted, free - ROWS_BEFORE_FACTS));
}

function chartRows(left: number): number {
  const { least, most } = CHART_ROWS;
  if (left < least + ROWS_BESIDE_CHART) return 0;
  return Math.max(least, Math.min(most, Math.floor(left * CHART_SHARE)));
}

/** Breaks at spaces; what is left of a text that is too long stands in the last line, to be cut there. */
function linesOf(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width && lines.length < most - 1) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > 0 ? space : width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
