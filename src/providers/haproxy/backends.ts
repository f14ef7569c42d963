import { isIP } from 'node:net';
import { type Balancer, type BalancerDetail, countNodes, type VirtualIp } from '../../model/balancer.ts';
import { sleep } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import type { ProviderContext } from '../provider.ts';
import { algorithmOf } from './algorithm.ts';
import { type Answer, type Console, refusalProblem } from './console.ts';
import { nameOf } from './names.ts';
import type { OwnChanges } from './ownChanges.ts';
import { type HaproxyProcess, readProcess } from './process.ts';
import { nodeOf, readServer, type Server } from './server.ts';
import { type Row, stateRows, statRows } from './table.ts';

/** What `raw` of a detail holds: HAProxy's own words, and what the rules read from it. */
export interface BackendFacts {
  readonly process: HaproxyProcess | null;
  readonly backend: Readonly<Record<string, string>>;
  /** By name. */
  readonly servers: Readonly<Record<string, Server>>;
  /** Lines of `show servers state` and `show stat`, by name, without what is empty or zero. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Kinds of rows in `show stat`, as bits to ask for them. */
const BACKEND = 2;
const SERVER = 4;
const LISTENER = 8;
/** A process that is being replaced may get a connection or two yet: it is asked again so often, after so many milliseconds. */
const STOPPING_TRIES = 3;
const STOPPING_PAUSE = 50;

const UNKNOWN_COUNTS = { total: null, enabled: null, draining: null, disabled: null, online: null } as const;

/** Reading backends as balancers. */
export class Backends {
  readonly #console: Console;
  readonly #own: OwnChanges;
  readonly #context: ProviderContext;
  /**
   * Numbers of backends whose name a frontend has too: `show stat NAME` then means the frontend. The number is good until the
   * next change of the configuration, so each answer is checked.
   */
  readonly #numbers = new Map<string, string>();

  constructor(console: Console, own: OwnChanges, context: ProviderContext) {
    this.#console = console;
    this.#own = own;
    this.#context = context;
  }

  /** A line for each backend; which servers are up is in none of it. Throws Failure. */
  async list(signal: AbortSignal): Promise<readonly Balancer[]> {
    const commands = ['show info', `show stat -1 ${BACKEND | LISTENER} -1`];
    const { text } = await this.ask(commands, 'list the backends', signal);
    const rows = statRows(text) ?? [];
    const listeners = listenersOf(rows);
    const seen = new Set<string>();
    return rows.flatMap((row) => {
      const name = row.text('pxname');
      if (row.text('type') !== '1' || name === null || seen.has(name)) return [];
      seen.add(name);
      return [balancerOf(name, row, listeners.get(row.text('iid') ?? '') ?? [])];
    });
  }

  /** One backend with its servers. Throws Failure, `missing` where there is none of that name. */
  async get(backend: string, signal: AbortSignal): Promise<BalancerDetail> {
    const what = `read ${nameOf('backend', backend)}`;
    const answer = await this.ask(this.commandsFor(backend), what, signal);
    return this.detailIn(answer, backend, what, signal);
  }

  /** What reads one backend; its answer is for `detailIn`. */
  commandsFor(backend: string): readonly string[] {
    const number = this.#numbers.get(backend) ?? backend;
    return [
      'show info',
      `show servers state ${backend}`,
      `show stat ${number} ${BACKEND | SERVER | LISTENER} -1`,
    ];
  }

  /** Open sessions by server. Throws Failure. */
  async sessions(backend: string, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const what = `count the sessions of ${nameOf('backend', backend)}`;
    const { rows } = await this.#stats(backend, BACKEND | SERVER, what, signal);
    return new Map(
      rows.flatMap((row) => {
        const [server, open] = [row.text('svname'), row.number('scur')];
        return row.text('type') !== '2' || server === null || open === null ? [] : [[server, open] as const];
      }),
    );
  }

  /** The backend's own line of `show stat`, null where it is gone, and the process that gave it. Throws Failure. */
  async totals(
    backend: string,
    signal: AbortSignal,
  ): Promise<{ readonly row: Row | null; readonly process: HaproxyProcess | null }> {
    const what = `count the traffic of ${nameOf('backend', backend)}`;
    const { rows, process } = await this.#stats(backend, BACKEND, what, signal);
    return { row: rows.find((row) => row.text('type') === '1') ?? null, process };
  }

  /** The backend in an answer to `commandsFor`. Throws Failure. */
  async detailIn(
    answer: Answer,
    backend: string,
    what: string,
    signal: AbortSignal,
  ): Promise<BalancerDetail> {
    const states = stateRows(answer.text);
    if (states === null) throw this.#missing(answer, backend, what);
    let stats = ownRows(statRows(answer.text) ?? [], backend);
    if (stats.length === 0) {
      const number = states[0]?.text('be_id') ?? (await this.#numberOf(backend, what, signal));
      if (number === null) throw this.#missing(answer, backend, what);
      this.#numbers.set(backend, number);
      const again = await this.ask(this.commandsFor(backend), what, signal);
      stats = ownRows(statRows(again.text) ?? [], backend);
      if (stats.length === 0) this.#numbers.delete(backend);
    }
    return this.#detail(backend, states, stats, readProcess(answer.text));
  }

  /** Asks what only reads, and again where a process that goes has answered. Throws Failure. */
  async ask(commands: readonly string[], what: string, signal: AbortSignal): Promise<Answer> {
    for (let tried = 1; ; tried++) {
      const answer = await this.#console.read(commands, what, signal);
      const process = readProcess(answer.text);
      // One that stops for good has no successor: then its word is the last.
      if (process?.stopping && tried < STOPPING_TRIES) {
        await sleep(this.#context.clock, STOPPING_PAUSE, signal);
        continue;
      }
      if (process) this.#own.saw(process);
      return answer;
    }
  }

  async #stats(backend: string, kinds: number, what: string, signal: AbortSignal) {
    for (let again = false; ; again = true) {
      const number = this.#numbers.get(backend) ?? backend;
      const { text } = await this.ask(['show info', `show stat ${number} ${kinds} -1`], what, signal);
      const rows = ownRows(statRows(text) ?? [], backend);
      if (rows.length > 0 || again) return { rows, process: readProcess(text) };
      const found = await this.#numberOf(backend, what, signal);
      if (found === null) return { rows, process: readProcess(text) };
      this.#numbers.set(backend, found);
    }
  }

  async #numberOf(backend: string, what: string, signal: AbortSignal): Promise<string | null> {
    const { text } = await this.ask([`show stat -1 ${BACKEND} -1`], what, signal);
    return (statRows(text) ?? []).find((row) => row.text('pxname') === backend)?.text('iid') ?? null;
  }

  #missing({ refusals }: Answer, backend: string, what: string): Failure {
    const [refusal] = refusals;
    if (refusal !== undefined && !/find backend|No such/.test(refusal))
      return new Failure(refusalProblem(refusal, what));
    return new Failure({
      kind: 'missing',
      message: `HAProxy has no backend ${backend}`,
      hint: 'Refresh the list: a reload of the configuration may have removed it',
    });
  }

  #detail(
    name: string,
    states: readonly Row[],
    stats: readonly Row[],
    process: HaproxyProcess | null,
  ): BalancerDetail {
    const statOf = new Map(
      stats.filter((row) => row.text('type') === '2').map((row) => [row.text('svname'), row] as const),
    );
    const servers = new Map<string, Server>();
    const rows: Record<string, Readonly<Record<string, string>>> = {};
    for (const state of states) {
      const stat = statOf.get(state.text('srv_name')) ?? null;
      const server = readServer(state, stat);
      if (server === null) continue;
      servers.set(server.name, server);
      rows[server.name] = { ...state.facts(), ...stat?.facts() };
    }
    const resets = this.#own.resets(name, servers);
    const nodeList = [...servers.values()].map((server) => nodeOf(server, resets.get(server.name) ?? null));
    const backend = stats.find((row) => row.text('type') === '1') ?? null;
    const raw: BackendFacts = {
      process,
      backend: backend?.facts() ?? {},
      servers: Object.fromEntries(servers),
      rows,
    };
    const listeners = stats.filter((row) => row.text('type') === '3');
    return {
      ...balancerOf(name, backend, listeners),
      nodes: countNodes(nodeList),
      nodeList,
      timeoutSeconds: null,
      raw,
    };
  }
}

/** The facts in a detail; null where it is none of ours or was not read. */
export function factsOf(balancer: BalancerDetail | null): BackendFacts | null {
  const raw = balancer?.raw;
  const isOurs =
    typeof raw === 'object' && raw !== null && 'servers' in raw && 'backend' in raw && 'rows' in raw;
  return isOurs ? (raw as BackendFacts) : null;
}

/** The rows of that proxy; of a `listen` its frontend and backend are one. */
function ownRows(rows: readonly Row[], backend: string): readonly Row[] {
  const own = rows.filter((row) => row.text('pxname') === backend);
  const number = own.find((row) => row.text('type') === '1')?.text('iid');
  return number === undefined ? [] : own.filter((row) => row.text('iid') === number);
}

/** Listeners by the number of their proxy. Only `option socket-stats` makes HAProxy list them. */
function listenersOf(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.text('type') !== '3') continue;
    const number = row.text('iid') ?? '';
    const same = found.get(number);
    if (same) same.push(row);
    else found.set(number, [row]);
  }
  return found;
}

function balancerOf(name: string, row: Row | null, listeners: readonly Row[]): Balancer {
  const places = listeners.flatMap((listener) => placeOf(listener.text('addr')) ?? []);
  const ports = new Set(places.map(({ port }) => port));
  const [port] = ports;
  return {
    id: name,
    name,
    status: row?.text('status')?.toUpperCase() ?? 'UNKNOWN',
    protocol: row?.text('mode')?.toUpperCase() ?? null,
    port: ports.size === 1 ? (port ?? null) : null,
    algorithm: row === null ? null : algorithmOf(row),
    // `act` and `bck` count what takes traffic now, not what there is: no number of nodes comes of them.
    nodes: UNKNOWN_COUNTS,
    virtualIps: places.map(({ ip }) => ip),
    createdAt: null,
    updatedAt: null,
  };
}

function placeOf(address: string | null): { readonly ip: VirtualIp; readonly port: number } | null {
  const [, bracketed, plain = '', digits = ''] =
    /^(?:\[([^\]]*)\]|([^:]+)):(\d{1,5})$/.exec(address ?? '') ?? [];
  const host = bracketed ?? plain;
  const family = isIP(host);
  if (family === 0) return null;
  const ip: VirtualIp = { id: null, address: host, type: null, ipVersion: family === 6 ? 'IPV6' : 'IPV4' };
  return { ip, port: Number(digits) };
}
