import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanText } from '../../model/text.ts';
import { startDeadline } from '../http/deadline.ts';
import { stopped } from '../http/lifetime.ts';
import { SharedCall } from '../http/sharedCall.ts';
import type { DebugLog } from '../provider.ts';
import { LostLine } from './lostLine.ts';
import { placeText, type SocketPlace } from './socketPlace.ts';

type SshPlace = Extract<SocketPlace, { kind: 'ssh' }>;

/**
 * ssh leads a socket in a private folder of ours to the one over there. This needs nothing on the other side but sshd (no
 * shell, no socat), and one login carries all connections. `ssh -W PATH` would need no folder, but knows sockets only since
 * OpenSSH 9.4 and would sign in for every line.
 *
 * ssh does not end with its parent. The shell around it does so for it: it ends ssh when our end of its pipe is closed,
 * which the kernel does even for a program that is killed.
 */
const SCRIPT = `exec 3<&0
ssh "$@" </dev/null 3<&- & ssh=$!
{ cat <&3; kill "$ssh"; } >/dev/null 2>&1 & watch=$!
exec 3<&-
wait "$ssh"; code=$?
kill "$watch" 2>/dev/null
exit "$code"`;

/** What ssh says when it has signed in and listens: it runs this command here, after the forwarding is set up. */
const READY = 'sluice-tunnel-ready';

/** BatchMode never asks; a shared connection of the user's would keep the forwarding after us, so `-S none`. */
const OPTIONS = [
  ...['-N', '-T', '-a', '-x', '-S', 'none'],
  ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'ServerAliveInterval=15'],
  ...['-o', 'StreamLocalBindMask=0177', '-o', 'PermitLocalCommand=yes', '-o', `LocalCommand=echo ${READY}`],
];

/** Signing in may involve slow name servers and hardware keys, in milliseconds. */
const SIGN_IN_MS = 25_000;
const SAID_MOST = 2_000;

interface Running {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly path: string;
}

/** A socket of another machine, brought here by the system's ssh with the user's own keys and settings. */
export class SshTunnel {
  readonly #place: SshPlace;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #debug: DebugLog;
  readonly #starting = new SharedCall<Running>();
  #running: Running | null = null;
  #said = '';
  #over = false;

  constructor(place: SshPlace, env: Readonly<Record<string, string | undefined>>, debug: DebugLog) {
    this.#place = place;
    this.#env = env;
    this.#debug = debug;
  }

  /** The path of the socket here; signs in where that has not been done or has ended. Throws LostLine. */
  async path(signal: AbortSignal): Promise<string> {
    if (this.#over || signal.aborted) throw stopped();
    const running = this.#running ?? (await this.#starting.join((shared) => this.#start(shared), signal));
    return running.path;
  }

  /** What ssh has complained of since the last call; null for nothing. */
  takeComplaint(): string | null {
    const lines = this.#said.split('\n').map((line) => cleanText(line).trim());
    this.#said = '';
    return lines.findLast((line) => line !== '') ?? null;
  }

  /** Ends ssh and takes the folder away. */
  async close(): Promise<void> {
    this.#over = true;
    const running = this.#running;
    this.#running = null;
    if (running) await end(running);
  }

  async #start(signal: AbortSignal): Promise<Running> {
    const { destination, port, path } = this.#place;
    const folder = await mkdtemp(join(tmpdir(), 'sluice-ssh-'));
    const local = join(folder, 's');
    const where = port === null ? [] : ['-p', String(port)];
    const words = [...OPTIONS, '-L', `${local}:${path}`, ...where, '--', destination];
    const child = spawn('sh', ['-c', SCRIPT, 'sh', ...words], {
      env: { ...this.#env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const running = { child, folder, path: local };
    // The pipe breaks when ssh ends by itself.
    child.stdin.on('error', () => {});
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-SAID_MOST);
    });
    child.once('exit', () => {
      if (this.#running === running) this.#running = null;
      void end(running);
    });
    const deadline = startDeadline(signal, SIGN_IN_MS);
    try {
      await ready(child, deadline.signal);
    } catch (error) {
      await end(running);
      if (signal.aborted) throw stopped();
      throw this.#lost(error, deadline.passed);
    } finally {
      deadline.end();
    }
    if (this.#over) {
      await end(running);
      throw stopped();
    }
    this.#debug('ssh', { to: placeText(this.#place) });
    this.#running = running;
    return running;
  }

  #lost(error: unknown, late: boolean): LostLine {
    const said = this.takeComplaint();
    const reason = said ?? (error instanceof Error ? cleanText(error.message) : 'it gave no reason');
    return new LostLine(
      late
        ? `ssh ${this.#place.destination} did not sign in in time${said === null ? '' : ` (${said})`}`
        : `ssh ${this.#place.destination} failed: ${reason}`,
      {
        kind: late ? 'timeout' : /denied|verification failed/i.test(reason) ? 'auth' : 'network',
        hint: `Try "ssh ${this.#place.destination}" by hand: it must sign in without asking for anything`,
        sent: false,
        cause: error,
      },
    );
  }
}

/** Resolves when ssh has said that it listens; rejects when it cannot be started, ends, or is stopped. */
function ready(child: ChildProcess, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      heard = (heard + text).slice(-SAID_MOST);
      if (heard.includes(READY)) resolve();
    });
    child.once('error', reject);
    // Not "exit": what it said on its way out must have been read.
    child.once('close', (code) => reject(new Error(`it ended with code ${code}`)));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function end({ child, folder }: Running): Promise<void> {
  child.stdin?.end();
  await rm(folder, { recursive: true, force: true }).catch(() => {});
}
