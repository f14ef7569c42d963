import type { EventLog } from '../../src/sandbox/eventLog.ts';

/** One list of lines with a reader for each process, as state/ keeps it in a file. */
export class SharedLog {
  lines: string[] = [];
  #generation = 0;

  reader(): EventLog {
    let seen = 0;
    let generation = this.#generation;
    return {
      read: () => {
        const restarted = generation !== this.#generation;
        generation = this.#generation;
        const lines = this.lines.slice(restarted ? 0 : seen);
        seen = this.lines.length;
        return { restarted, lines };
      },
      append: (line) => {
        this.lines.push(line);
      },
      reset: () => {
        this.lines = [];
        this.#generation += 1;
      },
    };
  }
}

/** A stream of numbers that is the same in every run. */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
