import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counters, UsageRecord } from '../../../src/model/usage.ts';
import { CollectedLog } from '../../../src/state/usage/collectedLog.ts';
import { Collector } from '../../../src/state/usage/collector.ts';
import { SharedLog } from '../../sandbox/sharedLog.ts';
import { HOUR, NOON } from './kit.ts';

const reading = (at: number, fields: Partial<Counters> = {}): Counters => ({
  at,
  connections: 10,
  connectionsSsl: null,
  bytesIn: 0,
  bytesOut: 0,
  requests: null,
  epoch: 'a',
  all: [],
  ...fields,
});

/** A collector that remembers what it last said of each piece. */
function watching() {
  const kept = new Map<string, UsageRecord>();
  let ids = 0;
  const collector = new Collector({
    balancer: { id: '1', name: 'web' },
    id: () => String(++ids),
    keep: (record) => kept.set(record.id, record),
  });
  return { collector, records: () => [...kept.values()] };
}

describe('a collector', () => {
  it('cuts at the hour, and counts everything once', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ wait: fc.integer({ min: 1_000, max: 500_000 }), bytes: fc.nat({ max: 1_000_000 }) }),
          {
            minLength: 1,
            maxLength: 40,
          },
        ),
        (steps) => {
          const { collector, records } = watching();
          let at = NOON + 1_234;
          let bytesIn = 5;
          collector.add(reading(at, { bytesIn }));
          for (const { wait, bytes } of steps) {
            at += wait;
            bytesIn += bytes;
            collector.add(reading(at, { bytesIn }));
          }
          collector.flush();
          const all = records();
          expect(all.reduce((sum, record) => sum + (record.incomingTransfer ?? 0), 0)).toBe(bytesIn - 5);
          expect(all[0]?.startAt).toBe(NOON + 1_234);
          expect(all.at(-1)?.endAt).toBe(at);
          for (const [index, { startAt, endAt, averageNumConnections }] of all.entries()) {
            expect(Math.floor(startAt / HOUR)).toBe(Math.floor((endAt - 1) / HOUR));
            expect(averageNumConnections).toBe(10);
            if (index > 0) expect(startAt).toBe(all[index - 1]?.endAt);
          }
        },
      ),
    );
  });

  it('begins anew where differences mean nothing', () => {
    const { collector, records } = watching();
    collector.add(reading(NOON, { bytesIn: 100 }));
    collector.add(reading(NOON + 60_000, { bytesIn: 160 }));
    // The engine was started again, then counted backwards, then nobody looked for long.
    collector.add(reading(NOON + 120_000, { bytesIn: 900, epoch: 'b' }));
    collector.add(reading(NOON + 180_000, { bytesIn: 910, epoch: 'b' }));
    collector.add(reading(NOON + 240_000, { bytesIn: 4, epoch: 'b' }));
    collector.add(reading(NOON + 1_800_000, { bytesIn: 4_000, epoch: 'b' }));
    collector.flush();
    expect(
      records().map(({ startAt, endAt, incomingTransfer }) => [
        startAt - NOON,
        endAt - NOON,
        incomingTransfer,
      ]),
    ).toEqual([
      [0, 60_000, 60],
      [120_000, 180_000, 10],
    ]);
  });

  it('keeps unknown what the engine does not count', () => {
    const { collector, records } = watching();
    for (const minute of [0, 1, 2]) collector.add(reading(NOON + minute * 60_000, { bytesOut: null }));
    collector.flush();
    expect(records()).toMatchObject([
      {
        incomingTransfer: 0,
        outgoingTransfer: null,
        requests: null,
        averageNumConnectionsSsl: null,
        numPolls: 2,
        mark: 'collected',
      },
    ]);
  });

  it('writes a piece down now and then while it grows', () => {
    const { collector, records } = watching();
    for (let minute = 0; minute <= 6; minute += 1) collector.add(reading(NOON + minute * 60_000));
    expect(records().map(({ endAt }) => (endAt - NOON) / 60_000)).toEqual([5]);
  });
});

describe('what was collected', () => {
  const piece = (id: string, startAt: number, minutes: number) => {
    const { collector, records } = watching();
    for (let minute = 0; minute <= minutes; minute += 1)
      collector.add(reading(startAt + minute * 60_000, { bytesIn: minute * 10 }));
    collector.flush();
    const [record] = records();
    if (!record) throw new Error('nothing was collected');
    return { ...record, id };
  };
  const span = { from: NOON, to: NOON + 2 * HOUR };

  it('is kept in a log: the last word of each piece counts, torn lines do not', () => {
    const lines = new SharedLog();
    const shared = lines.reader();
    const log = new CollectedLog(shared);
    log.keep('a@x', piece('1', NOON, 5));
    log.keep('a@x', piece('1', NOON, 10));
    log.keep('other@x', piece('2', NOON, 10));
    shared.append('{"of":"a@x","id":');
    shared.append('[]');
    const found = new CollectedLog(lines.reader()).list('a@x', null, span);
    expect(found).toEqual([piece('1', NOON, 10)]);
    expect(log.list('a@x', '2', span)).toEqual([]);
    expect(log.list('a@x', '1', { from: NOON + 1, to: NOON + HOUR })).toEqual([]);
  });

  it('counts once what two programs have watched at the same time', () => {
    const log = new CollectedLog(new SharedLog().reader());
    log.keep('a@x', piece('1', NOON, 20));
    log.keep('a@x', piece('2', NOON + 5 * 60_000, 5));
    log.keep('a@x', piece('3', NOON + 20 * 60_000, 5));
    expect(log.list('a@x', null, span).map(({ id }) => id)).toEqual(['1', '3']);
  });
});
