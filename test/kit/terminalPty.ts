import { type IPty, spawn } from '@lydell/node-pty';
import { hearLastWords } from './lastWords.ts';
import { TerminalScreen } from './terminalScreen.ts';

export interface PtyOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Start from an empty environment but for TERM and `env`. */
  readonly bareEnv?: boolean;
}

/** How long `until` waits; a slow machine is not a failure. */
const PATIENCE_MS = 60_000;
/** The end of an update that is to be seen at once. */
const END_OF_FRAME = /(?<=\u001b\[\?2026l)/;

/** A real process in a real pseudo-terminal, and what it shows. */
export class TerminalPty {
  readonly display: TerminalScreen;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal: number }>;
  readonly #pty: IPty;
  readonly #watchers = new Set<() => void>();
  #written = '';
  /** Resolves when all that has come is on the screen. */
  #shown = Promise.resolve();
  #over = false;

  constructor(options: PtyOptions) {
    const { columns = 80, rows = 24 } = options;
    this.display = new TerminalScreen(columns, rows);
    const inherited = options.bareEnv ? {} : process.env;
    const term = options.env?.['TERM'] ?? 'xterm-256color';
    this.#pty = spawn(options.command, [...options.arguments], {
      // Wins over the TERM of the environment.
      name: term,
      cols: columns,
      rows,
      env: Object.fromEntries(
        // An undefined one would arrive as the word "undefined".
        Object.entries({ ...inherited, ...options.env, TERM: term }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    this.#pty.onData((text) => {
      this.#written += text;
      // However many frames come at once, each is seen: what stands for a moment only is not missed on a busy machine.
      for (const frame of text.split(END_OF_FRAME)) this.#shown = this.#shown.then(() => this.#show(frame));
    });
    hearLastWords(this.#pty);
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal = 0 }) => {
        this.#over = true;
        void this.#shown.then(() => resolve({ exitCode, signal }));
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Everything the process has written. */
  get written(): string {
    return this.#written;
  }

  send(bytes: string): void {
    this.#pty.write(bytes);
  }

  resize(columns: number, rows: number): void {
    this.display.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Resolves when `shown` holds for the screen's text; rejects with the screen where it never does. */
  until(shown: string | RegExp | ((text: string) => boolean)): Promise<void> {
    const holds = () => {
      const text = this.display.text();
      if (typeof shown === 'function') return shown(text);
      return typeof shown === 'string' ? text.includes(shown) : shown.test(text);
    };
    return new Promise((resolve, reject) => {
      const over = (tell: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
        tell();
      };
      const watch = () => {
        try {
          if (holds()) over(resolve);
        } catch (error) {
          over(() => reject(error));
        }
      };
      const notSeen = () => new Error(`Not seen: ${String(shown)}. The screen:\n${this.display.text()}`);
      const timer = setTimeout(() => over(() => reject(notSeen())), PATIENCE_MS);
      this.#watchers.add(watch);
      watch();
    });
  }

  /** Closes the window: the process loses its terminal. */
  hangUp(): void {
    // Not among the package's types, but what closes the terminal's own end of the line.
    if ('destroy' in this.#pty && typeof this.#pty.destroy === 'function') this.#pty.destroy();
    else throw new Error('This pseudo-terminal cannot be closed');
  }

  /** Shows what has come, and lets who has waited for it look before anything else is shown. */
  async #show(frame: string): Promise<void> {
    this.display.feed(frame);
    await this.display.flushed();
    const waiting = this.#watchers.size;
    for (const watcher of [...this.#watchers]) watcher();
    if (this.#watchers.size < waiting) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Ends the process if it still runs. */
  dispose(): void {
    if (!this.#over) this.#pty.kill('SIGKILL');
  }
}
