import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
// Loaded here so that waiting for idle never has to wait for a module.
import 'conf';
import 'undici';
import '../../src/providers/rackspace/open.ts';
import '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { mount } from '../../src/screens/mount.tsx';
import type { Looks } from '../../src/screens/terminal/looks.ts';
import { Terminal } from '../../src/screens/terminal/session.ts';
import { themeFor } from '../../src/screens/theme.ts';
import { placesOf } from '../../src/state/home/places.ts';
import type { StartAt } from '../../src/state/program/beginning.ts';
import type { Program } from '../../src/state/program/program.ts';
import { openWorkspace, type Workspace } from '../../src/state/workspace.ts';
import { seededRandom } from '../sandbox/sharedLog.ts';
import { VirtualClock } from './clock.ts';
import { FakeTerminal } from './fakeTerminal.ts';
import { filesInUse, mostAtOnce, noteServed, requestsHeld, requestsOpen, takeRequests } from './traffic.ts';

export interface SluiceOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Shared with another program under test; a new folder otherwise. */
  readonly home?: string;
  readonly clock?: VirtualClock;
  readonly looks?: Looks;
  readonly linear?: boolean;
  readonly readOnly?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly debugFile?: string;
  readonly startAt?: StartAt;
}

/** Turns of the event loop with nothing going on after which nothing will. */
const QUIET_TURNS = 12;
/** Of real time; a busy machine may be slow. */
const PATIENCE_MS = 60_000;

/**
 * The whole program in a terminal without a window, on its own sandbox over real HTTP, on a clock that stands still. Keys
 * are awaited until nothing is under way; time passes only with `advance`. A red message that the test has not read
 * (`message`) fails it.
 */
export class SluiceUnderTest {
  readonly home: string;
  readonly clock: VirtualClock;
  readonly env: Readonly<Record<string, string>>;
  readonly terminal: FakeTerminal;
  readonly workspace: Workspace;
  readonly program: Program;
  readonly copied: string[] = [];
  quits = 0;
  readonly #session: Terminal;
  readonly #press: (name: { name: string; text?: string }) => void;
  readonly #unmount: () => void;
  readonly #bad = new Set<string>();
  readonly #read = new Set<string>();
  readonly #linear: boolean;
  #closed = false;

  constructor(options: SluiceOptions = {}) {
    this.#linear = options.linear ?? false;
    this.home = options.home ?? mkdtempSync(path.join(tmpdir(), 'sluice-flow-'));
    this.clock = options.clock ?? new VirtualClock();
    this.terminal = new FakeTerminal({ columns: options.columns ?? 80, rows: options.rows ?? 24 });
    const own = { HOME: this.home, SLUICE_HOME: this.home, SLUICE_HAPROXY: '' };
    const env: Readonly<Record<string, string>> = { ...own, ...options.env };
    this.env = env;
    this.workspace = openWorkspace({
      places: placesOf({ env, platform: 'linux', homeFolder: this.home, workingFolder: this.home }),
      env,
      clock: this.clock,
      random: seededRandom(),
      readOnly: options.readOnly ?? false,
      debugFile: options.debugFile ?? null,
      version: '0.0.0-test',
      sandboxRateLimits: false,
    });
    this.workspace.sandbox.onRequest = noteServed;
    const { stdin, stdout } = this.terminal;
    this.#session = new Terminal({
      stdin,
      stdout,
      clock: this.clock,
      mode: options.linear ? 'linear' : 'full',
      onKey: (key) => this.#press(key),
      frameMs: 0,
    });
    const mounted = mount({
      workspace: this.workspace,
      terminal: this.#session,
      theme: themeFor(options.looks ?? { colour: 2, ascii: false }),
      linear: options.linear ?? false,
      startAt: options.startAt ?? null,
      effects: {
        quit: () => {
          this.quits += 1;
        },
        suspend: () => {},
        copy: (text) => this.copied.push(text),
        handOver: (run) => this.#session.handOver(run),
      },
    });
    this.program = mounted.program;
    this.#press = (key) => mounted.press(key);
    this.#unmount = () => mounted.unmount();
    this.program.subscribe(() => {
      const { message } = this.program.view();
      if (message?.tone === 'bad') this.#bad.add(message.text);
    });
  }

  /** The sandbox that this program serves and uses. */
  sandbox(): Promise<Sandbox> {
    return this.workspace.sandbox.start();
  }

  /** Presses keys one after the other, each until nothing is under way. */
  async press(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.terminal.press(name);
      // A lone ESC is a key only after a moment in which nothing follows, and until then nothing is idle.
      if (name === 'esc') await this.clock.advance(100);
      await this.idle();
    }
  }

  /** From the list of accounts to a balancer of the sandbox, by its whole name. */
  async open(balancer: string): Promise<void> {
    await this.press('enter', '/');
    await this.type(balancer);
    await this.press('enter', 'enter');
  }

  /** Presses keys faster than the program can draw: it gets them one by one, and is awaited once. */
  async burst(...names: readonly string[]): Promise<void> {
    this.terminal.press(...names);
    await this.idle();
  }

  async type(text: string): Promise<void> {
    this.terminal.type(text);
    await this.idle();
  }

  /** Changes the window's size. */
  async resize(columns: number, rows: number): Promise<void> {
    this.terminal.resize(columns, rows);
    // The old frame is not drawn again; the new one comes with the clock.
    await this.advance(0);
  }

  /** Lets time pass, for the program and its sandbox alike. */
  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.idle());
  }

  /** Resolves when no request is on its way, no file is being read and everything is drawn. */
  async idle(): Promise<void> {
    const begun = performance.now();
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      // Lines for a screen reader are written by a timer, which may be due at once.
      if (this.#linear) await this.clock.advance(0);
      const held = requestsHeld();
      const onTheWay = requestsOpen() - held;
      // A request that is held for long waits for the clock; a moment's work there is over in a few turns.
      const step = held > 0 ? 0.25 : 1;
      quiet = onTheWay > 0 || filesInUse() || !this.#session.idle ? 0 : quiet + step;
      if (performance.now() - begun > PATIENCE_MS)
        throw new Error(`not idle: ${onTheWay} requests on the way`);
    }
    await this.terminal.flushed();
  }

  screen(): string {
    return this.terminal.screen();
  }

  /** The one line of the screen, but for header, message and keys, that contains `part`. */
  row(part: string): string {
    const below = this.program.view().layout.message.length + 1;
    const lines = this.screen().split('\n').slice(2, -below);
    const found = lines.filter((line) => line.includes(part));
    const [only] = found;
    if (only === undefined || found.length > 1) {
      throw new Error(`${found.length} rows contain ${JSON.stringify(part)}:\n${this.screen()}`);
    }
    return only;
  }

  /** The line of messages; reading a red one makes it expected. */
  message(): string {
    const text = this.program.view().message?.text ?? '';
    this.#read.add(text);
    return text;
  }

  /** Requests sent since the last call, by anyone in this test. */
  requests(): readonly string[] {
    return takeRequests();
  }

  /** The most requests of a method that were answered at the same time since the last `requests`. */
  mostAtOnce(method: string): number {
    return mostAtOnce(method);
  }

  /** Ends the program as its own exits do, and checks that no red message went unread. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const unread = [...this.#bad].filter((text) => !this.#read.has(text));
    this.#unmount();
    this.#session.close();
    await this.workspace.close();
    await this.terminal.flushed();
    expect(unread, 'red messages that the test did not expect').toEqual([]);
  }
}

/** Starts the program; it is closed, and its folder removed, when the test is over. */
export async function startSluice(options: SluiceOptions = {}): Promise<SluiceUnderTest> {
  takeRequests();
  const app = new SluiceUnderTest(options);
  onTestFinished(async () => {
    await app.close();
    if (options.home === undefined) rmSync(app.home, { recursive: true, force: true });
  });
  await app.idle();
  return app;
}
