import { Failure, type Problem } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { stopped } from '../http/lifetime.ts';
import type { ProviderContext } from '../provider.ts';
import { LostLine } from './lostLine.ts';
import type { SocketLine } from './socketLine.ts';
import { placeText } from './socketPlace.ts';
import type { Level } from './wholeAnswer.ts';

/** What HAProxy answered to one line of commands. */
export interface Answer {
  readonly text: string;
  /** What this socket may do. */
  readonly level: Level;
  /** What went wrong, in the order of the commands, without severities. */
  readonly refusals: readonly string[];
}

/** A line must fit into HAProxy's buffer (16,384 bytes), or nothing of it is done from 3.2 on. */
export const LONGEST_LINE = 16_000;
const BEFORE = 'set severity-output number';

/** 0 to 3 are errors; 4 and more are notices, among them the success of `set server … addr`. */
const REFUSAL = /^\[[0-3]\]: (.*)$/gm;
const UNKNOWN = /^(?:\[\d\]: )?(Unknown command[^,\n]*)/m;
/** The log is not for tables. */
const LOGGED = 300;

/** Commands to HAProxy, several on one line, and what came of each as far as it says. */
export class Console {
  readonly #line: SocketLine;
  readonly #context: ProviderContext;

  constructor(line: SocketLine, context: ProviderContext) {
    this.#line = line;
    this.#context = context;
  }

  /** Sends the commands once, on one line. Throws LostLine, or Failure `cancelled`. */
  async send(commands: readonly string[], signal: AbortSignal): Promise<Answer> {
    const line = [BEFORE, ...commands];
    // Names are checked where they come in; this is what keeps a slip from becoming another command.
    if (Buffer.byteLength(line.join(';')) > LONGEST_LINE || commands.some((one) => /[;\\\r\n]/.test(one)))
      throw new Failure({ kind: 'bug', message: 'A command for HAProxy is malformed' });
    const { clock, debug } = this.#context;
    const began = clock.now();
    const socket = placeText(this.#line.place);
    const told = { socket, line: commands.join(';').slice(0, LOGGED) };
    try {
      const { text, level } = await this.#line.exchange(line, signal);
      debug('haproxy', { ...told, bytes: text.length, ms: clock.now() - began });
      return { text, level, refusals: refusalsIn(text) };
    } catch (thrown) {
      if (thrown instanceof LostLine) debug('haproxy', { ...told, lost: thrown.message });
      throw thrown;
    }
  }

  /** As `send`, for what only reads: once more where the connection was cut. Throws Failure. */
  async read(commands: readonly string[], what: string, signal: AbortSignal): Promise<Answer> {
    for (let again = false; ; again = true) {
      try {
        return await this.send(commands, signal);
      } catch (thrown) {
        if (!(thrown instanceof LostLine)) throw thrown;
        if (signal.aborted) throw stopped();
        // A connection that was made and cut is what a restart looks like; another one finds the new process.
        if (again || !thrown.sent || thrown.kind !== 'network') throw new Failure(thrown.problem(what));
      }
    }
  }
}

function refusalsIn(text: string): readonly string[] {
  const refusals = [...text.matchAll(REFUSAL)].map(([, words = '']) => cleanText(words).trim());
  const unknown = UNKNOWN.exec(text)?.[1];
  return unknown === undefined ? refusals : [...refusals, cleanText(unknown)];
}

/** A refusal as a Problem. `what` is what was tried: `drain web/s1`. */
export function refusalProblem(words: string, what: string): Problem {
  const story = STORIES.find(({ pattern }) => pattern.test(words));
  return {
    kind: story?.kind ?? 'engine',
    message: `Could not ${what}: ${words.replace(/\.$/, '')}`,
    ...(story === undefined ? {} : { hint: story.hint }),
  };
}

const STORIES: readonly {
  readonly pattern: RegExp;
  readonly kind: Problem['kind'];
  readonly hint: string;
}[] = [
  {
    pattern: /^Permission denied/,
    kind: 'forbidden',
    hint: 'The socket needs "level admin" on its stats socket line',
  },
  {
    pattern: /^No such (?:server|backend|proxy)|find backend/,
    kind: 'missing',
    hint: 'Refresh: a reload of the configuration may have removed it',
  },
  {
    pattern: /^Proxy is disabled/,
    kind: 'busy',
    hint: 'HAProxy is being reloaded: try again in a moment',
  },
  {
    pattern: /static LB algorithm/,
    kind: 'invalid',
    hint: 'With this algorithm a server has its whole weight or, with 0, none; roundrobin and leastconn take any',
  },
  {
    pattern: /dynamic (?:load balancing|algorithm)|support(?:s)? dynamic/i,
    kind: 'invalid',
    hint: 'Its algorithm is fixed when HAProxy starts: roundrobin, leastconn, random or hash-type consistent take servers',
  },
  {
    pattern: /[Aa]lready exists a server/,
    kind: 'conflict',
    hint: 'Choose another name',
  },
  {
    pattern: /option is not accepted for dynamic server/,
    kind: 'invalid',
    hint: 'This version takes it in the configuration file only: leave it out',
  },
  {
    pattern: /still has connections|is busy|still has (?:idle|streams)/i,
    kind: 'busy',
    hint: 'Drain it first, then remove it when no connections are left',
  },
  {
    pattern: /^Unknown command/,
    kind: 'invalid',
    hint: 'This version of HAProxy does not have it',
  },
];
