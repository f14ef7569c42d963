import type { Cancel, Clock } from '../../model/clock.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import type { Span } from '../../providers/usage.ts';
import { loadUsage } from './loadUsage.ts';
import { type PackedRecords, packByBalancer } from './packedRecords.ts';
import { LAST_DAY, type Range, spanOf } from './range.ts';
import { hourGrid, type Sums, sumUp } from './sums.ts';
import type { Scope, UsageStore } from './usageStore.ts';
import { WordList } from './wordList.ts';

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

/** One balancer's records that are in the range. */
export interface OfBalancer {
  readonly scope: Scope;
  readonly records: PackedRecords;
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
  #range: Range = LAST_DAY;
  #span: Span;
  #leaving: AbortController | null = null;
  #cancelAgain: Cancel = () => {};
  #readAt: number | null = null;
  #balancers: readonly OfBalancer[] | null = null;
  #hours: Sums | null = null;
  #version = 0;

  constructor(store: UsageStore, scopes: readonly Scope[], clock: Clock, changed: () => void) {
    this.#store = store;
    this.#scopes = scopes;
    this.#clock = clock;
    this.#changed = changed;
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

  /** Another number whenever there may be other records. */
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

  /** Each balancer that has records in the store, with all of them. */
  get balancers(): readonly OfBalancer[] {
    this.#balancers ??= this.#scopes.flatMap((scope) =>
      this.#kept(scope).map((records) => ({ scope, records })),
    );
    return this.#balancers;
  }

  /** What was carried, hour by hour, by all together. */
  get hours(): Sums {
    this.#hours ??= sumUp(
      this.balancers.map(({ records }) => records),
      hourGrid(this.#span),
    );
    return this.#hours;
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

  /** Looks at another range: at once, or when it is started. */
  choose(range: Range): void {
    this.#range = range;
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
    this.#span = spanOf(this.#range, this.#clock.now());
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

  #kept(scope: Scope): readonly PackedRecords[] {
    if (scope.session.provider.usage) return this.#store.balancers(scope);
    return this.#counted(scope);
  }

  /** What sluice has counted, where the engine keeps no records. */
  #counted(scope: Scope): readonly PackedRecords[] {
    const progress = this.#progress.get(scope);
    // What cannot be read has been said when it was read first.
    if (progress?.problem || progress?.loading) return [];
    return packByBalancer(this.#store.collected(scope, this.#span), new WordList());
  }

  #renew(): void {
    this.#version += 1;
    this.#balancers = null;
    this.#hours = null;
    this.#changed();
  }
}
