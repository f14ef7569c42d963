import { type IPty, spawn } from '@lydell/node-pty';
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
  /** How long `until` waits by default, milliseconds. Default 5000. */
  readonly patienceMs?: number;
}

/** A real process in a real pseudo-terminal, and what it shows. */
export class TerminalPty {
  readonly display: TerminalScreen;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal: number }>;
  readonly #pty: IPty;
  readonly #watchers = new Set<() => void>();
  readonly #patienceMs: number;
  #written = '';
  #over = false;

  constructor(options: PtyOptions) {
    const { columns = 80, rows = 24 } = options;
    this.#patienceMs = options.patienceMs ?? 5000;
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
      this.display.feed(text);
      void this.display.flushed().then(() => {
        for (const watcher of [...this.#watchers]) watcher();
      });
    });
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal = 0 }) => {
        this.#over = true;
        void this.display.flushed().then(() => resolve({ exitCode, signal }));
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

  /** Resolves when `shown` holds for the screen's text; rejects with the screen after `ms` milliseconds. */
  until(shown: string | RegExp | ((text: string) => boolean), ms = this.#patienceMs): Promise<void> {
    const holds = () => {
      const text = this.display.text();
      if (typeof shown === 'function') return shown(text);
      return typeof shown === 'string' ? text.includes(shown) : shown.test(text);
    };
    return new Promise((resolve, reject) => {
      const watch = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#watchers.delete(watch);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(watch);
        reject(new Error(`Not seen: ${String(shown)}. The screen:\n${this.display.text()}`));
      }, ms);
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

  /** Ends the process if it still runs. */
  dispose(): void {
    if (!this.#over) this.#pty.kill('SIGKILL');
  }
}
