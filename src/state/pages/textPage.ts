import type { CommandId } from '../keys/bindings.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Header, Page, TextView } from './page.ts';

/** Lines to scroll through: help, details. */
export class TextPage implements Page {
  readonly place = 'text';
  readonly crumb: string;
  readonly factLines = 0;
  readonly #where: string;
  readonly #lines: readonly (readonly Cell[])[];
  #top = 0;
  #height = 1;

  constructor(crumb: string, where: string, lines: readonly (readonly Cell[])[]) {
    this.crumb = crumb;
    this.#where = where;
    this.#lines = lines;
  }

  header(): Header {
    return { where: this.#where, count: null, age: cell(`${this.#lines.length} lines`, 'dim'), flags: [] };
  }

  view(): TextView {
    return {
      kind: 'text',
      lines: this.#lines.slice(this.#top, this.#top + this.#height),
      top: this.#top,
      total: this.#lines.length,
    };
  }

  whyNot(command: CommandId): string | null {
    return command === 'refresh' ? 'this is what it was when you opened it' : null;
  }

  run(command: CommandId): void {
    const half = Math.max(1, this.#height - 1);
    const moves: Partial<Record<CommandId, number>> = {
      up: -1,
      down: 1,
      'page-up': -half,
      'page-down': half,
      top: Number.NEGATIVE_INFINITY,
      bottom: Number.POSITIVE_INFINITY,
    };
    this.#top += moves[command] ?? 0;
    this.#clamp();
  }

  setHeight(rows: number): void {
    this.#height = Math.max(1, rows);
    this.#clamp();
  }

  show(): void {}

  hide(): void {}

  #clamp(): void {
    this.#top = Math.max(0, Math.min(this.#top, this.#lines.length - this.#height));
  }
}
