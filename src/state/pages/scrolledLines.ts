import type { CommandId } from '../keys/bindings.ts';
import type { Cell } from '../present/cell.ts';
import type { TextView } from './page.ts';

/** Which of many lines are on the screen. */
export class ScrolledLines {
  #top = 0;
  #height = 1;

  setHeight(rows: number): void {
    this.#height = Math.max(1, rows);
  }

  /** A moving command; others do nothing. */
  run(command: CommandId, total: number): void {
    const page = Math.max(1, this.#height - 1);
    const moves: Partial<Record<CommandId, number>> = {
      up: -1,
      down: 1,
      'page-up': -page,
      'page-down': page,
      top: Number.NEGATIVE_INFINITY,
      bottom: Number.POSITIVE_INFINITY,
    };
    this.#top = this.#clamp(this.#top + (moves[command] ?? 0), total);
  }

  view(lines: readonly (readonly Cell[])[]): TextView {
    const top = this.#clamp(this.#top, lines.length);
    return { kind: 'text', lines: lines.slice(top, top + this.#height), top, total: lines.length };
  }

  #clamp(top: number, total: number): number {
    return Math.max(0, Math.min(top, total - this.#height));
  }
}
