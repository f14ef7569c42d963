import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import type { Cancel, Clock } from '../../model/clock.ts';
import { plainWidth } from './plainWidth.ts';
import { ScreenWriter, sizeOf, type TerminalOutput, type WriteCounts } from './screenWriter.ts';

interface FrameWriterOptions {
  readonly output: TerminalOutput;
  readonly clock: Clock;
  /** Least milliseconds between two frames; 0 draws each at once. Default 11, which is 90 a second. */
  readonly frameMs?: number | undefined;
  readonly ascii?: boolean | undefined;
}

const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
/** Alternate screen, cursor hidden, no wrapping at the right edge, focus reports, bracketed paste. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?1004h\u001b[?2004h\u001b[H\u001b[2J';
const LEAVE = '\u001b[0m\u001b[?2004l\u001b[?1004l\u001b[?7h\u001b[?25h\u001b[?1049l';
const ERASE_RIGHT = '\u001b[K';
const ERASE_LINE = '\u001b[2K';

/** Characters whose width terminals disagree on: emoji, East Asian, joiners. */
const DISPUTED = /[\u1100-\u1fff\u2e80-\uffff\u200d]/;

/**
 * Draws frames in the alternate screen. Only lines that changed are written, each frame in one write between the marks
 * of a synchronised update; a frame never scrolls and never erases the screen, so nothing blinks and the shell's history
 * stays whole.
 */
export class FrameWriter extends ScreenWriter {
  readonly #output: TerminalOutput;
  readonly #clock: Clock;
  readonly #frameMs: number;
  #columns: number;
  #rows: number;
  #active = false;
  /** The terminal is in our modes. */
  #entered = false;
  #frame: string | null = null;
  /** Lines as they stand on the screen; null when that is not known. */
  #painted: readonly string[] | null = null;
  #dirty = false;
  #full = false;
  #lastAt = Number.NEGATIVE_INFINITY;
  #timer: Cancel | null = null;
  #frames = 0;
  #characters = 0;

  constructor(options: FrameWriterOptions) {
    super(options.ascii);
    this.#output = options.output;
    this.#clock = options.clock;
    this.#frameMs = options.frameMs ?? 11;
    const { columns, rows } = sizeOf(options.output);
    this.#columns = columns;
    this.#rows = rows;
  }

  override get columns(): number {
    return this.#columns;
  }

  override get rows(): number {
    return this.#rows;
  }

  override get idle(): boolean {
    return !this.#dirty && !this.#full;
  }

  override get counts(): WriteCounts {
    return { frames: this.#frames, characters: this.#characters };
  }

  override enter(): void {
    if (this.#active) return;
    this.#active = true;
    this.#output.on('resize', this.#onResize);
    this.#output.on('drain', this.#onDrain);
    const { columns, rows } = this;
    this.#readSize();
    this.repaint();
    // A window may have been resized while another program had it.
    if (this.#columns !== columns || this.#rows !== rows) this.emit('resize');
  }

  override leave(): void {
    if (!this.#active) return;
    this.#active = false;
    this.#output.off('resize', this.#onResize);
    this.#output.off('drain', this.#onDrain);
    this.#timer?.();
    this.#timer = null;
    this.#dirty = false;
    this.#full = false;
    this.#painted = null;
    if (!this.#entered) return;
    this.#entered = false;
    this.#put(LEAVE);
  }

  override repaint(): void {
    this.#painted = null;
    if (this.#active && this.#frame !== null) this.#request();
  }

  override send(sequence: string): void {
    if (this.#entered) this.#put(sequence);
  }

  protected override draw(frame: string): void {
    if (frame === this.#frame && this.#painted !== null) return;
    this.#frame = frame;
    if (this.#active) this.#request();
  }

  #put(text: string): void {
    this.#characters += text.length;
    if (!this.#output.write(text) && this.#active) this.#full = true;
  }

  #request(): void {
    this.#dirty = true;
    if (this.#full || this.#timer) return;
    const since = this.#clock.now() - this.#lastAt;
    // A clock that was set back must not stop the drawing.
    if (since < 0 || since >= this.#frameMs) this.#flush();
    else this.#flushIn(this.#frameMs - since);
  }

  #flushIn(ms: number): void {
    this.#timer?.();
    this.#timer = this.#clock.after(ms, () => {
      this.#timer = null;
      if (!this.#full) this.#flush();
    });
  }

  #flush(): void {
    this.#dirty = false;
    const { text, lines } = this.#changes();
    this.#painted = lines;
    if (text === '' && this.#entered) return;
    const enter = this.#entered ? '' : ENTER;
    this.#entered = true;
    this.#lastAt = this.#clock.now();
    this.#frames += 1;
    this.#put(`${enter}${BEGIN}${text}${END}`);
  }

  #changes(): { readonly text: string; readonly lines: readonly string[] } {
    const wanted = (this.#frame ?? '').split('\n');
    const lines: string[] = [];
    let text = '';
    for (let row = 0; row < this.#rows; row += 1) {
      const line = wanted[row] ?? '';
      lines.push(line);
      if (this.#painted?.[row] === line) continue;
      text += `\u001b[${row + 1};1H${this.#fitted(line)}`;
    }
    return { text, lines };
  }

  /** The line cut to the terminal, with what erases the rest of the row where it leaves one. */
  #fitted(line: string): string {
    const width = plainWidth(line) ?? stringWidth(line);
    if (width < this.#columns) return line + ERASE_RIGHT;
    const cut = width > this.#columns ? sliceAnsi(line, 0, this.#columns) : line;
    // Erasing behind a full line would take its last cell. Where the terminal may find the line shorter than we do, or
    // cutting a wide character left a cell, the row is erased before.
    return width > this.#columns || DISPUTED.test(cut) ? ERASE_LINE + cut : cut;
  }

  #readSize(): void {
    const { columns, rows } = sizeOf(this.#output);
    this.#columns = columns;
    this.#rows = rows;
  }

  readonly #onResize = (): void => {
    this.#readSize();
    this.#painted = null;
    // The frame that was made for the old size is not worth drawing: the screens are about to hand over a new one.
    this.#dirty = this.#frame !== null;
    if (this.#dirty) this.#flushIn(this.#frameMs);
    this.emit('resize');
  };

  readonly #onDrain = (): void => {
    this.#full = false;
    if (this.#dirty && !this.#timer) this.#flush();
  };
}
