import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import { missingIn, type Spans, withSpan } from './spans.ts';
import { UsageTable } from './usageTable.ts';

/** The usage records of one account and region that have been read, and of which times there is no need to ask again. */
export class Vault {
  readonly table = new UsageTable();
  /** What has been read of all balancers together. */
  #read: Spans = [];
  /** What has been read of one alone, by its id. */
  readonly #readOf = new Map<string, Spans>();

  /** What of the span has not been read, oldest first; of one balancer, or with null of all. */
  missing(balancerId: string | null, span: Span): Spans {
    const whole = missingIn(this.#read, span);
    if (balancerId === null) return whole;
    const own = this.#readOf.get(balancerId) ?? [];
    return whole.flatMap((gap) => missingIn(own, gap));
  }

  /** Puts what the engine tells of a span in place of what was known of it. Up to `closedTo` it is not asked again. */
  put(balancerId: string | null, span: Span, records: readonly UsageRecord[], closedTo: number): void {
    const closed = { from: span.from, to: Math.min(span.to, closedTo) };
    this.table.put(balancerId, span, records);
    if (balancerId === null) this.#read = withSpan(this.#read, closed);
    else this.#readOf.set(balancerId, withSpan(this.#readOf.get(balancerId) ?? [], closed));
  }

  /** Forgets all balancers but one; what was read of all together holds for that one. */
  keepOnly(balancerId: string): void {
    const read = this.#read.reduce<Spans>(withSpan, this.#readOf.get(balancerId) ?? []);
    this.table.keepOnly(balancerId);
    this.#read = [];
    this.#readOf.clear();
    this.#readOf.set(balancerId, read);
  }
}
