import type { Counters, UsageRecord } from '../model/usage.ts';

/** A span of time in milliseconds since the epoch; the end is not part of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Which records are asked for: those that begin in the span. */
export interface UsageOptions extends Span {
  readonly signal: AbortSignal;
  /** Called with the records of each answer as it comes; each record is given once. */
  readonly onRecords?: (records: readonly UsageRecord[]) => void;
}

/** What balancers carried, in hourly records. */
export interface UsageRoom {
  /** How far back the engine remembers, in days. */
  readonly keptDays: number;
  /** What a reader should know of the numbers, a sentence each: which are estimates, which the engine does not tell. */
  readonly notes: readonly string[];
  /** The records that begin in the span, oldest first. Asks in spans that an answer can hold. Throws Failure. */
  balancer(balancerId: string, options: UsageOptions): Promise<readonly UsageRecord[]>;
  /** The same of all balancers of the account and region, also of those that are gone. */
  account(options: UsageOptions): Promise<readonly UsageRecord[]>;
}

/** What a balancer counts now. */
export interface CounterRoom {
  /** How often it may be asked, in milliseconds. */
  readonly everyMs: number;
  /** Null where the engine has no numbers just now (busy, not active). Throws Failure. */
  read(balancerId: string, options: { readonly signal: AbortSignal }): Promise<Counters | null>;
  /**
   * True where the engine keeps no hourly records and its totals are cheap to read: sluice then collects records of its own
   * while the balancer is watched.
   */
  readonly collect: boolean;
}
