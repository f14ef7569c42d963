import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { Lifetime } from '../http/lifetime.ts';
import type { Login, Provider, ProviderContext } from '../provider.ts';
import { Backends } from './backends.ts';
import { Changes } from './changes.ts';
import { type Answer, Console } from './console.ts';
import { BackendCounters } from './counters.ts';
import { nodeEditing } from './nodeEditing.ts';
import { serverSections } from './nodeSections.ts';
import { OldWorkers } from './oldWorkers.ts';
import { OwnChanges } from './ownChanges.ts';
import { readProcess } from './process.ts';
import { CONDITIONS, conditionRefusal, conditionWarnings } from './rules.ts';
import { backendSections } from './sections.ts';
import { LINE_LIMITS, type LineLimits, SocketLine } from './socketLine.ts';
import { placeText, readSocketPlace, type SocketPlace } from './socketPlace.ts';
import type { Level } from './wholeAnswer.ts';
import { Writer } from './writer.ts';

const IN_FILE = 'HAProxy frontends and backends are made in its configuration file';
const ADMIN_MEND = 'its stats socket line in haproxy.cfg needs "level admin"';
/** A count costs HAProxy a tenth of a millisecond. */
const COUNTERS_EVERY_MS = 1_000;

/** Asks the process who it is and what this socket may do, on one connection. Throws Failure and leaves nothing open then. */
export async function openHaproxy(
  login: Login,
  context: ProviderContext,
  options: { readonly signal: AbortSignal },
  limits: LineLimits = LINE_LIMITS,
): Promise<Provider> {
  const place = placeOf(login, context, 'socket');
  if (place === null)
    throw new Failure({
      kind: 'invalid',
      message: `${login.account} does not say where HAProxy's socket is`,
      hint: 'Edit the account and give its socket',
    });
  const masterPlace = placeOf(login, context, 'masterSocket');
  const lifetime = new Lifetime();
  const line = new SocketLine(place, context, limits);
  const master = masterPlace === null ? null : new SocketLine(masterPlace, context, limits);
  return lifetime.run(options.signal, async (signal) => {
    try {
      const console = new Console(line, context);
      const answer = await console.read(['show info'], `open ${login.account}`, signal);
      return provider({ lifetime, line, master, console, context, answer, account: login.account });
    } catch (thrown) {
      await line.close();
      throw thrown;
    }
  });
}

function placeOf(login: Login, { env }: ProviderContext, key: string): SocketPlace | null {
  const typed = login.settings[key]?.trim() ?? '';
  if (typed === '') return null;
  const place = readSocketPlace(typed, env['HOME'] ?? '~');
  if (!('fault' in place)) return place;
  throw new Failure({
    kind: 'invalid',
    message: `The socket ${cleanText(typed)} of ${login.account} cannot be used. ${place.fault}`,
    hint: 'Edit the account and mend it',
  });
}

interface Parts {
  readonly lifetime: Lifetime;
  readonly line: SocketLine;
  readonly master: SocketLine | null;
  readonly console: Console;
  readonly context: ProviderContext;
  /** To `show info`. */
  readonly answer: Answer;
  readonly account: string;
}

function provider({ lifetime, line, master, console, context, answer, account }: Parts): Provider {
  const process = readProcess(answer.text);
  if (process === null) throw notAStatsSocket(answer, line.place, account);
  const own = new OwnChanges(context.debug);
  own.saw(process);
  const backends = new Backends(console, own, context);
  const writer = new Writer(console, backends, own, context);
  const old = master === null ? null : new OldWorkers(master);
  const changes = new Changes({ writer, backends, own, old, context });
  const counters = new BackendCounters(backends, context.clock);
  const isAdmin = answer.level === 'admin';
  return {
    engine: 'haproxy',
    label: 'HAProxy',
    region: null,
    regions: [],
    // Each server by itself, and each change is in force when its answer is there.
    oneChangeAtATime: false,
    conditions: CONDITIONS,
    missing: {
      create: IN_FILE,
      removal: IN_FILE,
      type: 'whether a server is a backup is said in HAProxy’s configuration file',
      servers: 'HAProxy knows no machines but its servers',
      usage: 'HAProxy keeps no records of what it carried; sluice collects them while a backend is watched',
      ...(isAdmin ? {} : readOnlyWords(answer.level)),
    },
    listBalancers: ({ signal, onPage }) =>
      lifetime.run(signal, async (inner) => {
        const list = await backends.list(inner);
        onPage?.(list);
        return list;
      }),
    getBalancer: (id, { signal }) => lifetime.run(signal, (inner) => backends.get(id, inner)),
    changeNode: (backend, server, change, options) =>
      lifetime.change(options, async (inner) => {
        if (!isAdmin)
          throw new Failure({
            kind: 'forbidden',
            message: `Could not change ${cleanText(`${backend}/${server}`)}: ${readOnlyText(answer.level)}`,
            hint: `To change servers ${ADMIN_MEND}`,
          });
        return changes.change(backend, server, change, inner);
      }),
    conditionRefusal: (node, to, balancer) =>
      isAdmin ? conditionRefusal(node, to, balancer) : readOnlyText(answer.level),
    conditionWarnings: (nodes, to, balancer) => conditionWarnings(nodes, to, balancer, own, old !== null),
    ...(isAdmin ? { nodes: nodeEditing({ lifetime, writer, backends, changes, own, old, context }) } : {}),
    sections: (balancer) => backendSections({ lifetime, backends, own, old, place: line.place }, balancer),
    nodeSections: (balancer, node) =>
      serverSections(
        { lifetime, backends, changes, readOnly: isAdmin ? null : mendText(answer.level) },
        balancer,
        node,
      ),
    counters: {
      everyMs: COUNTERS_EVERY_MS,
      collect: true,
      read: (id, { signal }) => lifetime.run(signal, (inner) => counters.read(id, inner)),
    },
    connections: {
      read: (id, { signal }) => lifetime.run(signal, (inner) => backends.sessions(id, inner)),
    },
    async close() {
      lifetime.end();
      changes.close();
      await Promise.all([line.close(), master?.close()]);
    },
  };
}

function readOnlyText(level: Level): string {
  return `this socket has level ${level} and may only read`;
}

function mendText(level: Level): string {
  return `${readOnlyText(level)}: ${ADMIN_MEND}`;
}

function readOnlyWords(level: Level): Readonly<Record<string, string>> {
  const words = mendText(level);
  return { add: words, remove: words, weight: words };
}

function notAStatsSocket({ refusals }: Answer, place: SocketPlace, account: string): Failure {
  const where = cleanText(placeText(place));
  return refusals.some((words) => words.startsWith('Unknown command'))
    ? new Failure({
        kind: 'invalid',
        message: `Could not open ${account}: ${where} is HAProxy's master socket`,
        hint: 'Give the path of a stats socket line as the socket, and this one as the master socket',
      })
    : new Failure({
        kind: 'engine',
        message: `Could not open ${account}: what answers at ${where} does not tell about itself as HAProxy does`,
        hint: 'Check the socket of the account',
      });
}
