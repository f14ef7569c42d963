import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { waitFor } from './wait.ts';

/** Another build of HAProxy than the system's can be tested too: its path. */
const PROGRAM = process.env['SLUICE_TEST_HAPROXY'] ?? 'haproxy';

function versionOf(program: string): string | null {
  try {
    const text = execFileSync(program, ['-v'], { encoding: 'utf8', env: withSbin() });
    return /version (\S+)/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Debian puts haproxy where only root's PATH leads. */
function withSbin() {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };
}

export const haproxyVersion = versionOf(PROGRAM);
if (haproxyVersion === null)
  console.warn(`HAProxy is not tested: there is no ${PROGRAM} to run (Debian: apt-get install haproxy)`);

/** A socket whose process is going may take a line and never answer; a busy machine answers within this. */
const SILENCE_MS = 10_000;

/** A HAProxy of its own folder, started by the test and ended after it. */
export class Haproxy {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-haproxy-'));
  readonly socket = join(this.folder, 'admin.sock');
  readonly userSocket = join(this.folder, 'user.sock');
  readonly masterSocket = join(this.folder, 'master.sock');
  readonly #file = join(this.folder, 'haproxy.cfg');
  #child: ChildProcess | null = null;
  #said = '';

  /** Starts one; `sections` are frontends and backends, `global` more lines of its global section. */
  static async start(sections: string, global: readonly string[] = []): Promise<Haproxy> {
    const haproxy = new Haproxy();
    onTestFinished(() => haproxy.end());
    haproxy.configure(sections, global);
    await haproxy.run();
    return haproxy;
  }

  configure(sections: string, global: readonly string[] = []): void {
    writeFileSync(
      this.#file,
      `global
  stats socket ${this.socket} mode 600 level admin
  stats socket ${this.userSocket} mode 600 level user
  ${global.join('\n  ')}
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
${sections}
`,
    );
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async run(): Promise<void> {
    const child = spawn(PROGRAM, ['-W', '-S', this.masterSocket, '-f', this.#file], {
      env: withSbin(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-4_000);
    });
    this.#child = child;
    await waitFor('HAProxy serves its socket', async () => {
      if (child.exitCode !== null) throw new Error(`HAProxy ended: ${this.#said}`);
      const worker = await this.tell('show info');
      return worker.includes('Name: HAProxy') && (await this.tell('show proc', this.masterSocket)) !== '';
    });
  }

  /** Reloads the configuration and waits until the new process answers. */
  async reload(): Promise<void> {
    const pid = async () => /^Pid: (\d+)/m.exec(await this.tell('show info'))?.[1];
    const before = await pid();
    this.#child?.kill('SIGUSR2');
    await waitFor('HAProxy has reloaded', async () => {
      const now = await pid();
      // A master that is not ready again would not hear of the next reload.
      const master = await this.tell('show proc', this.masterSocket);
      return now !== undefined && now !== before && master.includes('# workers');
    });
  }

  /** Kills it with all its processes, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const workers = (await this.tell('show proc', this.masterSocket)).matchAll(/^(\d+)\s+worker/gm);
    const over = once(child, 'exit');
    for (const [, pid] of workers) end(Number(pid));
    child.kill('SIGKILL');
    await over;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One command, as an operator's socat would send it; empty where nobody answers. */
  tell(command: string, socket = this.socket): Promise<string> {
    return new Promise((resolve) => {
      let heard = '';
      const line = createConnection({ path: socket });
      line.setTimeout(SILENCE_MS, () => line.destroy());
      line.setEncoding('utf8').on('data', (text) => {
        heard += String(text);
      });
      line.on('error', () => {});
      line.on('close', () => resolve(heard));
      // The master ends no connection that the other side keeps open.
      line.end(`${command}\n`);
    });
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
