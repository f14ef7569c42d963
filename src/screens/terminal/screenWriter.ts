import { EventEmitter } from 'node:events';
import { asciiText } from './asciiText.ts';

/** What a writer needs of the terminal's output stream. */
export interface TerminalOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** False when the stream is full and `drain` will tell when it is not. */
  write(chunk: string): boolean;
  on(event: 'resize' | 'drain', listener: () => void): unknown;
  off(event: 'resize' | 'drain', listener: () => void): unknown;
}

/** What was written so far, for benchmarks and tests. */
export interface WriteCounts {
  readonly frames: number;
  /** UTF-16 code units, which are bytes for ASCII. */
  readonly characters: number;
}

/**
 * The object that Ink takes for stdout: Ink (with `debug: true`) hands over each frame as plain text, and the writer
 * decides what of it goes to the terminal. It emits `resize` after the terminal did.
 */
export abstract class ScreenWriter extends EventEmitter {
  readonly isTTY = true;
  abstract readonly columns: number;
  abstract readonly rows: number;
  /** True when every frame handed over is in the terminal or in its stream. */
  abstract readonly idle: boolean;
  abstract readonly counts: WriteCounts;
  readonly #ascii: boolean;

  /** With `ascii` nothing else reaches the terminal, whatever the frames hold. */
  constructor(ascii = false) {
    super();
    this.#ascii = ascii;
    // Every component that asks for the size listens.
    this.setMaxListeners(0);
  }

  /** Begins to draw; the terminal's modes are changed with the first frame, in one write. */
  abstract enter(): void;
  /** Gives the terminal back as it was found, in one write. What comes later is not drawn. Idempotent. */
  abstract leave(): void;
  /** Draws everything anew, where something else may have written to the terminal. */
  abstract repaint(): void;
  /** Sends a sequence that draws nothing (a clipboard write), between frames. */
  abstract send(sequence: string): void;
  /** Takes a whole frame. */
  protected abstract draw(frame: string): void;

  /** What Ink calls. Its own cursor sequences, the barrier write and the blank line at its end are not frames. */
  write(chunk: string, done?: (() => void) | string, last?: () => void): boolean {
    if (chunk !== '' && chunk !== '\n' && !/^(?:\u001b\[\?25[hl])+$/.test(chunk))
      this.draw(this.#ascii ? asciiText(chunk) : chunk);
    const callback = typeof done === 'function' ? done : last;
    if (callback) queueMicrotask(callback);
    return true;
  }
}

/** The terminal's size; `script` and some serial lines say 0×0, where 80×24 is meant. */
export function sizeOf(output: TerminalOutput): { readonly columns: number; readonly rows: number } {
  return { columns: output.columns || 80, rows: output.rows || 24 };
}
