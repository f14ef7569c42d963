import stringWidth from 'string-width';
import { type Cell, type Tone, UNKNOWN } from '../../state/present/cell.ts';

/** A column is as wide as its widest cell, within bounds, and to the left unless it says otherwise. */
export interface TableColumn<Row> {
  /** Upper case. */
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => Cell;
}

/** Colours a text by what it means, or leaves it. */
export type Paint = (tone: Tone, text: string) => string;

const GAP = '  ';

/** The widest a column gets, in columns of the terminal: one long name must not push the rest of every row away. */
const WIDEST = 60;
const ELLIPSIS = '…';
const letters = new Intl.Segmenter('en');

/** Columns a text takes on a terminal. */
function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** The text, or as much of it as a column takes. */
function cut(text: string): string {
  if (widthOf(text) <= WIDEST) return text;
  let kept = '';
  let width = widthOf(ELLIPSIS);
  for (const { segment } of letters.segment(text)) {
    width += widthOf(segment);
    if (width > WIDEST) break;
    kept += segment;
  }
  return kept + ELLIPSIS;
}

/** Signs are for screens; in plain text the word is enough, and a dash that arrives everywhere means unknown. */
function plain(cell: Cell): Cell {
  return cell.text === UNKNOWN.text ? { text: '-', tone: 'dim' } : cell;
}

/**
 * A table as lines: a header and the rows, columns aligned, no space at a line's end. Texts are cut at 60 columns, but for
 * those of the last one: messages stand there, and nothing behind them is pushed away.
 */
export function tableLines<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  paint: Paint = (_tone, text) => text,
): readonly string[] {
  const cells = rows.map((row) =>
    columns.map((column, index) => {
      const shown = plain(column.cell(row));
      return index === columns.length - 1 ? shown : { ...shown, text: cut(shown.text) };
    }),
  );
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...cells.map((line) => widthOf(line[index]?.text ?? ''))),
  );
  const lineOf = (line: readonly Cell[], tone: (cell: Cell) => Tone) => {
    const lastFilled = line.findLastIndex((cell) => cell.text !== '');
    return line
      .slice(0, lastFilled + 1)
      .map((cell, index) => {
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell.text)));
        const text = paint(tone(cell), cell.text);
        if (columns[index]?.align === 'right') return `${space}${text}`;
        return index === lastFilled ? text : `${text}${space}`;
      })
      .join(GAP);
  };
  const header = columns.map(({ title }): Cell => ({ text: title, tone: 'strong' }));
  return [lineOf(header, () => 'strong'), ...cells.map((line) => lineOf(line, (cell) => cell.tone))];
}

/** `name  value` lines, the values under each other. */
export function factLines(facts: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const width = Math.max(0, ...facts.map(([name]) => widthOf(name)));
  return facts.map(([name, value]) => `${name}${' '.repeat(width - widthOf(name))}${GAP}${value}`);
}
