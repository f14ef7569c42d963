import { EventEmitter } from 'node:events';
import { keySequence } from './terminalKeys.ts';
import { TerminalScreen } from './terminalScreen.ts';

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  raw = false;
  paused = true;
  #waiting: string[] = [];

  setRawMode(on: boolean): this {
    this.raw = on;
    return this;
  }
  setEncoding(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  resume(): this {
    this.paused = false;
    return this;
  }
  pause(): this {
    this.paused = true;
    return this;
  }
  read(): string | null {
    return this.#waiting.shift() ?? null;
  }

  /** Delivers a chunk to whoever listens, as data or as something to read. */
  deliver(chunk: Uint8Array): void {
    if (this.listenerCount('data') > 0) this.emit('data', chunk);
    if (this.listenerCount('readable') === 0) return;
    this.#waiting.push(Buffer.from(chunk).toString('utf8'));
    this.emit('readable');
  }
}

class FakeOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writes: string[] = [];
  readonly #screen: TerminalScreen;
  #stalled: string[] | null = null;

  constructor(screen: TerminalScreen) {
    super();
    this.#screen = screen;
  }

  get columns(): number {
    return this.#screen.columns;
  }
  get rows(): number {
    return this.#screen.rows;
  }

  write(chunk: string): boolean {
    this.writes.push(chunk);
    if (this.#stalled) this.#stalled.push(chunk);
    else this.#screen.feed(chunk);
    return this.#stalled === null;
  }

  /** From now on nothing reaches the screen and `write` says the line is full, until `drain`. */
  stall(): void {
    this.#stalled ??= [];
  }

  drain(): void {
    for (const chunk of this.#stalled ?? []) this.#screen.feed(chunk);
    this.#stalled = null;
    this.emit('drain');
  }
}

/** A terminal without a window: a program writes to `stdout`, a test presses keys and reads the screen. */
export class FakeTerminal {
  readonly display: TerminalScreen;
  readonly stdin = new FakeInput();
  readonly stdout: FakeOutput;

  constructor(size: { readonly columns?: number; readonly rows?: number } = {}) {
    this.display = new TerminalScreen(size.columns ?? 80, size.rows ?? 24);
    this.stdout = new FakeOutput(this.display);
  }

  /** Presses keys by the decoder's names, each arriving by itself: `press('j', 'j', 'D', 'ctrl-a', 'enter')`. */
  press(...names: readonly string[]): void {
    for (const name of names) this.bytes(keySequence(name));
  }

  /** Types text, each character arriving by itself. */
  type(text: string): void {
    for (const character of text) this.bytes(character);
  }

  /** Pastes text, as a terminal with bracketed paste sends it. */
  paste(text: string): void {
    this.bytes(`\u001b[200~${text}\u001b[201~`);
  }

  /** Sends one chunk as it is. */
  bytes(chunk: string | Uint8Array): void {
    this.stdin.deliver(typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk);
  }

  /** Changes the window's size and tells the program. */
  resize(columns: number, rows: number): void {
    this.display.resize(columns, rows);
    this.stdout.emit('resize');
  }

  /** Resolves when everything written so far can be seen on the screen. */
  flushed(): Promise<void> {
    return this.display.flushed();
  }

  /** Everything the program has written. */
  get written(): string {
    return this.stdout.writes.join('');
  }

  /** The visible rows as one text. */
  screen(): string {
    return this.display.text();
  }

  /** The one row that contains `part`. */
  row(part: string): string {
    return this.display.row(part);
  }
}
