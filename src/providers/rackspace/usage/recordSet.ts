import { byId } from '../../../model/order.ts';
import type { UsageRecord } from '../../../model/usage.ts';
import type { UsageOptions } from '../../usage.ts';

/** Collects records: those that begin in the span, each once, though answers overlap at their edges. */
export class RecordSet {
  readonly #options: UsageOptions;
  readonly #found = new Map<string, UsageRecord>();

  constructor(options: UsageOptions) {
    this.#options = options;
  }

  /** Takes the records of an answer and hands on those that are new; how many those were. */
  add(records: readonly UsageRecord[]): number {
    const { from, to, onRecords } = this.#options;
    const fresh = records.filter((record) => {
      const key = `${record.balancerId} ${record.id} ${record.startAt}`;
      if (record.startAt < from || record.startAt >= to || this.#found.has(key)) return false;
      this.#found.set(key, record);
      return true;
    });
    if (fresh.length > 0) onRecords?.(fresh.sort(oldestFirst));
    return fresh.length;
  }

  /** All of them, oldest first. */
  get all(): readonly UsageRecord[] {
    return [...this.#found.values()].sort(oldestFirst);
  }
}

function oldestFirst(a: UsageRecord, b: UsageRecord): number {
  return a.startAt - b.startAt || byId(a.balancerId, b.balancerId) || byId(a.id ?? '', b.id ?? '');
}
