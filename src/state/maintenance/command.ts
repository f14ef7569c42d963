import { spawn } from 'node:child_process';
import type { Clock } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';

/** Lines of the command's output that are quoted when it fails. */
const QUOTED = 3;
/** Longest line that is kept of what a command writes. */
const LONGEST_LINE = 200;
/** Time to end in after it was asked to, milliseconds. */
const GRACE_MS = 5_000;

interface ShellCommand {
  readonly command: string;
  /** Added to this program's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Each line of its output, clean. */
  readonly onLine: (line: string) => void;
}

/** Runs a line of the shell. Throws Failure. */
export type RunCommand = (command: ShellCommand) => Promise<void>;

/**
 * Runs a line of the user's in `sh`, in a process group of its own, without the terminal. Resolves when it has ended with 0;
 * throws Failure with its exit code and its last lines. Aborting asks the whole group to end, and makes it after five seconds.
 */
export function commandRunner(clock: Clock): RunCommand {
  return ({ command, env, signal, onLine }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const child = spawn('sh', ['-c', command], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      const tail: string[] = [];
      for (const stream of [child.stdout, child.stderr]) {
        eachLine(stream, (line) => {
          tail.push(line);
          if (tail.length > QUOTED) tail.shift();
          onLine(line);
        });
      }
      let stopped = false;
      let cancelKill = () => {};
      const onAbort = () => {
        stopped = true;
        killGroup(child.pid, 'SIGTERM');
        cancelKill = clock.after(GRACE_MS, () => killGroup(child.pid, 'SIGKILL'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const end = () => {
        signal.removeEventListener('abort', onAbort);
        cancelKill();
      };
      child.once('error', (error: NodeJS.ErrnoException) => {
        end();
        reject(
          new Failure({
            kind: 'invalid',
            message: `The command could not be run: ${error.code ?? error.message}`,
            hint: 'It needs a shell, sh',
          }),
        );
      });
      child.once('close', (code, killedBy) => {
        end();
        if (stopped) reject(signal.reason);
        else if (code === 0) resolve();
        else reject(failed(code, killedBy, tail));
      });
    });
}

function failed(code: number | null, killedBy: string | null, tail: readonly string[]): Failure {
  const how = killedBy === null ? `ended with exit code ${code}` : `was ended by ${killedBy}`;
  const said = tail.length > 0 ? `: ${tail.join(' / ')}` : ' and said nothing';
  return new Failure({
    kind: 'engine',
    message: `The command ${how}${said}`,
    hint: 'The node is still out of service: mend it, then try again',
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split(/\r?\n|\r/);
    // A line without end must not grow without end.
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) tell(line);
  });
  stream.on('end', () => tell(rest));
  const tell = (line: string) => {
    const clean = cleanText(line).trim().slice(0, LONGEST_LINE);
    if (clean !== '') onLine(clean);
  };
}
