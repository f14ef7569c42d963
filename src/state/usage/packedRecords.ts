import { MEASURED_FIELDS, type UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import type { WordList } from './wordList.ts';

const NUMBERS = ['startAt', 'endAt', ...MEASURED_FIELDS] as const;
/** A field of a record that is a number: a time in milliseconds since the epoch, or what was measured. */
export type NumberField = (typeof NUMBERS)[number];

const WORDS = ['balancerName', 'sslMode', 'vipType', 'eventType'] as const;
type WordField = (typeof WORDS)[number];

const MARKS = [null, 'partial', 'collected'] as const;

/** A number an entry; NaN where it is unknown, null where all are. */
type NumberColumn = Float64Array | null;

interface Columns {
  readonly numbers: Readonly<Record<NumberField, NumberColumn>>;
  readonly words: Readonly<Record<WordField, Uint32Array>>;
  /** Whose each is: the code of the balancer's id. */
  readonly balancers: Uint32Array;
  readonly marks: Uint8Array;
  /** An id that is a whole number as it is, any other as its word's number below zero, NaN for none. */
  readonly ids: Float64Array;
}

/** What the codes in packed records stand for. */
export interface Codes {
  /** Ids of balancers, apart from other words, so that their codes follow each other. */
  readonly balancers: WordList;
  readonly words: WordList;
}

/**
 * Records of some balancers, oldest first, a column a field: about 110 bytes a record, where an object with its numbers takes
 * three times as much, and half a million of them are to be kept.
 */
export class PackedRecords {
  readonly length: number;
  readonly #codes: Codes;
  readonly #columns: Columns;

  private constructor(codes: Codes, length: number, columns: Columns) {
    this.#codes = codes;
    this.length = length;
    this.#columns = columns;
  }

  /** Packs records in whatever order they come. */
  static of(records: readonly UsageRecord[], codes: Codes): PackedRecords {
    const sorted = [...records].sort((one, other) => one.startAt - other.startAt || one.endAt - other.endAt);
    const { balancers, words } = codes;
    const { length } = sorted;
    return new PackedRecords(codes, length, {
      numbers: byField(NUMBERS, (field) => numberColumn(sorted, field)),
      words: byField(WORDS, (field) =>
        filled(new Uint32Array(length), sorted, (record) => words.code(record[field])),
      ),
      balancers: filled(new Uint32Array(length), sorted, ({ balancerId }) => balancers.code(balancerId)),
      marks: filled(new Uint8Array(length), sorted, ({ mark }) => MARKS.indexOf(mark)),
      ids: filled(new Float64Array(length), sorted, ({ id }) => idCode(id, words)),
    });
  }

  /** These with `fresh`, which begin in the span, in place of all that begin in it: of one balancer, or with null of all. */
  replaced(span: Span, balancer: number | null, fresh: PackedRecords): PackedRecords {
    const low = this.firstFrom(span.from);
    const high = Math.max(low, this.firstFrom(span.to));
    // What is below zero is from `fresh`.
    const picks = new Int32Array(this.length + fresh.length);
    let count = 0;
    let put = 0;
    const putUpTo = (startAt: number) => {
      for (; put < fresh.length && fresh.#startAt(put) <= startAt; put += 1) picks[count++] = -1 - put;
    };
    for (let index = 0; index < this.length; index += 1) {
      if (index >= low && index < high) {
        if (balancer === null || this.#columns.balancers[index] === balancer) continue;
        putUpTo(this.#startAt(index));
      } else if (index >= high) putUpTo(Number.POSITIVE_INFINITY);
      picks[count++] = index;
    }
    putUpTo(Number.POSITIVE_INFINITY);
    return this.#picked(picks.subarray(0, count), fresh);
  }

  /** The records of one balancer alone. */
  only(balancer: number): PackedRecords {
    const { balancers } = this.#columns;
    const picks = Int32Array.from(balancers.keys()).filter((index) => balancers[index] === balancer);
    return this.#picked(picks, this);
  }

  /** The index of the first record that begins at `at` or later; `length` where none does. */
  firstFrom(at: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#startAt(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A field of all records: NaN where it is unknown; null where it is unknown in all. */
  column(field: NumberField): NumberColumn {
    return this.#columns.numbers[field];
  }

  /** The code of each record's balancer. */
  get balancers(): Uint32Array {
    return this.#columns.balancers;
  }

  /** The records of one balancer, or with null of all, that begin in the span, as they were. */
  records({ from, to }: Span, balancer: number | null): readonly UsageRecord[] {
    const { balancers } = this.#columns;
    const records: UsageRecord[] = [];
    const last = this.firstFrom(to);
    for (let index = this.firstFrom(from); index < last; index += 1)
      if (balancer === null || balancers[index] === balancer) records.push(this.#record(index));
    return records;
  }

  #startAt(index: number): number {
    return this.#columns.numbers.startAt?.[index] ?? Number.NaN;
  }

  /** Those at the places, in that order; a place below zero is one of `fresh`. */
  #picked(picks: Int32Array, fresh: PackedRecords): PackedRecords {
    const mine = this.#columns;
    const theirs = fresh.#columns;
    const { length } = picks;
    return new PackedRecords(this.#codes, length, {
      numbers: byField(NUMBERS, (field) => {
        const [old, put] = [mine.numbers[field], theirs.numbers[field]];
        return old === null && put === null ? null : pick(new Float64Array(length), picks, old, put);
      }),
      words: byField(WORDS, (field) =>
        pick(new Uint32Array(length), picks, mine.words[field], theirs.words[field]),
      ),
      balancers: pick(new Uint32Array(length), picks, mine.balancers, theirs.balancers),
      marks: pick(new Uint8Array(length), picks, mine.marks, theirs.marks),
      ids: pick(new Float64Array(length), picks, mine.ids, theirs.ids),
    });
  }

  #record(index: number): UsageRecord {
    const number = (field: NumberField) => {
      const value = this.#columns.numbers[field]?.[index] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    };
    const { balancers, words } = this.#codes;
    return {
      balancerId: balancers.word(this.#columns.balancers[index] ?? 0) ?? '',
      balancerName: this.#word('balancerName', index),
      id: idText(this.#columns.ids[index] ?? Number.NaN, words),
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
    return this.#codes.words.word(this.#columns.words[field][index] ?? 0);
  }
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

/** A column of which all is unknown may be left out. */
function pick<Column extends Uint8Array | Uint32Array | Float64Array>(
  into: Column,
  picks: Int32Array,
  old: Column | null,
  fresh: Column | null,
): Column {
  for (let at = 0; at < picks.length; at += 1) {
    const place = picks[at] ?? 0;
    into[at] = (place < 0 ? fresh?.[-1 - place] : old?.[place]) ?? Number.NaN;
  }
  return into;
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
