import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../../src/model/usage.ts';
import { figuresAt, peakConnections, peakTransfer, totalFigures } from '../../../src/state/usage/figures.ts';
import { folded } from '../../../src/state/usage/sums.ts';
import { UsageTable } from '../../../src/state/usage/usageTable.ts';
import { aRecord, DAY, EVER, HOUR, NOON, tableOf } from './kit.ts';

const MIDNIGHT = NOON - 12 * HOUR;
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

const oldestFirst = (all: readonly UsageRecord[]) => [...all].sort(byStart);

describe('a table of records', () => {
  it('gives them back as they were, of all or of one', () => {
    fc.assert(
      fc.property(records, records, (one, other) => {
        const others = other.map((record) => ({ ...record, balancerId: '7002' }));
        const table = tableOf([...one, ...others]);
        expect([...table.records('7001', EVER)]).toEqual(oldestFirst(one));
        expect([...table.records('7002', EVER)]).toEqual(oldestFirst(others));
        expect([...table.records(null, EVER)]).toHaveLength(table.size);
        expect(table.size).toBe(one.length + others.length);
      }),
    );
  });

  it('takes in a part anew, and keeps the rest and other balancers', () => {
    fc.assert(
      fc.property(
        records,
        records,
        fc.nat({ max: 47 }),
        fc.nat({ max: 20 }),
        fc.boolean(),
        (old, fresh, hour, length, ofAll) => {
          const part = { from: SPAN.from + hour * HOUR, to: SPAN.from + (hour + length) * HOUR };
          const inPart = ({ startAt }: UsageRecord) => startAt >= part.from && startAt < part.to;
          const others = old.map((record) => ({ ...record, balancerId: '7002' }));
          const table = tableOf([...old, ...others]);
          const put = fresh.filter(inPart);
          table.put(ofAll ? null : '7001', part, put);
          const wanted = oldestFirst([...old.filter((record) => !inPart(record)), ...put]);
          expect([...table.records('7001', EVER)]).toEqual(wanted);
          const left = ofAll ? others.filter((record) => !inPart(record)) : others;
          expect([...table.records('7002', EVER)]).toEqual(oldestFirst(left));
          expect(table.size).toBe(wanted.length + left.length);
        },
      ),
    );
  });

  it('keeps one balancer alone', () => {
    fc.assert(
      fc.property(records, records, (one, other) => {
        const table = tableOf([...one, ...other.map((record) => ({ ...record, balancerId: '7002' }))]);
        table.keepOnly('7001');
        expect([...table.records(null, EVER)]).toEqual(oldestFirst(one));
        expect(table.size).toBe(one.length);
      }),
    );
  });
});

describe('sums of days', () => {
  const day = (records: readonly UsageRecord[], from: number) =>
    records.filter(({ startAt }) => startAt >= from && startAt < from + DAY);

  it('are worked out once for each piece that comes, and for days it is in alone', () => {
    const all = ['1', '2', '3'].flatMap((balancerId) =>
      Array.from({ length: 10 * 24 }, (_, hour) => aRecord({ balancerId, startAt: MIDNIGHT + hour * HOUR })),
    );
    const table = new UsageTable();
    const span = { from: MIDNIGHT, to: MIDNIGHT + 10 * DAY };
    for (let at = 9; at >= 0; at -= 1) {
      const before = table.sums(null, span);
      const from = MIDNIGHT + at * DAY;
      table.put(null, { from, to: from + DAY }, day(all, from));
      const after = table.sums(null, span);
      expect(after).toHaveLength(before.length + 1);
      expect(after.slice(1).every((sums, index) => sums === before[index])).toBe(true);
    }
    const [first, second, ...others] = table.sums(null, span);
    // Asked again nothing is summed up; a piece of one balancer renews its own day.
    table.carried(span);
    table.hours(null, span);
    expect(table.sums(null, span)[1]).toBe(second);
    const late = { from: MIDNIGHT + DAY + 5 * HOUR, to: MIDNIGHT + DAY + 6 * HOUR };
    table.put('2', late, [aRecord({ balancerId: '2', startAt: late.from, incomingTransfer: 7 })]);
    const again = table.sums(null, span);
    expect(again[0]).toBe(first);
    expect(again[1]).not.toBe(second);
    expect(again.slice(2)).toEqual(others);
    expect(again.slice(2).every((sums, index) => sums === others[index])).toBe(true);
    // A span that cuts days looks at those two alone.
    const cut = table.sums(null, { from: span.from + HOUR, to: span.to - HOUR });
    expect(cut.map((sums, index) => sums === again[index])).toEqual([
      false,
      ...Array.from({ length: 8 }, () => true),
      false,
    ]);
  });

  it('are those of all records at once, in whatever pieces these came', () => {
    const piece = fc.record({
      hour: fc.nat({ max: 47 }),
      length: fc.integer({ min: 1, max: 30 }),
      balancer: fc.constantFrom(null, '7001', '7002'),
    });
    fc.assert(
      fc.property(records, records, fc.array(piece, { maxLength: 8 }), (one, other, pieces) => {
        const all = [...one, ...other.map((record) => ({ ...record, balancerId: '7002' }))];
        const table = new UsageTable();
        const put = (from: number, to: number, balancer: string | null) => {
          const own = all.filter(
            ({ startAt, balancerId }) =>
              startAt >= from && startAt < to && (balancer === null || balancer === balancerId),
          );
          table.put(balancer, { from, to }, own);
          // Each look keeps sums, which a later piece must renew.
          table.carried(SPAN);
        };
        for (const { hour, length, balancer } of pieces)
          put(SPAN.from + hour * HOUR, SPAN.from + (hour + length) * HOUR, balancer);
        put(SPAN.from, SPAN.to, null);
        const plain = tableOf(all);
        expect(table.hours(null, SPAN)).toEqual(plain.hours(null, SPAN));
        for (const balancerId of ['7001', '7002']) {
          expect(table.hours(balancerId, SPAN)).toEqual(plain.hours(balancerId, SPAN));
          const of = (from: UsageTable) =>
            from.carried(SPAN).find((carried) => carried.balancerId === balancerId);
          expect(of(table)).toEqual(of(plain));
        }
      }),
    );
  });
});

describe('what each balancer carried', () => {
  it('is what its own hours tell', () => {
    const part = fc.tuple(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 28 }));
    fc.assert(
      fc.property(records, records, part, (one, other, [skip, length]) => {
        const span = { from: SPAN.from + skip * HOUR, to: SPAN.from + (skip + length) * HOUR };
        const table = tableOf([...one, ...other.map((record) => ({ ...record, balancerId: '7002' }))]);
        const carried = new Map(table.carried(span).map((each) => [each.balancerId, each]));
        for (const balancerId of ['7001', '7002']) {
          const hours = table.hours(balancerId, span);
          const total = totalFigures(hours);
          const row = carried.get(balancerId);
          expect(row !== undefined).toBe(total.covered > 0);
          if (!row) continue;
          expect(row.total.connections ?? -1).toBeCloseTo(total.connections ?? -1, 6);
          expect({ ...row.total, connections: null }).toEqual({ ...total, connections: null });
          expect(row.peak).toEqual(peakConnections(hours));
          const pieces = folded(hours, Math.ceil(hours.grid.count / 12));
          expect(row.trend).toHaveLength(pieces.grid.count);
          if (total.transfer !== null)
            expect(row.trend).toEqual(row.trend.map((_, at) => figuresAt(pieces, at).transfer));
        }
      }),
    );
  });

  it('has a trend of connections where bytes are not told', () => {
    const silent = { incomingTransfer: null, incomingTransferSsl: null, outgoingTransfer: null };
    const all = [1, 2, 3, 4].map((hour) =>
      aRecord({
        ...silent,
        outgoingTransferSsl: null,
        startAt: NOON - hour * HOUR,
        averageNumConnections: hour,
      }),
    );
    const [row] = tableOf(all).carried({ from: NOON - 24 * HOUR, to: NOON });
    expect(row?.trend).toEqual([...Array.from({ length: 10 }, () => null), 3.5, 1.5]);
  });
});

describe('totals', () => {
  it('are the plain sums of the records, whatever the pieces', () => {
    fc.assert(
      fc.property(records, records, fc.integer({ min: 1, max: 50 }), (one, other, each) => {
        const all = [...one, ...other.map((record) => ({ ...record, balancerId: '7002' }))];
        const hours = tableOf(all).hours(null, SPAN);
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
    const hours = tableOf([short, long]).hours(null, SPAN);
    expect(totalFigures(hours).connections).toBe((100 * 15 + 25 * 60) / 75);
    expect(figuresAt(hours, 46).connections).toBe(100);
    expect(peakConnections(hours)).toEqual({ value: 100, at: NOON - 2 * HOUR });
    // The shorter one carried as much in a quarter of the time.
    expect(peakTransfer(hours)).toEqual({ value: 36_000_000, at: NOON - 2 * HOUR });
  });

  it('add the averages of balancers that were there at the same time', () => {
    const other = aRecord({ balancerId: '7002', averageNumConnections: 30 });
    const hours = tableOf([aRecord(), other]).hours(null, SPAN);
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
    const hours = tableOf([silent, idle]).hours(null, SPAN);
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
    expect(totalFigures(tableOf([]).hours(null, SPAN))).toMatchObject({
      connections: null,
      transfer: null,
      covered: 0,
    });
  });
});
