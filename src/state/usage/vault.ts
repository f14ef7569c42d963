import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import { PackedRecords, packByBalancer } from './packedRecords.ts';
import { missingIn, type Spans, withSpan } from './spans.ts';
import { WordList } from './wordList.ts';

interface Kept {
  readonly records: PackedRecords;
  /** What has been read of this balancer alone. */
  readonly read: Spans;
}

/** The usage records of one account and region that have been read, and of which times there is no need to ask again. */
export class Vault {
  readonly #words = new WordList();
  readonly #balancers = new Map<string, Kept>();
  /** What has been read of all balancers together. */
  #read: Spans = [];
  #size = 0;

  /** How many records are kept. */
  get size(): number {
    return this.#size;
  }

  /** What of the span has not been read, oldest first; of one balancer, or with null of all. */
  missing(balancerId: string | null, span: Span): Spans {
    const whole = missingIn(this.#read, span);
    if (balancerId === null) return whole;
    const own = this.#balancers.get(balancerId)?.read ?? [];
    return whole.flatMap((gap) => missingIn(own, gap));
  }

  /** Puts what the engine tells of a span in place of what was known of it. Up to `closedTo` it is not asked again. */
  put(balancerId: string | null, span: Span, records: readonly UsageRecord[], closedTo: number): void {
    const closed = { from: span.from, to: Math.min(span.to, closedTo) };
    const fresh = new Map(packByBalancer(records, this.#words).map((one) => [one.balancerId, one]));
    const none = PackedRecords.of('', [], this.#words);
    if (balancerId !== null) {
      const known = this.#balancers.get(balancerId)?.read ?? [];
      this.#replace(balancerId, span, fresh.get(balancerId) ?? none, withSpan(known, closed));
      return;
    }
    for (const id of new Set([...this.#balancers.keys(), ...fresh.keys()]))
      this.#replace(id, span, fresh.get(id) ?? none, this.#balancers.get(id)?.read ?? []);
    this.#read = withSpan(this.#read, closed);
  }

  /** The records of one balancer, or with null of each. */
  balancers(balancerId: string | null): readonly PackedRecords[] {
    if (balancerId === null) return [...this.#balancers.values()].map(({ records }) => records);
    const kept = this.#balancers.get(balancerId);
    return kept ? [kept.records] : [];
  }

  /** Forgets all balancers but one; what was read of all together holds for that one. */
  keepOnly(balancerId: string): void {
    const kept = this.#balancers.get(balancerId);
    const read = this.#read.reduce<Spans>(withSpan, kept?.read ?? []);
    this.#balancers.clear();
    this.#read = [];
    this.#size = kept?.records.length ?? 0;
    if (kept) this.#balancers.set(balancerId, { records: kept.records, read });
  }

  #replace(id: string, span: Span, fresh: PackedRecords, read: Spans): void {
    const before = this.#balancers.get(id)?.records ?? PackedRecords.of(id, [], this.#words);
    const records = before.replaced(span, fresh);
    this.#size += records.length - before.length;
    this.#balancers.set(id, { records, read });
  }
}
