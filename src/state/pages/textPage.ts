import type { CommandId } from '../keys/bindings.ts';
import type { Cell } from '../present/cell.ts';
import type { Header, Page, TextView } from './page.ts';
import { ScrolledLines } from './scrolledLines.ts';

/** Lines to scroll through: help, details. */
export class TextPage implements Page {
  readonly place = 'text';
  readonly crumb: string;
  readonly factLines = 0;
  readonly copied: { readonly text: string; readonly what: string } | null;
  readonly #where: string;
  readonly #lines: readonly (readonly Cell[])[];
  readonly #scrolled = new ScrolledLines();

  /** `copied` is what can be copied of it, and how that is called. */
  constructor(
    crumb: string,
    where: string,
    lines: readonly (readonly Cell[])[],
    copied: { readonly text: string; readonly what: string } | null = null,
  ) {
    this.crumb = crumb;
    this.#where = where;
    this.#lines = lines;
    this.copied = copied;
  }

  header(): Header {
    return { where: this.#where, count: null, age: null, flags: [] };
  }

  view(): TextView {
    return this.#scrolled.view(this.#lines);
  }

  whyNot(command: CommandId): string | null {
    if (command === 'copy-text') return this.copied ? null : 'there is nothing to copy';
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
