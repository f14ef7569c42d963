import { stripVTControlCharacters } from 'node:util';
import type { Cancel, Clock } from '../../model/clock.ts';
import { ScreenWriter, sizeOf, type TerminalOutput, type WriteCounts } from './screenWriter.ts';

interface LinearWriterOptions {
  readonly output: TerminalOutput;
  readonly clock: Clock;
  /** How long a frame must stand before it is read out, in milliseconds. Default 100. */
  readonly settleMs?: number | undefined;
  readonly ascii?: boolean | undefined;
  /** The terminal understands no sequences and would print them: text alone is written. */
  readonly dumb?: boolean | undefined;
}

const ENTER = '\u001b[?1004h\u001b[?2004h';
const LEAVE = '\u001b[?2004l\u001b[?1004l';
const LONGEST_LINE = 2000;

/**
 * Writes for a screen reader: plain text that only ever grows downwards. Of each frame the lines that were not in the
 * last one are written, in their order; a line that has only moved is not news.
 */
export class LinearWriter extends ScreenWriter {
  readonly #output: TerminalOutput;
  readonly #clock: Clock;
  readonly #settleMs: number;
  readonly #dumb: boolean;
  #active = false;
  #frame: string | null = null;
  #spoken: readonly string[] = [];
  #timer: Cancel | null = null;
  #full = false;
  #frames = 0;
  #characters = 0;

  constructor(options: LinearWriterOptions) {
    super(options.ascii);
    this.#output = options.output;
    this.#clock = options.clock;
    this.#settleMs = options.settleMs ?? 100;
    this.#dumb = options.dumb ?? false;
  }

  /** Lines are not cut: the terminal breaks them, and what is read out is whole. */
  override get columns(): number {
    return LONGEST_LINE;
  }

  override get rows(): number {
    return sizeOf(this.#output).rows;
  }

  override get idle(): boolean {
    return this.#timer === null && !this.#full;
  }

  override get counts(): WriteCounts {
    return { frames: this.#frames, characters: this.#characters };
  }

  override enter(): void {
    if (this.#active) return;
    this.#active = true;
    this.#output.on('resize', this.#onResize);
    this.#output.on('drain', this.#onDrain);
    if (!this.#dumb) this.#put(ENTER);
    this.repaint();
  }

  override leave(): void {
    if (!this.#active) return;
    // The last words are often why the program ends.
    this.#timer?.();
    this.#speak();
    this.#active = false;
    this.#full = false;
    this.#output.off('resize', this.#onResize);
    this.#output.off('drain', this.#onDrain);
    if (!this.#dumb) this.#put(LEAVE);
  }

  override repaint(): void {
    this.#spoken = [];
    if (this.#active && this.#frame !== null) this.#speakSoon();
  }

  override send(sequence: string): void {
    if (this.#active && !this.#dumb) this.#put(sequence);
  }

  protected override draw(frame: string): void {
    this.#frame = frame;
    if (this.#active) this.#speakSoon();
  }

  #put(text: string): void {
    this.#characters += text.length;
    if (!this.#output.write(text) && this.#active) this.#full = true;
  }

  #speakSoon(): void {
    this.#timer?.();
    this.#timer = this.#clock.after(this.#settleMs, () => {
      if (this.#full) this.#timer = null;
      else this.#speak();
    });
  }

  #speak(): void {
    this.#timer = null;
    if (this.#frame === null) return;
    const lines = stripVTControlCharacters(this.#frame)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const known = new Map<string, number>();
    for (const line of this.#spoken) known.set(line, (known.get(line) ?? 0) + 1);
    const news = lines.filter((line) => {
      const left = known.get(line) ?? 0;
      known.set(line, left - 1);
      return left <= 0;
    });
    this.#spoken = lines;
    if (news.length === 0) return;
    this.#frames += 1;
    // Raw mode turns off the carriage return that the terminal adds to a line feed.
    this.#put(news.map((line) => `${line}\r\n`).join(''));
  }

  readonly #onResize = (): void => {
    this.emit('resize');
  };

  readonly #onDrain = (): void => {
    this.#full = false;
    this.#speakSoon();
  };
}
