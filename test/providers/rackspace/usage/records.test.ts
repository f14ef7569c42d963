import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../../src/providers/rackspace/usage/records.ts';
import { Windows } from '../../../../src/providers/rackspace/usage/windows.ts';

const OWNER = { id: '7001', name: 'shop-front' };
const NOW = Date.parse('2025-11-05T12:30:00Z');
const HOUR = 3_600_000;

const RECORD = {
  id: 41200377,
  startTime: '2025-11-05T06:00:00Z',
  endTime: '2025-11-05T07:00:00Z',
  numPolls: 12,
  numVips: 2,
  vipType: 'PUBLIC',
  sslMode: 'MIXED',
  averageNumConnections: 3.25,
  averageNumConnectionsSsl: 1.5,
  incomingTransfer: 104857600,
  outgoingTransfer: 734003200,
  incomingTransferSsl: 2048,
  outgoingTransferSsl: 16384,
  eventType: 'SSL_MIXED_ON',
};

const read = (change: Record<string, unknown>) => readRecords([{ ...RECORD, ...change }], OWNER, NOW)[0];

describe('a usage record', () => {
  it('is read whole', () => {
    expect(read({})).toEqual({
      balancerId: '7001',
      balancerName: 'shop-front',
      id: '41200377',
      startAt: Date.parse('2025-11-05T06:00:00Z'),
      endAt: Date.parse('2025-11-05T07:00:00Z'),
      averageNumConnections: 3.25,
      averageNumConnectionsSsl: 1.5,
      incomingTransfer: 104857600,
      incomingTransferSsl: 2048,
      outgoingTransfer: 734003200,
      outgoingTransferSsl: 16384,
      processed: null,
      requests: null,
      numPolls: 12,
      numVips: 2,
      sslMode: 'MIXED',
      vipType: 'PUBLIC',
      eventType: 'SSL_MIXED_ON',
      mark: null,
    });
  });

  it.each([
    ['2025-11-05T06:00:00Z'],
    ['2025-11-05T06:00:00+0000'],
    ['2025-11-05T00:00:00-06:00'],
    ['2025-11-05T06:00:00.123456Z'],
    ['2025-11-05T06'],
    ['2025-11-05T06Z'],
    ['2025-11-05T06:00:00'],
  ])('has its time in any form: %s', (startTime) => {
    const at = read({ startTime })?.startAt ?? 0;
    expect(Math.floor(at / 1000) * 1000).toBe(Date.parse('2025-11-05T06:00:00Z'));
  });

  it('of a day alone begins with the day', () => {
    expect(read({ startTime: '2025-11-05' })?.startAt).toBe(Date.parse('2025-11-05T00:00:00Z'));
  });

  it('that nobody looked at has no numbers, one that was idle has zeros', () => {
    const nothing = {
      averageNumConnections: 0,
      averageNumConnectionsSsl: 0,
      incomingTransfer: 0,
      incomingTransferSsl: 0,
      outgoingTransfer: 0,
      outgoingTransferSsl: 0,
    };
    expect(read({ ...nothing, numPolls: 0 })).toMatchObject({
      averageNumConnections: null,
      incomingTransfer: null,
      outgoingTransferSsl: null,
      numPolls: 0,
      mark: 'partial',
    });
    expect(read({ ...nothing, numPolls: 12 })).toMatchObject({ incomingTransfer: 0, mark: null });
    expect(read({ ...nothing, incomingTransfer: 5, numPolls: 0 })).toMatchObject({ incomingTransfer: 5 });
  });

  it('is partial while its hour runs, or where not all of it was seen', () => {
    const current = { startTime: '2025-11-05T12:00:00Z', endTime: '2025-11-05T12:30:00Z', numPolls: 6 };
    expect(read(current)?.mark).toBe('partial');
    expect(read({ numPolls: 11 })?.mark).toBe('partial');
    // Cut by a change: fewer looks, but all that its twenty minutes have.
    expect(read({ endTime: '2025-11-05T06:20:00Z', numPolls: 4 })?.mark).toBeNull();
  });

  it('tells nothing that the engine did not', () => {
    const { id, startTime } = RECORD;
    const [bare] = readRecords([{ id, startTime }], OWNER, NOW);
    expect(bare).toMatchObject({
      incomingTransfer: null,
      averageNumConnections: null,
      numPolls: null,
      sslMode: null,
      mark: null,
    });
    expect(bare?.endAt).toBe((bare?.startAt ?? 0) + HOUR);
    const odd = [null, 7, 'x', [], {}, { startTime: 'soon' }, { startTime: {} }];
    expect(readRecords(odd, OWNER, NOW)).toEqual([]);
    expect(read({ vipType: '\u001b[2Jpublic', numPolls: 'many', incomingTransfer: '12' })).toMatchObject({
      vipType: 'PUBLIC',
      numPolls: null,
      incomingTransfer: 12,
    });
  });
});

describe('windows', () => {
  const from = Date.parse('2025-11-01T00:20:00Z');
  const to = Date.parse('2025-11-05T12:40:00Z');

  it('cover the span without a gap, newest first, cut at whole hours', () => {
    const windows = new Windows({ from, to });
    const seen = [];
    for (let window = windows.next(); window !== null; window = windows.next()) {
      seen.push(window);
      windows.held(window, 2_000);
    }
    expect(seen[0]?.to).toBe(to);
    expect(seen.at(-1)?.from).toBe(from);
    for (const [place, window] of seen.entries()) {
      expect(window.from).toBeLessThan(window.to);
      const next = seen[place + 1];
      if (!next) continue;
      expect(next.to).toBe(window.from);
      expect(window.from % HOUR).toBe(0);
    }
  });

  it('are long for small accounts and an hour for the largest', () => {
    const length = (records: number) => {
      const windows = new Windows({ from: 0, to });
      const first = windows.next();
      if (first === null) throw new Error('The span is long');
      windows.held(first, records);
      const second = windows.next();
      return second === null ? 0 : (second.to - second.from) / HOUR;
    };
    expect([length(0), length(14 * 6), length(500 * 6), length(50_000 * 6)]).toEqual([168, 168, 9, 1]);
  });

  it('of an empty span are none', () => {
    expect(new Windows({ from: to, to }).next()).toBeNull();
    expect(new Windows({ from: to, to: from }).next()).toBeNull();
  });
});
