import { type Clock, sleep } from '../../../model/clock.ts';
import { isPassing } from '../settling.ts';
import type { NovaServer, NovaServers } from './novaServers.ts';

/** A server is looked at after a sixth of the time it has been waited for, so that little is lost at its end. */
const SHARE = 1 / 6;
/** Milliseconds between looks at least and at most. */
const SHORTEST = 3_000;
const LONGEST = 10_000;
/** For how long looks may fail in passing before those who wait are told, in milliseconds. */
const TROUBLE = 10 * 60_000;

interface Waiter {
  readonly id: string;
  readonly since: number;
  /** When it was last looked at. */
  seenAt: number;
  look(now: NovaServer | null): void;
  fail(thrown: unknown): void;
}

/**
 * Watches servers being built, any number of them with one request a round. Rounds go on as long as somebody waits; when
 * the last one has left, the request under way is cut.
 */
export class ServerWatch {
  readonly #servers: NovaServers;
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();
  #round: AbortController | null = null;
  #pause = new AbortController();
  /** In how many pages the account's servers came last: few single reads are cheaper than a long list. */
  #pages = 1;

  constructor(servers: NovaServers, clock: Clock) {
    this.#servers = servers;
    this.#clock = clock;
  }

  /**
   * Shows the server to `verdict` time and again (null when it is gone) until that answers something or throws. Rejects
   * with the signal's reason, or with the Failure of looks that fail for good.
   */
  until<T>(id: string, verdict: (now: NovaServer | null) => T | null, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const leave = () => {
        signal.removeEventListener('abort', onAbort);
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#round?.abort();
      };
      const fail = (thrown: unknown) => {
        leave();
        reject(thrown);
      };
      const onAbort = () => fail(signal.reason);
      const now = this.#clock.now();
      const waiter: Waiter = {
        id,
        since: now,
        seenAt: now,
        fail,
        look(server) {
          try {
            const answer = verdict(server);
            if (answer === null) return;
            leave();
            resolve(answer);
          } catch (thrown) {
            fail(thrown);
          }
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.add(waiter);
      if (this.#round === null) void this.#rounds();
      // Who comes later must not wait for the long pause of those before.
      else this.#pause.abort();
    });
  }

  async #rounds(): Promise<void> {
    const round = new AbortController();
    this.#round = round;
    let troubleSince: number | null = null;
    try {
      while (this.#waiters.size > 0 && !round.signal.aborted) {
        const wait = this.#nextLook() - this.#clock.now();
        if (wait > 0) {
          await this.#rest(wait, round.signal);
          continue;
        }
        try {
          await this.#look(round.signal);
          troubleSince = null;
        } catch (thrown) {
          // Cut because nobody waited; who has come since gets a round of their own.
          if (round.signal.aborted) break;
          const now = this.#clock.now();
          troubleSince ??= now;
          for (const waiter of this.#waiters) waiter.seenAt = now;
          if (!isPassing(thrown) || now - troubleSince >= TROUBLE) this.#failAll(thrown);
        }
      }
    } finally {
      this.#round = null;
      if (this.#waiters.size > 0) void this.#rounds();
    }
  }

  #nextLook(): number {
    const looks = [...this.#waiters].map(({ since, seenAt }) => {
      const pause = Math.round((seenAt - since) * SHARE);
      return seenAt + Math.min(LONGEST, Math.max(SHORTEST, pause));
    });
    return Math.min(...looks);
  }

  /** Sleeps; ends early when somebody joins or all have left. */
  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    const end = () => pause.abort();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      await sleep(this.#clock, ms, pause.signal);
    } catch {
      // Woken.
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const waiters = [...this.#waiters];
    const found = await this.#read([...new Set(waiters.map(({ id }) => id))], signal);
    const now = this.#clock.now();
    for (const waiter of waiters) {
      waiter.seenAt = now;
      if (this.#waiters.has(waiter)) waiter.look(found.get(waiter.id) ?? null);
    }
  }

  async #read(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, NovaServer | null>> {
    const found = new Map<string, NovaServer | null>();
    if (ids.length > this.#pages) {
      const { rows, pages } = await this.#servers.list(signal);
      this.#pages = pages;
      for (const server of rows) found.set(server.id, server);
    }
    // A list may lag behind: that a server is gone is believed only when it says so itself.
    const unseen = ids.filter((id) => !found.has(id) || found.get(id)?.status === 'DELETED');
    await Promise.all(unseen.map(async (id) => found.set(id, await this.#servers.get(id, signal))));
    return found;
  }

  #failAll(thrown: unknown): void {
    for (const waiter of [...this.#waiters]) waiter.fail(thrown);
  }
}
