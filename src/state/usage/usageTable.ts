import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import { type Carried, carriedIn } from './carried.ts';
import { type DaySums, sumDay } from './daySums.ts';
import { PackedRecords } from './packedRecords.ts';
import { DAY_MS } from './range.ts';
import { emptySums, hourGrid, MEASURES, type Sums, TIMES } from './sums.ts';
import { WordList } from './wordList.ts';

interface Latest {
  readonly startAt: number;
  readonly name: string;
}

/**
 * Usage records of one account and region by the days (UTC) that they begin in. A day is summed up once after records of it came,
 * whatever is asked then: only days that the edges of another span cut are looked at again, record by record.
 */
export class UsageTable {
  readonly #codes = { balancers: new WordList(), words: new WordList() };
  /** By when the day begins, as are the sums. */
  readonly #days = new Map<number, PackedRecords>();
  readonly #sums = new Map<number, { readonly hours: Span; readonly sums: DaySums }>();
  readonly #names = new Map<number, Latest>();
  #size = 0;
  #version = 0;

  /** How many records are kept. */
  get size(): number {
    return this.#size;
  }

  /** Another number whenever there are other records. */
  get version(): number {
    return this.#version;
  }

  /** Puts what is told of a span, of one balancer or with null of all, in place of what was known of it. */
  put(balancerId: string | null, span: Span, records: readonly UsageRecord[]): void {
    const balancer = this.#code(balancerId);
    const fresh = new Map<number, UsageRecord[]>();
    for (const record of records) {
      if (balancerId !== null && record.balancerId !== balancerId) continue;
      const day = dayOf(record.startAt);
      const own = fresh.get(day);
      if (own) own.push(record);
      else fresh.set(day, [record]);
      this.#learnName(record);
    }
    const touched = [...this.#days.keys()].filter((day) => day < span.to && day + DAY_MS > span.from);
    for (const day of new Set([...touched, ...fresh.keys()])) {
      const before = this.#days.get(day) ?? PackedRecords.of([], this.#codes);
      const put = PackedRecords.of(fresh.get(day) ?? [], this.#codes);
      this.#keep(day, before.replaced(span, balancer, put));
    }
  }

  /** Forgets all balancers but one. */
  keepOnly(balancerId: string): void {
    const balancer = this.#code(balancerId) ?? 0;
    for (const [day, records] of this.#days) this.#keep(day, records.only(balancer));
  }

  /** The records of one balancer, or with null of all, that begin in the span, oldest first. */
  *records(balancerId: string | null, span: Span): Iterable<UsageRecord> {
    const balancer = this.#code(balancerId);
    for (const [, records] of this.#daysIn(span)) yield* records.records(span, balancer);
  }

  /** What one balancer, or with null all together carried in each of the whole hours that touch the span. */
  hours(balancerId: string | null, span: Span): Sums {
    const sums = emptySums(hourGrid(span));
    const { from, step, count } = sums.grid;
    for (const day of this.sums(balancerId, span)) {
      const first = Math.max(0, (day.from - from) / step);
      const skipped = Math.max(0, (from - day.from) / step);
      for (const measure of [...TIMES, ...MEASURES])
        sums[measure].set(day.hours[measure].subarray(skipped, skipped + count - first), first);
    }
    return sums;
  }

  /** What each balancer that has records in the span carried over it, by its whole hours, in the order in which they came first. */
  carried(span: Span): readonly Carried[] {
    return carriedIn(this.sums(null, span), hourGrid(span)).map(({ code, ...carried }) => ({
      ...carried,
      balancerId: this.#codes.balancers.word(code) ?? '',
      name: this.#names.get(code)?.name ?? null,
    }));
  }

  /** The sums of each day that has records, oldest first, as far as it is in the whole hours that touch the span. */
  sums(balancerId: string | null, span: Span): readonly DaySums[] {
    const { from, step, count } = hourGrid(span);
    const hours = { from, to: from + step * count };
    const options = { only: this.#code(balancerId), room: this.#codes.balancers.size };
    return this.#daysIn(hours).map(([day, records]) => {
      const own = { from: Math.max(day, hours.from), to: Math.min(day + DAY_MS, hours.to) };
      if (options.only !== null) return sumDay(records, day, own, options);
      const known = this.#sums.get(day);
      if (known?.hours.from === own.from && known.hours.to === own.to) return known.sums;
      const sums = sumDay(records, day, own, options);
      this.#sums.set(day, { hours: own, sums });
      return sums;
    });
  }

  /** With null, all balancers; one that is not known gets a code that no record has. */
  #code(balancerId: string | null): number | null {
    return balancerId === null ? null : this.#codes.balancers.code(balancerId);
  }

  #daysIn({ from, to }: Span): readonly (readonly [day: number, records: PackedRecords])[] {
    return [...this.#days]
      .filter(([day]) => day < to && day + DAY_MS > from)
      .sort(([one], [other]) => one - other);
  }

  #keep(day: number, records: PackedRecords): void {
    this.#version += 1;
    this.#size += records.length - (this.#days.get(day)?.length ?? 0);
    this.#sums.delete(day);
    if (records.length > 0) this.#days.set(day, records);
    else this.#days.delete(day);
  }

  #learnName({ balancerId, balancerName: name, startAt }: UsageRecord): void {
    if (name === null) return;
    const code = this.#codes.balancers.code(balancerId);
    const known = this.#names.get(code);
    if (!known || startAt >= known.startAt) this.#names.set(code, { startAt, name });
  }
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}
