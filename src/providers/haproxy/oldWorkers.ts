import { Failure, problemLine, problemOf } from '../../model/problem.ts';
import { LostLine } from './lostLine.ts';
import { isName } from './names.ts';
import type { SocketLine } from './socketLine.ts';

/** Commands on one line; the session ids are short. */
const CUTS_AT_ONCE = 100;

/**
 * The processes that a reload has left behind. Connections from before it live on there, where the stats socket does not
 * reach; the master's socket (`haproxy -W -S`) does.
 */
export class OldWorkers {
  readonly #master: SocketLine;

  constructor(master: SocketLine) {
    this.#master = master;
  }

  /** Their process numbers. Throws Failure. */
  async pids(signal: AbortSignal): Promise<readonly number[]> {
    const text = await this.#ask(['show proc'], 'ask the master process', signal);
    if (!/^#\s*<PID>/m.test(text))
      throw new Failure({
        kind: 'invalid',
        message: 'Could not ask the master process: the master socket of this account is none',
        hint: 'Give the path after -S on the command line of haproxy, or leave it out',
      });
    const [, old = ''] = /^# old workers\n([^#]*)/m.exec(text) ?? [];
    return [...old.matchAll(/^(\d+)\s+worker\b/gm)].map(([, pid]) => Number(pid));
  }

  /** Ends the sessions of that server in all of them. Throws Failure, which says that the rest has been done. */
  async cut(backend: string, server: string, what: string, signal: AbortSignal): Promise<void> {
    try {
      for (const pid of await this.pids(signal)) await this.#cutIn(pid, backend, server, signal);
    } catch (thrown) {
      const problem = problemOf(thrown);
      throw new Failure({
        ...problem,
        message: `It was possible to ${what}, but not to cut what old processes of HAProxy still hold: ${problemLine(problem)}`,
        hint: 'Connections from before the last reload may be open yet',
      });
    }
  }

  async #cutIn(pid: number, backend: string, server: string, signal: AbortSignal): Promise<void> {
    const sessions = await this.#ask([`@!${pid} show sess`], `list the sessions of process ${pid}`, signal);
    const ids = sessions
      .split('\n')
      .flatMap((line) =>
        wordOf(line, 'be') === backend && [server, `${backend}/${server}`].includes(wordOf(line, 'srv'))
          ? (/^(0x[0-9a-f]+):/.exec(line)?.[1] ?? [])
          : [],
      );
    for (let from = 0; from < ids.length; from += CUTS_AT_ONCE) {
      const commands = ids.slice(from, from + CUTS_AT_ONCE).map((id) => `@!${pid} shutdown session ${id}`);
      await this.#ask(commands, `cut the sessions of process ${pid}`, signal);
    }
  }

  async #ask(commands: readonly string[], what: string, signal: AbortSignal): Promise<string> {
    try {
      return (await this.#master.exchange(commands, signal)).text;
    } catch (thrown) {
      if (thrown instanceof LostLine) throw new Failure(thrown.problem(what));
      throw thrown;
    }
  }
}

/** The value of `be=…` in a line of `show sess`. */
function wordOf(line: string, key: string): string {
  const value = new RegExp(` ${key}=(\\S+)`).exec(line)?.[1] ?? '';
  return value.split('/').every(isName) ? value : '';
}
