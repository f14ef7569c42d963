import type { CommandId } from '../keys/bindings.ts';
import type { Cell } from '../present/cell.ts';
import type { Header, Page, TextView } from './page.ts';
import { ScrolledLines } from './scrolledLines.ts';

/** Lines to scroll through: help, details. */
export class TextPage implements Page {
  readonly place = 'text';
  readonly crumb: string;
  readonly factLines = 0;
  readonly #where: string;
  readonly #lines: readonly (readonly Cell[])[];
  readonly #scrolled = new ScrolledLines();

  constructor(crumb: string, where: string, lines: readonly (readonly Cell[])[]) {
    this.crumb = crumb;
    this.#where = where;
    this.#lines = lines;
  }

  header(): Header {
    return { where: this.#where, count: null, age: null, flags: [] };
  }

  view(): TextView {
    return this.#scrolled.view(this.#lines);
  }

  whyNot(command: CommandId): string | null {
    return command === 'refresh' ? 'this is what it was when you opened it' : null;
  }

  run(command: CommandId): void {
    this.#scrolled.run(command);
  }

  setHeight(rows: number, columns: number): void {
    this.#scrolled.setSize(rows, columns - 2);
  }

  show(): void {}

  hide(): void {}
}
