import type { CommandId } from '../keys/bindings.ts';
import type { Cell } from '../present/cell.ts';
import { wrapCells } from '../present/wrapCells.ts';
import type { TextView } from './page.ts';

type Lines = readonly (readonly Cell[])[];

/** Lines broken to a width. */
interface Broken {
  readonly whole: Lines;
  readonly columns: number;
  readonly lines: Lines;
}

/** Which of many lines are on the screen. */
export class ScrolledLines {
  #top = 0;
  #height = 1;
  #columns = Number.POSITIVE_INFINITY;
  #broken: Broken | null = null;

  /** Rows that fit, and cells in each: what is longer goes on in the next row. */
  setSize(rows: number, columns: number): void {
    this.#height = Math.max(1, rows);
    this.#columns = columns;
  }

  /** A moving command; others do nothing. */
  run(command: CommandId): void {
    const page = Math.max(1, this.#height - 1);
    const moves: Partial<Record<CommandId, number>> = {
      up: -1,
      down: 1,
      'page-up': -page,
      'page-down': page,
      top: Number.NEGATIVE_INFINITY,
      bottom: Number.POSITIVE_INFINITY,
    };
    this.#top = this.#clamp(this.#top + (moves[command] ?? 0), this.#broken?.lines.length ?? 0);
  }

  view(whole: Lines): TextView {
    const { lines } = this.#break(whole);
    const top = this.#clamp(this.#top, lines.length);
    return { kind: 'text', lines: lines.slice(top, top + this.#height), top, total: lines.length };
  }

  #break(whole: Lines): Broken {
    if (this.#broken?.whole === whole && this.#broken.columns === this.#columns) return this.#broken;
    const lines = whole.flatMap((cells) => wrapCells(cells, this.#columns));
    this.#broken = { whole, columns: this.#columns, lines };
    return this.#broken;
  }

  #clamp(top: number, total: number): number {
    return Math.max(0, Math.min(top, total - this.#height));
  }
}
