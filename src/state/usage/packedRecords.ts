import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import type { WordList } from './wordList.ts';

const NUMBERS = [
  'startAt',
  'endAt',
  'averageNumConnections',
  'averageNumConnectionsSsl',
  'incomingTransfer',
  'incomingTransferSsl',
  'outgoingTransfer',
  'outgoingTransferSsl',
  'processed',
  'requests',
  'numPolls',
  'numVips',
] as const;
export type NumberField = (typeof NUMBERS)[number];

const WORDS = ['balancerName', 'sslMode', 'vipType', 'eventType'] as const;
type WordField = (typeof WORDS)[number];

const MARKS = [null, 'partial', 'collected'] as const;

/** A number an entry; NaN where it is unknown, null where all are. */
type NumberColumn = Float64Array | null;

interface Columns {
  readonly numbers: Readonly<Record<NumberField, NumberColumn>>;
  readonly words: Readonly<Record<WordField, Uint32Array>>;
  readonly marks: Uint8Array;
  /** An id that is a whole number as it is, any other as its word's number below zero, NaN for none. */
  readonly ids: Float64Array;
}

/**
 * One balancer's records, oldest first, a column a field: about 100 bytes a record, where an object with its numbers takes
 * three times as much, and half a million of them are to be kept and summed up between two keys.
 */
export class PackedRecords {
  readonly length: number;
  readonly #balancerId: string;
  readonly #words: WordList;
  readonly #columns: Columns;

  private constructor(balancerId: string, words: WordList, length: number, columns: Columns) {
    this.#balancerId = balancerId;
    this.#words = words;
    this.length = length;
    this.#columns = columns;
  }

  /** Packs records of one balancer, in whatever order they come. */
  static of(balancerId: string, records: readonly UsageRecord[], words: WordList): PackedRecords {
    const sorted = [...records].sort((one, other) => one.startAt - other.startAt || one.endAt - other.endAt);
    return new PackedRecords(balancerId, words, sorted.length, {
      numbers: byField(NUMBERS, (field) => numberColumn(sorted, field)),
      words: byField(WORDS, (field) =>
        filled(new Uint32Array(sorted.length), sorted, (record) => words.code(record[field])),
      ),
      marks: filled(new Uint8Array(sorted.length), sorted, ({ mark }) => MARKS.indexOf(mark)),
      ids: filled(new Float64Array(sorted.length), sorted, ({ id }) => idCode(id, words)),
    });
  }

  /** These with `fresh`, which begin in the span, in place of all that begin in it. */
  replaced(span: Span, fresh: PackedRecords): PackedRecords {
    const low = this.firstFrom(span.from);
    const high = Math.max(low, this.firstFrom(span.to));
    const length = low + fresh.length + this.length - high;
    const mine = this.#columns;
    const theirs = fresh.#columns;
    const joined = <Column extends Uint8Array | Uint32Array | Float64Array>(
      into: Column,
      old: Column,
      put: Column,
    ): Column => {
      into.set(old.subarray(0, low), 0);
      into.set(put, low);
      into.set(old.subarray(high), low + fresh.length);
      return into;
    };
    return new PackedRecords(this.#balancerId, this.#words, length, {
      numbers: byField(NUMBERS, (field) => {
        const old = mine.numbers[field];
        const put = theirs.numbers[field];
        if (old === null && put === null) return null;
        return joined(new Float64Array(length), old ?? unknowns(this.length), put ?? unknowns(fresh.length));
      }),
      words: byField(WORDS, (field) =>
        joined(new Uint32Array(length), mine.words[field], theirs.words[field]),
      ),
      marks: joined(new Uint8Array(length), mine.marks, theirs.marks),
      ids: joined(new Float64Array(length), mine.ids, theirs.ids),
    });
  }

  /** The index of the first record that begins at `at` or later; `length` where none does. */
  firstFrom(at: number): number {
    const starts = this.#columns.numbers.startAt;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts?.[middle] ?? Number.NaN) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A field of all records: NaN where it is unknown; null where it is unknown in all. */
  column(field: NumberField): NumberColumn {
    return this.#columns.numbers[field];
  }

  /** The records that begin in the span, as they were. */
  records({ from, to }: Span): readonly UsageRecord[] {
    const first = this.firstFrom(from);
    return Array.from({ length: Math.max(0, this.firstFrom(to) - first) }, (_, at) =>
      this.#record(first + at),
    );
  }

  /** The balancer's name in its latest record; null where none says. */
  get name(): string | null {
    return this.length === 0 ? null : this.#word('balancerName', this.length - 1);
  }

  get balancerId(): string {
    return this.#balancerId;
  }

  #record(index: number): UsageRecord {
    const number = (field: NumberField) => {
      const value = this.#columns.numbers[field]?.[index] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    };
    return {
      balancerId: this.#balancerId,
      balancerName: this.#word('balancerName', index),
      id: idText(this.#columns.ids[index] ?? Number.NaN, this.#words),
      startAt: number('startAt') ?? 0,
      endAt: number('endAt') ?? 0,
      averageNumConnections: number('averageNumConnections'),
      averageNumConnectionsSsl: number('averageNumConnectionsSsl'),
      incomingTransfer: number('incomingTransfer'),
      incomingTransferSsl: number('incomingTransferSsl'),
      outgoingTransfer: number('outgoingTransfer'),
      outgoingTransferSsl: number('outgoingTransferSsl'),
      processed: number('processed'),
      requests: number('requests'),
      numPolls: number('numPolls'),
      numVips: number('numVips'),
      sslMode: this.#word('sslMode', index),
      vipType: this.#word('vipType', index),
      eventType: this.#word('eventType', index),
      mark: MARKS[this.#columns.marks[index] ?? 0] ?? null,
    };
  }

  #word(field: WordField, index: number): string | null {
    return this.#words.word(this.#columns.words[field][index] ?? 0);
  }
}

/** Records of any balancers, packed a balancer each, in the order in which these first come. */
export function packByBalancer(records: readonly UsageRecord[], words: WordList): readonly PackedRecords[] {
  const byBalancer = new Map<string, UsageRecord[]>();
  for (const record of records) {
    const own = byBalancer.get(record.balancerId);
    if (own) own.push(record);
    else byBalancer.set(record.balancerId, [record]);
  }
  return [...byBalancer].map(([id, own]) => PackedRecords.of(id, own, words));
}

function byField<Field extends string, Column>(
  fields: readonly Field[],
  columnOf: (field: Field) => Column,
): Record<Field, Column> {
  return Object.fromEntries(fields.map((field) => [field, columnOf(field)])) as Record<Field, Column>;
}

function numberColumn(records: readonly UsageRecord[], field: NumberField): NumberColumn {
  if (records.every((record) => record[field] === null)) return null;
  return filled(new Float64Array(records.length), records, (record) => record[field] ?? Number.NaN);
}

/** A loop: what arrays of numbers are made by otherwise takes several times as long. */
function filled<Column extends Uint8Array | Uint32Array | Float64Array>(
  column: Column,
  records: readonly UsageRecord[],
  code: (record: UsageRecord) => number,
): Column {
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at];
    if (record) column[at] = code(record);
  }
  return column;
}

function unknowns(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

function idCode(id: string | null, words: WordList): number {
  if (id === null) return Number.NaN;
  const number = /^\d{1,15}$/.test(id) ? Number(id) : Number.NaN;
  return String(number) === id ? number : -words.code(id);
}

function idText(code: number, words: WordList): string | null {
  if (Number.isNaN(code)) return null;
  return code < 0 ? words.word(-code) : String(code);
}
