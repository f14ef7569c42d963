import type { Condition } from '../../model/condition.ts';
import { nodeAddress } from '../../model/node.ts';
import type { DebugLog } from '../provider.ts';
import { type HaproxyProcess, isAnother } from './process.ts';
import { conditionOf, type Server } from './server.ts';

/** What we have told one server since this account was opened. */
export interface OwnChange {
  readonly condition?: Condition;
  readonly weight?: number;
  /** `10.0.0.5:80` */
  readonly address?: string;
  /** Added, or removed, by us. */
  readonly presence?: 'added' | 'removed';
}

interface Kept {
  change: OwnChange;
  /** The process that was told, counted from the first one seen. */
  generation: number;
  /** What a later process has not of it; null for nothing. */
  lost: string | null;
}

/** HAProxy keeps what it is told in memory: a reload takes it away in silence. This remembers what we told, and compares. */
export class OwnChanges {
  readonly #debug: DebugLog;
  readonly #kept = new Map<string, Map<string, Kept>>();
  #process: HaproxyProcess | null = null;
  #generation = 0;

  constructor(debug: DebugLog) {
    this.#debug = debug;
  }

  /** The process seen last. */
  get process(): HaproxyProcess | null {
    return this.#process;
  }

  /** How often it was seen to be replaced. */
  get reloads(): number {
    return this.#generation;
  }

  /** Takes note of the process that has answered. */
  saw(process: HaproxyProcess): void {
    // The old one may answer once more while it goes.
    if (process.stopping && this.#process !== null) return;
    if (this.#process !== null && isAnother(this.#process, process)) {
      this.#generation++;
      this.#debug('haproxy was reloaded', { before: this.#process.pid, now: process.pid });
    }
    this.#process = process;
  }

  /** Remembers a change that has been made; it joins what was told before. */
  made(backend: string, server: string, change: OwnChange): void {
    const servers = this.#kept.get(backend) ?? new Map<string, Kept>();
    this.#kept.set(backend, servers);
    const before = servers.get(server);
    const kept = before !== undefined && before.lost === null && change.presence === undefined;
    servers.set(server, {
      change: kept ? { ...before.change, ...change } : change,
      generation: this.#generation,
      lost: null,
    });
  }

  /** What was told to the servers of a backend and was not lost since, by name. */
  held(backend: string): ReadonlyMap<string, OwnChange> {
    const all = [...(this.#kept.get(backend) ?? [])];
    return new Map(
      all.flatMap(([name, { change, lost }]) => (lost === null ? [[name, change] as const] : [])),
    );
  }

  /** What a reload has taken from these servers, by name: `reset by a reload: was DRAINING`. */
  resets(backend: string, servers: ReadonlyMap<string, Server>): ReadonlyMap<string, string> {
    const notes = new Map<string, string>();
    const all = this.#kept.get(backend);
    for (const [name, kept] of all ?? []) {
      const missing = missingOf(kept.change, servers.get(name) ?? null);
      // Without a reload it was somebody else who changed it, which is no loss of ours.
      if (kept.generation === this.#generation && kept.lost === null && missing !== null) all?.delete(name);
      if (kept.generation < this.#generation) {
        kept.generation = this.#generation;
        kept.lost = missing ?? kept.lost;
        if (kept.lost !== null)
          this.#debug('a reload has reset a server', { server: `${backend}/${name}`, it: kept.lost });
      }
      if (kept.lost !== null) notes.set(name, `reset by a reload: ${kept.lost}`);
    }
    return notes;
  }

  /** All that reloads were seen to take, a line each: `web/s1 was DRAINING`. */
  lost(): readonly string[] {
    return [...this.#kept].flatMap(([backend, servers]) =>
      [...servers].flatMap(([server, { lost }]) => (lost === null ? [] : [`${backend}/${server} ${lost}`])),
    );
  }
}

/** What of a change a server has not, in a few words; null when it has all of it. */
function missingOf(change: OwnChange, server: Server | null): string | null {
  if (server === null) {
    // What is gone by somebody's configuration is not for us to mourn, but for what we had added.
    return change.presence === 'added' ? 'had been added' : null;
  }
  if (change.presence === 'removed') return 'had been removed';
  const { condition, weight, address } = change;
  const parts = [
    condition !== undefined && conditionOf(server) !== condition ? `was ${condition}` : null,
    weight !== undefined && server.weight !== weight ? `had weight ${weight}` : null,
    address !== undefined && nodeAddress({ ...server, id: server.name }) !== address
      ? `was at ${address}`
      : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
