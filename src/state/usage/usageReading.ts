import type { Cancel, Clock } from '../../model/clock.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import type { Carried } from './carried.ts';
import { loadUsage } from './loadUsage.ts';
import { type Range, spanOf } from './range.ts';
import { hourGrid, type Sums, together } from './sums.ts';
import type { Scope, UsageStore } from './usageStore.ts';
import { UsageTable } from './usageTable.ts';

/** The engines count every five minutes or so. */
const AGAIN_MS = 5 * 60_000;
/** As long as the pauses between readings that fail become elsewhere. */
const AFTER_FAILURE_MS = 30_000;

interface Progress {
  /** All from there on has been read. */
  readFrom: number;
  loading: boolean;
  problem: Problem | null;
}

/** What one balancer of a scope carried over the range. */
export interface CarriedOf extends Carried {
  readonly scope: Scope;
}

/** The records of a scope, as they were when they were last summed up. */
interface Seen {
  readonly table: UsageTable;
  readonly version: number;
}

/**
 * The usage of one balancer, or of accounts, over a range: read while a page is open, summed up by hours. What is there is
 * shown while more comes; what fails is said and tried again, and what is there stays.
 */
export class UsageReading {
  readonly #store: UsageStore;
  readonly #scopes: readonly Scope[];
  readonly #clock: Clock;
  readonly #changed: () => void;
  #progress: ReadonlyMap<Scope, Progress> = new Map();
  #range: Range;
  #span: Span;
  #leaving: AbortController | null = null;
  #cancelAgain: Cancel = () => {};
  #readAt: number | null = null;
  /** Made of what sluice counts, where the engine keeps no records. */
  #counted: ReadonlyMap<Scope, UsageTable> = new Map();
  #seen: readonly Seen[] = [];
  #carried: readonly CarriedOf[] | null = null;
  #hours: Sums | null = null;
  #version = 0;

  constructor(store: UsageStore, scopes: readonly Scope[], clock: Clock, changed: () => void) {
    this.#store = store;
    this.#scopes = scopes;
    this.#clock = clock;
    this.#changed = changed;
    this.#range = store.range;
    this.#span = spanOf(this.#range, clock.now());
  }

  get range(): Range {
    return this.#range;
  }

  get span(): Span {
    return this.#span;
  }

  get scopes(): readonly Scope[] {
    return this.#scopes;
  }

  /** Another number whenever there may be other records, or another range. */
  get version(): number {
    return this.#version;
  }

  get loading(): boolean {
    return [...this.#progress.values()].some(({ loading }) => loading);
  }

  /** All from this time to the end of the span has been read, of every scope; milliseconds since the epoch. */
  get readFrom(): number {
    return Math.max(this.#span.from, ...[...this.#progress.values()].map(({ readFrom }) => readFrom));
  }

  /** When everything had been read; null before. */
  get readAt(): number | null {
    return this.#readAt;
  }

  /** The first of what failed; null when nothing did. */
  get problem(): Problem | null {
    return [...this.#progress.values()].find(({ problem }) => problem !== null)?.problem ?? null;
  }

  /** What each balancer carried that has records in the range, an account after the other. */
  get carried(): readonly CarriedOf[] {
    this.#carried ??= this.#scopes.flatMap((scope) =>
      this.#table(scope)
        .carried(this.#span)
        .map((carried) => ({ ...carried, scope })),
    );
    return this.#carried;
  }

  /** What was carried, hour by hour, by all together. */
  get hours(): Sums {
    this.#hours ??= this.#sumHours();
    return this.#hours;
  }

  /** The records of one balancer that are in the range, oldest first. */
  records(scope: Scope, balancerId: string): Iterable<UsageRecord> {
    return this.#table(scope).records(balancerId, this.#span);
  }

  /** Begins reading. */
  start(): void {
    this.#read();
  }

  /** Ends reading; what is on its way is cancelled. */
  stop(): void {
    this.#leaving?.abort();
    this.#leaving = null;
    this.#cancelAgain();
  }

  /** Looks at another range: at once, or when it is started. Whoever looks at usage next begins with it. */
  choose(range: Range): void {
    this.#range = range;
    this.#store.range = range;
    this.#readAt = null;
    if (this.#leaving) this.#read();
  }

  /** Asks at once for what has not been read, and for the hours that are not closed yet. */
  refresh(): void {
    this.#read();
  }

  /** Something that is counted here has come in. */
  recount(): void {
    if (this.#scopes.every(({ session }) => session.provider.usage)) return;
    this.#renew();
  }

  #read(): void {
    this.stop();
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.#look(spanOf(this.#range, this.#clock.now()));
    this.#progress = new Map(
      this.#scopes.map((scope) => [scope, { readFrom: this.#span.to, loading: true, problem: null }]),
    );
    this.#renew();
    void Promise.all(this.#scopes.map((scope) => this.#readScope(scope, leaving.signal))).then(() => {
      if (!leaving.signal.aborted) this.#end();
    });
  }

  /** Does not throw: what fails is kept as the scope's problem. */
  async #readScope(scope: Scope, signal: AbortSignal): Promise<void> {
    const progress = this.#progress.get(scope);
    if (!progress) return;
    try {
      await loadUsage(this.#store, scope, this.#span, {
        signal,
        now: this.#clock.now(),
        onPart: (readFrom) => {
          progress.readFrom = readFrom;
          this.#renew();
        },
      });
    } catch (thrown) {
      if (signal.aborted) return;
      progress.problem = problemOf(thrown);
    }
    progress.loading = false;
    this.#renew();
  }

  #end(): void {
    if (this.problem === null) this.#readAt = this.#clock.now();
    // What is too much stays too much.
    if (this.problem?.kind === 'quota') return;
    const wait = this.problem === null ? AGAIN_MS : AFTER_FAILURE_MS;
    this.#cancelAgain = this.#clock.after(wait, () => this.#read());
    this.#changed();
  }

  #table(scope: Scope): UsageTable {
    return this.#counted.get(scope) ?? this.#store.table(scope);
  }

  /** What sluice has counted, where the engine keeps no records. */
  #count(scope: Scope): readonly (readonly [Scope, UsageTable])[] {
    if (scope.session.provider.usage) return [];
    const progress = this.#progress.get(scope);
    const table = new UsageTable();
    // What cannot be read has been said when it was read first.
    if (progress && !progress.problem && !progress.loading)
      table.put(null, this.#span, this.#store.collected(scope, this.#span));
    return [[scope, table]];
  }

  #sumHours(): Sums {
    const sums = this.#scopes.map((scope) => this.#table(scope).hours(scope.balancerId, this.#span));
    const [only] = sums;
    return only && sums.length === 1 ? only : together(sums, hourGrid(this.#span));
  }

  #look(span: Span): void {
    if (span.from === this.#span.from && span.to === this.#span.to) return;
    this.#span = span;
    this.#forgetSums();
  }

  /** Sums are worked out anew only where there are other records: how far the reading is changes more often. */
  #renew(): void {
    this.#counted = new Map(this.#scopes.flatMap((scope) => this.#count(scope)));
    const seen = this.#scopes.map((scope) => {
      const table = this.#table(scope);
      return { table, version: table.version };
    });
    const isSame = seen.every(
      ({ table, version }, at) => this.#seen[at]?.table === table && this.#seen[at]?.version === version,
    );
    this.#seen = seen;
    if (!isSame) this.#forgetSums();
    this.#changed();
  }

  #forgetSums(): void {
    this.#version += 1;
    this.#carried = null;
    this.#hours = null;
  }
}
