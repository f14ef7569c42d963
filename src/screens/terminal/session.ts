import type { Clock } from '../../model/clock.ts';
import { clipboardSequence } from './clipboard.ts';
import { FrameWriter } from './frameWriter.ts';
import { type ErrorOutput, holdStderr } from './heldStderr.ts';
import { InkInput } from './inkInput.ts';
import { JobControl } from './jobControl.ts';
import type { Key } from './key.ts';
import { KeyDecoder } from './keyDecoder.ts';
import { LinearWriter } from './linearWriter.ts';
import { type ScreenWriter, sizeOf, type TerminalOutput } from './screenWriter.ts';

/** What a session needs of the terminal's input stream. */
export interface TerminalInput {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'error', listener: (error?: Error) => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

interface TerminalOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput & { on(event: 'error', listener: (error: Error) => void): unknown };
  /** Held back while the screen is ours. */
  readonly stderr?: ErrorOutput;
  readonly clock: Clock;
  /** `full`: frames in the alternate screen; `linear`: text that grows downwards, for screen readers. */
  readonly mode: 'full' | 'linear';
  readonly onKey: (key: Key) => void;
  /** The terminal was closed or its line broke. */
  readonly onGone?: () => void;
  /** For ctrl-z and `fg`. Left out, `suspend` does nothing. */
  readonly process?: NodeJS.Process;
  /** Least milliseconds between two frames; 0 draws each at once. In linear mode: how long a frame must stand. */
  readonly frameMs?: number;
  /** Milliseconds after which a lone ESC is the Escape key. */
  readonly escapeMs?: number;
  /** Only ASCII can be trusted to arrive. */
  readonly ascii?: boolean;
  /** The terminal understands no sequences; for `linear` only. */
  readonly dumb?: boolean;
}

/** The terminal while it is ours. Streams for `render(<App />, {...terminal.ink, debug: true, exitOnCtrlC: false})`. */
export class Terminal {
  readonly writer: ScreenWriter;
  readonly ink: { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream };
  readonly #options: TerminalOptions;
  readonly #input = new InkInput();
  readonly #decoder: KeyDecoder;
  readonly #jobs: JobControl | null;
  #releaseStderr: (() => void) | null = null;
  #ours = false;
  #closed = false;
  #handedOver = false;

  /** Takes the terminal: raw mode now, the alternate screen with the first frame. */
  constructor(options: TerminalOptions) {
    const { stdin, stdout, clock, process, ascii } = options;
    this.#options = options;
    this.writer =
      options.mode === 'full'
        ? new FrameWriter({ output: stdout, clock, frameMs: options.frameMs, ascii })
        : new LinearWriter({
            output: stdout,
            clock,
            settleMs: options.frameMs,
            ascii,
            dumb: options.dumb,
          });
    // Ink's types ask for whole streams; what it uses of them the two classes have.
    const input: Pick<NodeJS.ReadStream, 'isTTY'> = this.#input;
    const output: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'> = this.writer;
    this.ink = { stdin: input as NodeJS.ReadStream, stdout: output as NodeJS.WriteStream };
    this.#decoder = new KeyDecoder({ clock, onKey: options.onKey, escapeMs: options.escapeMs });
    // These stay for good: a broken line must not become a crash while the program ends.
    stdin.on('error', this.#onGone);
    stdout.on('error', this.#onGone);
    stdin.on('end', this.#onGone);
    this.#jobs = process
      ? new JobControl({
          process,
          clock,
          leave: () => this.#leave(),
          take: () => {
            if (!this.#handedOver) this.#take();
          },
        })
      : null;
    this.#take();
  }

  /** Columns and rows of the terminal. `writer` emits `resize`. */
  get size(): { readonly columns: number; readonly rows: number } {
    return sizeOf(this.#options.stdout);
  }

  /** True while another program has the terminal; ctrl-c is meant for that one then. */
  get handedOver(): boolean {
    return this.#handedOver;
  }

  /** True when no frame waits to be written, no key sequence is half read and no forwarded key is on its way. */
  get idle(): boolean {
    return this.writer.idle && !this.#decoder.waiting && this.#input.idle;
  }

  /** Gives a key to components that use Ink's own input hook. False when none took it. */
  forward(key: Key): boolean {
    return this.#input.forward(key);
  }

  /** Asks the terminal to put `text` on the clipboard. False when it is too long to arrive. */
  copy(text: string, env: Readonly<Record<string, string | undefined>>): boolean {
    const sequence = clipboardSequence(text, env);
    if (sequence !== null) this.writer.send(sequence);
    return sequence !== null;
  }

  /** ctrl-z: gives the terminal back and stops the process; `fg` brings the screen back. */
  suspend(): void {
    this.#jobs?.suspend();
  }

  /** Lends the terminal to `run` (an editor, a pager) and takes it back when that is over, however it ends. */
  async handOver<T>(run: () => Promise<T>): Promise<T> {
    this.#handedOver = true;
    this.#leave();
    try {
      return await run();
    } finally {
      this.#handedOver = false;
      this.#take();
    }
  }

  /** Gives the terminal back for good, as it was found. Synchronous and idempotent, so it works in an exit handler. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#jobs?.dispose();
    this.#leave();
  }

  #take(): void {
    if (this.#ours || this.#closed) return;
    this.#ours = true;
    const { stdin, stderr, mode } = this.#options;
    if (stderr && mode === 'full') this.#releaseStderr = holdStderr(stderr);
    stdin.setRawMode?.(true);
    stdin.on('data', this.#onData);
    stdin.resume();
    this.writer.enter();
  }

  #leave(): void {
    if (!this.#ours) return;
    this.#ours = false;
    const { stdin } = this.#options;
    this.writer.leave();
    this.#decoder.reset();
    stdin.off('data', this.#onData);
    stdin.pause();
    try {
      stdin.setRawMode?.(false);
    } catch {
      // The terminal is gone (EIO); there is no mode left to restore.
    }
    this.#releaseStderr?.();
    this.#releaseStderr = null;
  }

  readonly #onData = (chunk: Uint8Array): void => this.#decoder.push(chunk);

  readonly #onGone = (): void => {
    if (!this.#closed) this.#options.onGone?.();
  };
}
