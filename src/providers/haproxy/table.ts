import { cleanText } from '../../model/text.ts';

const PLAIN = /^[\x20-\x7e]*$/;

/** One line of a table, read by the names of its columns: they differ by version, and short lines are tolerated. */
export class Row {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  constructor(columns: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#columns = columns;
    this.#cells = cells;
  }

  /** The cell, cleaned; null where it is empty, a lone dash, or not there. */
  text(column: string): string | null {
    const cell = this.#cells[this.#columns.get(column) ?? -1] ?? '';
    if (cell === '' || cell === '-') return null;
    // Nearly all cells are plain, and there are a hundred thousand of them in a large backend.
    return PLAIN.test(cell) ? cell : cleanText(cell);
  }

  /** A whole number; null where it is none. */
  number(column: string): number | null {
    const text = this.text(column);
    return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  }

  /** What the line says, without what is empty or zero. */
  facts(): Readonly<Record<string, string>> {
    const facts: Record<string, string> = {};
    for (const [column, index] of this.#columns) {
      const cell = this.#cells[index];
      if (cell === undefined || cell === '0') continue;
      const text = this.text(column);
      if (text !== null) facts[column] = text;
    }
    return facts;
  }

  /** Every column that holds a number. */
  numbers(): readonly { readonly name: string; readonly value: number }[] {
    return [...this.#columns.keys()].flatMap((name) => {
      const value = this.number(name);
      return value === null ? [] : [{ name, value }];
    });
  }
}

/** The rows of `show stat` in an answer; null where there is none. */
export function statRows(answer: string): readonly Row[] | null {
  const block = blockAfter(answer, '# pxname,');
  if (block === null) return null;
  const [head = '', ...lines] = csvLines(block);
  const columns = columnsOf(head.split(','));
  return lines.map((line) => new Row(columns, csvCells(line)));
}

/** The rows of `show servers state`; null where there is none. */
export function stateRows(answer: string): readonly Row[] | null {
  const block = blockAfter(answer, '# be_id ');
  if (block === null) return null;
  const [head = '', ...lines] = block.split('\n');
  const columns = columnsOf(head.split(' '));
  return lines.map((line) => new Row(columns, line.split(' ')));
}

/** From the line that begins so, its `# ` left out, to the next empty line. */
function blockAfter(answer: string, beginning: string): string | null {
  const at = answer.startsWith(beginning) ? 0 : answer.indexOf(`\n${beginning}`) + 1;
  if (at === 0 && !answer.startsWith(beginning)) return null;
  const end = answer.indexOf('\n\n', at);
  return answer.slice(at + 2, end < 0 ? undefined : end);
}

function columnsOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    names.flatMap((name, index) => (name === '' || name === '-' ? [] : [[name, index] as const])),
  );
}

/** Lines of CSV; a quoted cell may go on over several. */
function csvLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (!text.includes('"')) return lines;
  const whole: string[] = [];
  let open = false;
  for (const line of lines) {
    if (open) whole.push(`${whole.pop()} ${line}`);
    else whole.push(line);
    if (((line.match(/"/g) ?? []).length & 1) === 1) open = !open;
  }
  return whole;
}

function csvCells(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
