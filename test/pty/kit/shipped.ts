import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { TerminalPty } from '../../kit/terminalPty.ts';

/** What the build made, as a user gets it. `npm test` builds it; a test run by hand tests the last build. */
export const BUNDLE = path.resolve('dist/sluice.cjs');

export type Env = Readonly<Record<string, string | undefined>>;

/** How a command ended and what it printed. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How `sluice sandbox --json` says to sign in. */
export interface Access {
  readonly identityUrl: string;
  readonly username: string;
  readonly apiKey: string;
}

export interface Served {
  readonly rackspace: Access;
  readonly port: number;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
}

export interface ScreensOptions {
  readonly words?: readonly string[];
  readonly env?: Env;
  readonly columns?: number;
  readonly rows?: number;
  /** A file that Node loads before the program. */
  readonly preload?: string;
}

/** One user's folder, and the programs that run in it. Everything ends with the test. */
export class Shipped {
  readonly home: string;
  readonly #running = new Set<ChildProcess>();
  readonly #terminals = new Set<TerminalPty>();

  /** In concurrent tests `finished` is that of the test's own context. */
  constructor(finished: (task: () => void) => void = onTestFinished) {
    if (!existsSync(BUNDLE)) throw new Error('dist/sluice.cjs is missing: npm run build makes it');
    this.home = mkdtempSync(path.join(tmpdir(), 'sluice-pty-'));
    finished(() => {
      for (const child of this.#running) child.kill('SIGKILL');
      for (const terminal of this.#terminals) terminal.dispose();
      rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    });
  }

  /** What every program here starts with, and nothing of the developer's own shell. */
  env(more: Env = {}): Record<string, string> {
    const all = {
      PATH: process.env['PATH'],
      HOME: this.home,
      SLUICE_HOME: path.join(this.home, 'sluice'),
      // A HAProxy of the developer's own is none of the test's.
      SLUICE_HAPROXY: '',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      TZ: 'UTC',
      ...more,
    };
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  /**
   * Runs a command to its end, with no terminal; `input` is piped in. `begun` gets what ends it as a power failure would.
   */
  run(
    words: readonly string[],
    more: { readonly env?: Env; readonly input?: string; readonly begun?: (kill: () => void) => void } = {},
  ): Promise<Ended> {
    const child = spawn(process.execPath, [BUNDLE, ...words], { env: this.env(more.env), cwd: this.home });
    this.#running.add(child);
    more.begun?.(() => child.kill('SIGKILL'));
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // A command that does not read may be gone before it is told anything.
    child.stdin.on('error', () => {});
    child.stdin.end(more.input ?? '');
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        this.#running.delete(child);
        resolve({ code, stdout, stderr });
      });
    });
  }

  /** From now on the sandbox answers such requests only when `answersAgain`: what waits for one stays as it is. */
  async holds(...which: readonly string[]): Promise<void> {
    await this.run(['sandbox', 'fault', 'slow', '--ms', '3600000', ...which]);
  }

  async answersAgain(): Promise<void> {
    await this.run(['sandbox', 'fault', 'clear']);
  }

  /** The program by itself in a terminal of its own. */
  screens({ words = [], env, columns = 80, rows = 24, preload }: ScreensOptions = {}): TerminalPty {
    return this.#open(
      process.execPath,
      [...(preload ? ['--require', preload] : []), BUNDLE, ...words],
      this.env(env),
      columns,
      rows,
    );
  }

  /**
   * The program in a shell with something in its scrollback, which says afterwards how the program ended (`code=0`) and
   * whether the terminal's modes are as before (`modes=same`). The second of the pair is the program's own process id.
   */
  async inShell(options: ScreensOptions = {}): Promise<readonly [TerminalPty, number]> {
    const script = [
      'for line in $(seq 30); do echo "earlier line $line"; done',
      'before=$(stty -g)',
      '(echo "pid=$BASHPID."; exec "$@")',
      'echo "code=$?"',
      'test "$before" = "$(stty -g)" && echo modes=same || echo modes=changed',
    ].join('\n');
    const { words = [], env, columns = 80, rows = 24, preload } = options;
    const command = [process.execPath, ...(preload ? ['--require', preload] : []), BUNDLE, ...words];
    const terminal = this.#open('bash', ['-c', script, 'bash', ...command], this.env(env), columns, rows);
    await terminal.until(() => /pid=\d+\./.test(terminal.written));
    return [terminal, Number(/pid=(\d+)\./.exec(terminal.written)?.[1])];
  }

  /** What a person types to start the program. */
  commandLine(): string {
    return `${process.execPath} ${BUNDLE}`;
  }

  /** A shell that a person types into, with job control. */
  async shell(): Promise<TerminalPty> {
    const env = this.env({ PS1: 'shell> ', HISTFILE: '/dev/null' });
    const terminal = this.#open('bash', ['--norc', '--noprofile', '-i'], env, 80, 24);
    await terminal.until('shell>');
    return terminal;
  }

  /** Serves the sandbox of this folder to everybody, until the test is over or it is killed. */
  async serve(port: number): Promise<Served> {
    const words = [BUNDLE, 'sandbox', '--json', '--port', String(port)];
    const child = spawn(process.execPath, words, {
      env: this.env(),
      cwd: this.home,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#running.add(child);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once('line', resolve);
      child.once('close', (code) => reject(new Error(`The sandbox ended with ${code}`)));
    });
    const { rackspace }: { rackspace: Access } = JSON.parse(line);
    return {
      rackspace,
      port: Number(new URL(rackspace.identityUrl).port),
      kill: () => {
        child.kill('SIGKILL');
        return ended;
      },
    };
  }

  #open(
    command: string,
    words: readonly string[],
    env: Record<string, string>,
    columns: number,
    rows: number,
  ): TerminalPty {
    const terminal = new TerminalPty({
      command,
      arguments: words,
      env,
      columns,
      rows,
      cwd: this.home,
      bareEnv: true,
    });
    this.#terminals.add(terminal);
    return terminal;
  }
}
