import { byId } from '../../../model/order.ts';
import type { UsageRecord } from '../../../model/usage.ts';
import type { UsageOptions } from '../../usage.ts';

/** Collects records: those that begin in the span, each once, though answers overlap at their edges. */
export class RecordSet {
  readonly #options: UsageOptions;
  readonly #seen = new Set<string>();
  readonly #found: UsageRecord[] = [];

  constructor(options: UsageOptions) {
    this.#options = options;
  }

  /** Takes the records of an answer and hands on those of the span that are new; how many it saw for the first time. */
  add(records: readonly UsageRecord[]): number {
    const { from, to, onRecords } = this.#options;
    const before = this.#seen.size;
    const fresh = records.filter((record) => {
      const key = `${record.balancerId} ${record.id} ${record.startAt}`;
      if (this.#seen.has(key)) return false;
      this.#seen.add(key);
      return record.startAt >= from && record.startAt < to;
    });
    for (const record of fresh) this.#found.push(record);
    if (fresh.length > 0) onRecords?.(fresh.sort(oldestFirst));
    return this.#seen.size - before;
  }

  /** All of them, oldest first. */
  get all(): readonly UsageRecord[] {
    return [...this.#found].sort(oldestFirst);
  }
}

function oldestFirst(a: UsageRecord, b: UsageRecord): number {
  return a.startAt - b.startAt || byId(a.balancerId, b.balancerId) || byId(a.id ?? '', b.id ?? '');
}
