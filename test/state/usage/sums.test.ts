import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../../src/model/usage.ts';
import { figuresAt, peakConnections, peakTransfer, totalFigures } from '../../../src/state/usage/figures.ts';
import { PackedRecords } from '../../../src/state/usage/packedRecords.ts';
import { folded, hourGrid, sumUp } from '../../../src/state/usage/sums.ts';
import { WordList } from '../../../src/state/usage/wordList.ts';
import { aRecord, HOUR, NOON } from './kit.ts';

const words = new WordList();
const packed = (records: readonly UsageRecord[], id = '7001') => PackedRecords.of(id, records, words);
const SPAN = { from: NOON - 48 * HOUR, to: NOON };

const bytes = fc.option(fc.nat({ max: 1_000_000_000_000 }));
const level = fc.option(fc.nat({ max: 10_000 }).map((value) => value / 4));
const word = fc.constantFrom(null, 'OFF', 'ON', 'MIXED', '=1+1');
/** Records of one balancer, at most one an hour, some hours without. */
const records = fc
  .uniqueArray(fc.nat({ max: 47 }), { maxLength: 30 })
  .chain((hours) =>
    fc.tuple(
      ...hours.map((hour) =>
        fc.record({
          startAt: fc.nat({ max: 1_000_000 }).map((late) => SPAN.from + hour * HOUR + late),
          length: fc.integer({ min: 1, max: 2_600_000 }),
          averageNumConnections: level,
          averageNumConnectionsSsl: level,
          incomingTransfer: bytes,
          incomingTransferSsl: bytes,
          outgoingTransfer: bytes,
          outgoingTransferSsl: bytes,
          processed: bytes,
          requests: bytes,
          numPolls: fc.option(fc.nat({ max: 12 })),
          sslMode: word,
          eventType: word,
          mark: fc.constantFrom(null, 'partial' as const, 'collected' as const),
          id: fc.option(fc.oneof(fc.nat().map(String), fc.uuid(), fc.constant('007'))),
        }),
      ),
    ),
  )
  .map((all) => all.map(({ length, ...fields }) => aRecord({ ...fields, endAt: fields.startAt + length })));

const byStart = (one: UsageRecord, other: UsageRecord) => one.startAt - other.startAt;
/** What is known, added up; null where nothing is. */
const plainSum = (values: readonly (number | null)[]) =>
  values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);

describe('packed records', () => {
  it('are what they were', () => {
    fc.assert(
      fc.property(records, (all) => {
        expect(packed(all).records(SPAN)).toEqual([...all].sort(byStart));
      }),
    );
  });

  it('take in a part anew, and keep the rest', () => {
    fc.assert(
      fc.property(records, records, fc.nat({ max: 47 }), fc.nat({ max: 20 }), (old, fresh, hour, length) => {
        const part = { from: SPAN.from + hour * HOUR, to: SPAN.from + (hour + length) * HOUR };
        const inPart = ({ startAt }: UsageRecord) => startAt >= part.from && startAt < part.to;
        const put = fresh.filter(inPart);
        const both = packed(old).replaced(part, packed(put));
        const wanted = [...old.filter((record) => !inPart(record)), ...put].sort(byStart);
        expect(both.records({ from: SPAN.from, to: SPAN.to + 24 * HOUR })).toEqual(wanted);
        expect(both.length).toBe(wanted.length);
      }),
    );
  });
});

describe('totals', () => {
  it('are the plain sums of the records, whatever the pieces', () => {
    fc.assert(
      fc.property(records, records, fc.integer({ min: 1, max: 50 }), (one, other, each) => {
        const hours = sumUp([packed(one), packed(other, '7002')], hourGrid(SPAN));
        const all = [...one, ...other];
        for (const sums of [hours, folded(hours, each)]) {
          const total = totalFigures(sums);
          expect(total.incoming).toBe(
            plainSum(all.flatMap((record) => [record.incomingTransfer, record.incomingTransferSsl])),
          );
          expect(total.outgoing).toBe(
            plainSum(all.flatMap((record) => [record.outgoingTransfer, record.outgoingTransferSsl])),
          );
          expect(total.requests).toBe(plainSum(all.map((record) => record.requests)));
          expect(total.transfer).toBe(
            plainSum([total.incoming, total.outgoing, plainSum(all.map((record) => record.processed))]),
          );
        }
      }),
    );
  });

  it('weigh averages by the length of the records', () => {
    const short = aRecord({
      startAt: NOON - 2 * HOUR,
      endAt: NOON - 2 * HOUR + HOUR / 4,
      averageNumConnections: 100,
    });
    const long = aRecord({ startAt: NOON - HOUR, averageNumConnections: 20, averageNumConnectionsSsl: 5 });
    const hours = sumUp([packed([short, long])], hourGrid(SPAN));
    expect(totalFigures(hours).connections).toBe((100 * 15 + 25 * 60) / 75);
    expect(figuresAt(hours, 46).connections).toBe(100);
    expect(peakConnections(hours)).toEqual({ value: 100, at: NOON - 2 * HOUR });
    // The shorter one carried as much in a quarter of the time.
    expect(peakTransfer(hours)).toEqual({ value: 36_000_000, at: NOON - 2 * HOUR });
  });

  it('add the averages of balancers that were there at the same time', () => {
    const hours = sumUp(
      [packed([aRecord()]), packed([aRecord({ averageNumConnections: 30 })], '7002')],
      hourGrid(SPAN),
    );
    expect(totalFigures(hours).connections).toBe(40);
  });

  it('tell nothing apart from zero, and no record from either', () => {
    const silent = aRecord({
      averageNumConnections: null,
      averageNumConnectionsSsl: null,
      incomingTransferSsl: null,
      outgoingTransferSsl: null,
      incomingTransfer: null,
      outgoingTransfer: null,
    });
    const idle = aRecord({
      startAt: NOON - 2 * HOUR,
      averageNumConnections: 0,
      incomingTransfer: 0,
      outgoingTransfer: 0,
    });
    const hours = sumUp([packed([silent, idle])], hourGrid(SPAN));
    expect(figuresAt(hours, 46)).toMatchObject({ connections: 0, incoming: 0, transfer: 0, covered: HOUR });
    expect(figuresAt(hours, 47)).toMatchObject({
      connections: null,
      incoming: null,
      transfer: null,
      covered: HOUR,
    });
    expect(figuresAt(hours, 45)).toMatchObject({ connections: null, incoming: null, covered: 0 });
    // An hour that tells nothing does not make the average of the others smaller.
    expect(totalFigures(hours)).toMatchObject({ connections: 0, covered: 2 * HOUR });
    expect(totalFigures(sumUp([], hourGrid(SPAN)))).toMatchObject({
      connections: null,
      transfer: null,
      covered: 0,
    });
  });
});
