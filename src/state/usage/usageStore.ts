import type { Clock } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import type { Session } from '../sessions.ts';
import { type CollectedLog, type CollectedRecord, collectedKey } from './collectedLog.ts';
import { CounterFeed } from './counterFeed.ts';
import { LAST_DAY, type Range } from './range.ts';
import { HOUR_MS } from './sums.ts';
import type { UsageTable } from './usageTable.ts';
import { Vault } from './vault.ts';

/** About 70 MB with their sums; 200 balancers over 90 days are 432,000. */
const MOST_RECORDS = 500_000;
/** Engines count late: hours that ended this long ago or longer are not asked for again. */
const LATE_MS = 3 * HOUR_MS;

/** All balancers of an account and region, or one of them. */
export interface Scope {
  readonly session: Session;
  /** Null for all. */
  readonly balancerId: string | null;
}

interface UsageStoreOptions {
  readonly clock: Clock;
  readonly collected: CollectedLog;
  /** A new text at each call. */
  readonly id: () => string;
  /** Records kept at most. */
  readonly most?: number;
}

/** What is known of usage: the records read from engines, and what sluice counts itself. One for the life of the program. */
export class UsageStore {
  /** What was last chosen to be looked at. */
  range: Range = LAST_DAY;
  readonly #clock: Clock;
  readonly #collected: CollectedLog;
  readonly #id: () => string;
  readonly #most: number;
  /** The one used last stands last. A session that was closed and opened again is another one. */
  readonly #vaults = new Map<Session, Vault>();
  readonly #feeds = new WeakMap<Session, Map<string, CounterFeed>>();

  constructor({ clock, collected, id, most = MOST_RECORDS }: UsageStoreOptions) {
    this.#clock = clock;
    this.#collected = collected;
    this.#id = id;
    this.#most = most;
  }

  /** Milliseconds since the epoch: what began before this is not asked for again. */
  closedTo(): number {
    return Math.floor(this.#clock.now() / HOUR_MS) * HOUR_MS - LATE_MS;
  }

  missing({ session, balancerId }: Scope, span: Span): readonly Span[] {
    return this.#vault(session).missing(balancerId, span);
  }

  /**
   * Keeps what the engine told of a span. Where there is no room left for it other accounts' records go first, then those
   * of other balancers; throws Failure `quota` when that is not enough.
   */
  put({ session, balancerId }: Scope, span: Span, records: readonly UsageRecord[]): void {
    this.#makeRoom(session, balancerId, records.length);
    this.#vault(session).put(balancerId, span, records, this.closedTo());
  }

  /** The records kept of an account and region. */
  table({ session }: Scope): UsageTable {
    return this.#vault(session).table;
  }

  /** How many records are kept in all. */
  get size(): number {
    return [...this.#vaults.values()].reduce((sum, vault) => sum + vault.table.size, 0);
  }

  /** What sluice has counted itself, the oldest first. Throws Failure when it cannot be read. */
  collected({ session, balancerId }: Scope, span: Span): readonly UsageRecord[] {
    return this.#collected.list(collectedKey(session), balancerId, span);
  }

  /** The counters of one balancer as they are now; null where the engine does not count. */
  feed(session: Session, balancer: { readonly id: string; readonly name: string }): CounterFeed | null {
    const room = session.provider.counters;
    if (!room) return null;
    const feeds = this.#feeds.get(session) ?? new Map<string, CounterFeed>();
    this.#feeds.set(session, feeds);
    const known = feeds.get(balancer.id);
    if (known) return known;
    const keep = (record: CollectedRecord) => this.#collected.keep(collectedKey(session), record);
    const collects = room.collect && !session.provider.usage;
    const feed = new CounterFeed({
      room,
      balancer,
      clock: this.#clock,
      id: this.#id,
      keep: collects ? keep : null,
    });
    feeds.set(balancer.id, feed);
    return feed;
  }

  #vault(session: Session): Vault {
    const vault = this.#vaults.get(session) ?? new Vault();
    this.#vaults.delete(session);
    this.#vaults.set(session, vault);
    return vault;
  }

  #makeRoom(session: Session, balancerId: string | null, coming: number): void {
    const vault = this.#vault(session);
    for (const other of [...this.#vaults.keys()]) {
      if (this.size + coming <= this.#most) return;
      if (other !== session) this.#vaults.delete(other);
    }
    if (this.size + coming > this.#most && balancerId !== null) vault.keepOnly(balancerId);
    if (this.size + coming > this.#most)
      throw new Failure({
        kind: 'quota',
        message: `These are more than the ${this.#most.toLocaleString('en')} usage records that sluice keeps at a time`,
        hint: 'What is shown is the latest part; choose a shorter range',
      });
  }
}

/** True where there is something to show: the engine keeps records, or lets sluice count. */
export function hasUsage({ provider }: Session): boolean {
  return provider.usage !== undefined || provider.counters?.collect === true;
}

/** Why there is no usage to show of an engine, in a few words; null when there is. */
export function whyNoUsage(session: Session): string | null {
  if (hasUsage(session)) return null;
  return session.provider.missing['usage'] ?? `${session.provider.label} keeps no records of usage`;
}
