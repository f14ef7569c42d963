import type { IBufferCell, IUnicodeVersionProvider } from '@xterm/headless';
import xterm from '@xterm/headless';
import stringWidth from 'string-width';

/** How one cell looks. Colours are the terminal's own numbers (0 to 255), `#rrggbb`, or null for the default. */
export interface CellLook {
  readonly character: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly foreground: number | string | null;
  readonly background: number | string | null;
}

/** Widths as current terminals have them; xterm.js without its addons still has those of Unicode 6. */
const widths: IUnicodeVersionProvider = {
  version: 'current',
  wcwidth: (code) => {
    const width = code < 0x7f ? 1 : stringWidth(String.fromCodePoint(code));
    return width === 0 ? 0 : width === 1 ? 1 : 2;
  },
  charProperties(code, preceding) {
    const width = this.wcwidth(code);
    const before = (preceding >> 1) & 3;
    const joins = width === 0 && before > 0;
    return (Math.max(width, joins ? before : 0) << 1) | (joins ? 1 : 0);
  },
};

function colour(isDefault: boolean, isRgb: boolean, value: number): number | string | null {
  if (isDefault) return null;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}

function lookOf(cell: IBufferCell): CellLook {
  return {
    character: cell.getChars() || ' ',
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    foreground: colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    background: colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
  };
}

/** A terminal's screen, fed with what a program writes. Await `flushed` before looking. */
export class TerminalScreen {
  readonly #terminal;
  #cursorVisible = true;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    this.#terminal.unicode.register(widths);
    this.#terminal.unicode.activeVersion = widths.version;
    for (const final of ['h', 'l']) {
      this.#terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        if (parameters.includes(25)) this.#cursorVisible = final === 'h';
        return false;
      });
    }
  }

  feed(text: string | Uint8Array): void {
    this.#terminal.write(text);
  }

  /** Resolves when everything fed so far is on the screen. */
  flushed(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write('', resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** The visible rows, without the spaces at their ends. */
  lines(): readonly string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from(
      { length: this.rows },
      (_, row) =>
        buffer
          .getLine(buffer.baseY + row)
          ?.translateToString(true, 0, this.columns)
          .trimEnd() ?? '',
    );
  }

  /** The visible rows as one text, without the blank ones at the end. */
  text(): string {
    return this.lines().join('\n').trimEnd();
  }

  /** The one row that contains `part`. Throws, with the screen, where none or several do. */
  row(part: string): string {
    return this.lines()[this.rowIndex(part)] ?? '';
  }

  /** The number, from 0, of the one row that contains `part`. Throws like `row`. */
  rowIndex(part: string): number {
    const lines = this.lines();
    const found = lines.flatMap((line, index) => (line.includes(part) ? [index] : []));
    const [first] = found;
    if (first === undefined || found.length > 1) {
      throw new Error(`${found.length} rows contain ${JSON.stringify(part)}:\n${this.text()}`);
    }
    return first;
  }

  /** How the cell at `row` and `column`, both from 0, looks. */
  lookAt(row: number, column: number): CellLook {
    const buffer = this.#terminal.buffer.active;
    const cell = buffer.getLine(buffer.baseY + row)?.getCell(column);
    if (!cell) throw new Error(`No cell at row ${row}, column ${column}`);
    return lookOf(cell);
  }

  /** How the first character of `part` looks, in the one row that contains it. */
  lookOf(part: string): CellLook {
    const row = this.rowIndex(part);
    const line = this.lines()[row] ?? '';
    return this.lookAt(row, stringWidth(line.slice(0, line.indexOf(part))));
  }

  /** Row and column from 0. */
  get cursor(): { readonly row: number; readonly column: number; readonly visible: boolean } {
    const buffer = this.#terminal.buffer.active;
    return { row: buffer.cursorY, column: buffer.cursorX, visible: this.#cursorVisible };
  }

  get mode(): 'alternate' | 'normal' {
    return this.#terminal.buffer.active.type;
  }

  /** What a program has switched on or off. */
  get switches(): {
    readonly wrap: boolean;
    readonly focusReports: boolean;
    readonly bracketedPaste: boolean;
    readonly synchronised: boolean;
  } {
    const { modes } = this.#terminal;
    return {
      wrap: modes.wraparoundMode,
      focusReports: modes.sendFocusMode,
      bracketedPaste: modes.bracketedPasteMode,
      synchronised: modes.synchronizedOutputMode,
    };
  }

  /** The rows of the normal screen that have scrolled out above it. */
  scrollback(): readonly string[] {
    const buffer = this.#terminal.buffer.normal;
    return Array.from(
      { length: buffer.baseY },
      (_, row) => buffer.getLine(row)?.translateToString(true) ?? '',
    );
  }
}
