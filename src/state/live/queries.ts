import { hashKey, type QueryClient, QueryObserver } from '@tanstack/query-core';
import type { Balancer, BalancerDetail } from '../../model/balancer.ts';
import type { Clock } from '../../model/clock.ts';
import type { Server } from '../../model/server.ts';
import type { Session } from '../sessions.ts';
import { Pulse } from './pulse.ts';
import { queryClient } from './queryClock.ts';

/** Something read from an engine and when (milliseconds since the epoch). */
export interface Reading<T> {
  readonly value: T;
  readonly readAt: number;
  /** False while further pages are on their way. */
  readonly complete: boolean;
}

/** Polls while it has a subscriber; its `data` is the last good reading, also while newer ones fail. */
export type LiveObserver<T> = QueryObserver<Reading<T>, Error, Reading<T>, Reading<T>>;

const LIST_EVERY_MS = 15_000;
const DETAIL_EVERY_MS = 5_000;
const DETAIL_EVERY_WHILE_DRAINING_MS = 2_000;
const SECTION_EVERY_MS = 15_000;
const SERVERS_EVERY_MS = 120_000;
const CONNECTIONS_EVERY_MS = 1_000;
/** How long the glance that a list takes at a balancer's nodes is good for. */
const GLANCE_GOOD_FOR_MS = 60_000;

/**
 * What is read from the engines, kept and refreshed. An observer polls while it has a subscriber, backs off while
 * reading fails, keeps the old value meanwhile, and cancels what is under way when its last subscriber leaves.
 */
export class Queries {
  readonly #client: QueryClient;
  readonly #clock: Clock;
  readonly #pulse: Pulse;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#client = queryClient(clock);
    this.#pulse = new Pulse(clock);
  }

  /** The balancers of a session; pages are published as they come in the first time. */
  balancers(session: Session): LiveObserver<readonly Balancer[]> {
    const key = ['balancers', session.key];
    return this.#observe(key, LIST_EVERY_MS, async (signal) => {
      const first = this.#client.getQueryData(key) === undefined;
      const soFar: Balancer[] = [];
      const value = await session.provider.listBalancers({
        signal,
        onPage: (page) => {
          if (!first || signal.aborted) return;
          soFar.push(...page);
          this.#publish(key, [...soFar], false);
        },
      });
      return value;
    });
  }

  /** One balancer with its nodes; polled faster while one of them drains. */
  balancer(session: Session, id: string): LiveObserver<BalancerDetail> {
    return this.#observe(this.#detailKey(session, id), this.#detailPace, (signal) =>
      session.provider.getBalancer(id, { signal }),
    );
  }

  /** The machines of a session's region; null where the engine has none to show. */
  servers(session: Session): LiveObserver<readonly Server[]> | null {
    const room = session.provider.servers;
    if (!room) return null;
    return this.#observe(
      ['servers', session.key],
      SERVERS_EVERY_MS,
      (signal) => room.list({ signal }),
      60_000,
    );
  }

  /** Open connections per node of one balancer; null where the engine does not count them. */
  connections(session: Session, id: string): LiveObserver<ReadonlyMap<string, number>> | null {
    const room = session.provider.connections;
    if (!room) return null;
    return this.#observe(
      ['connections', session.key, id],
      CONNECTIONS_EVERY_MS,
      (signal) => room.read(id, { signal }),
      0,
    );
  }

  /** The balancer as last read, without asking. */
  knownBalancer(session: Session, id: string): Reading<BalancerDetail> | null {
    // Asked for every row of every frame; getQueryData would build a whole set of options for each.
    const hash = hashKey(this.#detailKey(session, id));
    return this.#client.getQueryCache().get<Reading<BalancerDetail>>(hash)?.state.data ?? null;
  }

  knownServers(session: Session): readonly Server[] | null {
    return this.#client.getQueryData<Reading<readonly Server[]>>(['servers', session.key])?.value ?? null;
  }

  knownList(session: Session): Reading<readonly Balancer[]> | null {
    return this.#client.getQueryData<Reading<readonly Balancer[]>>(['balancers', session.key]) ?? null;
  }

  /** Puts in what a change has read anyway. */
  put(session: Session, detail: BalancerDetail): void {
    this.#publish(this.#detailKey(session, detail.id), detail, true);
  }

  /**
   * A section of a balancer, or of a node, by a key of its own. Read when it is first looked at and at a slow pace; changes
   * made from here read it again.
   */
  section<T>(
    session: Session,
    id: string,
    key: string,
    read: (signal: AbortSignal) => Promise<T>,
  ): LiveObserver<T> {
    return this.#observe(['section', session.key, id, key], SECTION_EVERY_MS, read);
  }

  readSectionsAgain(session: Session, id: string): void {
    void this.#client.invalidateQueries({ queryKey: ['section', session.key, id] });
    void this.#client.invalidateQueries({ queryKey: this.#detailKey(session, id) });
  }

  readListAgain(session: Session): void {
    void this.#client.invalidateQueries({ queryKey: ['balancers', session.key] });
  }

  /** Reads a balancer's nodes unless that was done within the last minute. Failures are left to the next look. */
  async glance(session: Session, id: string, signal: AbortSignal): Promise<void> {
    const known = this.knownBalancer(session, id);
    if (known && this.#clock.now() - known.readAt < GLANCE_GOOD_FOR_MS) return;
    const value = await session.provider.getBalancer(id, { signal });
    this.#publish(this.#detailKey(session, id), value, true);
  }

  /** Forgets everything read for a session. */
  forget(sessionKey: string): void {
    this.#client.removeQueries({ predicate: (query) => query.queryKey[1] === sessionKey });
  }

  close(): void {
    void this.#client.cancelQueries();
    this.#client.clear();
  }

  #detailKey(session: Session, id: string): readonly unknown[] {
    return ['balancer', session.key, id];
  }

  readonly #detailPace = (reading: Reading<BalancerDetail> | undefined): number =>
    reading?.value.nodeList.some((node) => node.condition === 'DRAINING') ||
    reading?.value.status.startsWith('PENDING')
      ? DETAIL_EVERY_WHILE_DRAINING_MS
      : DETAIL_EVERY_MS;

  #publish<T>(key: readonly unknown[], value: T, complete: boolean): void {
    this.#client.setQueryData<Reading<T>>(key, { value, readAt: this.#clock.now(), complete });
  }

  #observe<T>(
    key: readonly unknown[],
    pace: number | ((reading: Reading<T> | undefined) => number),
    read: (signal: AbortSignal) => Promise<T>,
    staleTime = 5_000,
  ): LiveObserver<T> {
    const name = JSON.stringify(key);
    return new QueryObserver<Reading<T>, Error, Reading<T>, Reading<T>>(this.#client, {
      queryKey: key,
      staleTime,
      queryFn: ({ signal }) =>
        this.#pulse.beat(name, async () => ({
          value: await read(signal),
          readAt: this.#clock.now(),
          complete: true,
        })),
      refetchInterval: (query) =>
        this.#pulse.interval(name, typeof pace === 'number' ? pace : pace(query.state.data)),
    });
  }
}
