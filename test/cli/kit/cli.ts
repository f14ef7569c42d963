import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
// Loaded here so that the clock never jumps while a module is being read.
import 'conf';
import 'undici';
import '../../../src/providers/rackspace/open.ts';
import '../../../src/sandbox/index.ts';
import type { Prompt } from '../../../src/cli/prompt.ts';
import { runCommand } from '../../../src/cli/run.ts';
import type { Shell } from '../../../src/cli/shell.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { filesInUse, requestsOpen } from '../../kit/traffic.ts';

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command of the user's takes real time: the clock waits for it. */
const runsAnotherProgram = () => process.getActiveResourcesInfo().includes('ProcessWrap');

/** Waits for what is being imported, as a command does where it first needs it; false where there was nothing. */
async function modulesCame(): Promise<boolean> {
  let settled = false;
  const settling = vi.dynamicImportSettled().then(() => {
    settled = true;
  });
  // It looks in a timer of its own, which comes before this one.
  await new Promise((resolve) => setTimeout(resolve));
  if (settled) return false;
  await settling;
  return true;
}

/** Turns of the event loop without a request or a file after which nothing but the clock can go on. */
const QUIET_TURNS = 6;

const SILENT: Prompt = {
  interactive: false,
  line: () => Promise.reject(new Error('nobody answers')),
  secret: () => Promise.reject(new Error('nobody answers')),
  piped: () => Promise.resolve(null),
  pipedText: () => Promise.resolve(null),
};

/** A machine of its own with one user: a settings folder, a clock that jumps ahead whenever a command waits for it. */
export class Machine {
  readonly clock: VirtualClock;
  readonly home: string;
  #seed = 1;
  env: Record<string, string> = {};
  prompt: Prompt = SILENT;
  terminal = false;
  /** What is piped into a command; null for none. */
  stdin: string | null = null;
  /** Called before every jump of the clock. */
  onIdle: () => void = () => {};

  /** With `before` it is the same machine a moment later, and another process: nothing in memory is left. */
  constructor(before?: Machine) {
    this.clock = new VirtualClock(before?.clock.now());
    this.home = before?.home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-cli-'));
    this.#seed = before ? before.#seed + 1 : 1;
    if (!before) onTestFinished(() => fs.rmSync(this.home, { recursive: true, force: true }));
  }

  /** Runs one command line; words are separated by spaces. `onOutput` sees what goes to stdout as it comes. */
  async run(
    line: string,
    interrupted = new AbortController().signal,
    onOutput: (text: string) => Promise<void> = async () => {},
  ): Promise<Ran> {
    return (await this.runUntil(line, () => false, interrupted, onOutput)).goOn();
  }

  /** Runs one command line until `when` of what it has printed, and no further unless it is told to go on. */
  async runUntil(
    line: string,
    when: (printed: Omit<Ran, 'code'>) => boolean,
    interrupted = new AbortController().signal,
    onOutput: (text: string) => Promise<void> = async () => {},
  ): Promise<{ readonly goOn: () => Promise<Ran> }> {
    let out = '';
    let err = '';
    const seen: Promise<void>[] = [];
    const shell: Shell = {
      env: { SLUICE_HOME: this.home, HOME: this.home, SLUICE_HAPROXY: '', ...this.env },
      platform: 'linux',
      homeFolder: this.home,
      workingFolder: this.home,
      version: '9.9.9',
      clock: this.clock,
      random: this.#random,
      stdout: {
        isTerminal: this.terminal,
        write: (text) => {
          out += text;
          seen.push(onOutput(text));
        },
      },
      stderr: {
        isTerminal: this.terminal,
        write: (text) => {
          err += text;
        },
      },
      colour: this.terminal,
      prompt: { ...this.prompt, pipedText: async () => this.stdin },
      interrupted,
    };
    let code: number | null = null;
    const running = runCommand(line.split(' ').filter(Boolean), shell).then((ended) => {
      code = ended;
    });
    await this.#drive(() => code !== null || when({ out, err }));
    return {
      goOn: async () => {
        await this.#drive(() => code !== null);
        await running;
        await Promise.all(seen);
        return { code: code ?? Number.NaN, out, err };
      },
    };
  }

  /** The same with --json; what it printed as a result. */
  async json(
    line: string,
  ): Promise<{ readonly code: number; readonly value: unknown; readonly err: string }> {
    const { code, out, err } = await this.run(`${line} --json`);
    return { code, value: out === '' ? null : JSON.parse(out), err };
  }

  /** Numbers that differ, and are the same in each run of a test. */
  readonly #random = () => {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 0x1_0000_0000;
  };

  async #drive(isOver: () => boolean): Promise<void> {
    for (let quiet = 0; !isOver(); ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = requestsOpen() > 0 || filesInUse() || runsAnotherProgram() ? 0 : quiet + 1;
      if (quiet < QUIET_TURNS || this.clock.nextIn === null) continue;
      quiet = 0;
      if (await modulesCame()) continue;
      this.onIdle();
      await this.clock.advance(this.clock.nextIn);
    }
  }
}

/** Runs lines that cannot be carried out: each ends with that code, and says those words on stderr. */
export async function expectRefusals(
  machine: Machine,
  lines: readonly (readonly [line: string, code: number, words: string])[],
): Promise<void> {
  for (const [line, code, words] of lines) {
    const { code: ended, err } = await machine.run(line);
    expect({ line, code: ended, err }).toEqual({ line, code, err: expect.stringContaining(words) });
  }
}
