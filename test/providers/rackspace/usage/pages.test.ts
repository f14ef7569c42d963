import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../kit/problems.ts';
import { drive, LB, never, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import type { Answer, Seen } from '../../kit/scriptedServer.ts';
import { DAY, HOUR, iso, usageOf } from './kit.ts';

/** An engine with `count` hourly records, which it hands out by pages and links of its own kind. */
function pagedEngine(count: number, link: (offset: number, seen: Seen) => readonly unknown[], size = 500) {
  return (seen: Seen): Answer => {
    const query = new URL(seen.url, 'http://x').searchParams;
    const offset = Number(query.get('offset') ?? 0);
    const first = Date.parse('2026-01-01T00:00:00Z');
    const page = Array.from({ length: Math.max(0, Math.min(size, count - offset)) }, (_, place) => ({
      id: offset + place,
      startTime: iso(first + (offset + place) * HOUR),
      endTime: iso(first + (offset + place + 1) * HOUR),
      numPolls: 12,
      incomingTransfer: 1,
    }));
    return { json: { loadBalancerUsageRecords: page, links: link(offset + page.length, seen) } };
  };
}

describe('pages', () => {
  const read = async (answer: (seen: Seen) => Answer) => {
    const double = await rackspaceDouble(answer);
    const provider = await double.open();
    const from = Date.parse('2026-01-01T00:00:00Z');
    const call = usageOf(provider).balancer('7001', { from, to: from + 900 * DAY, signal: never });
    const records = await drive(double.clock, call);
    return { count: records.length, urls: double.calls.map((url) => new URL(url.slice(4), 'http://x')) };
  };

  it('follow the engine’s links on our own address', async () => {
    const { count, urls } = await read(
      pagedEngine(1200, (offset) =>
        offset < 1200
          ? [{ rel: 'next', href: `http://internal.example/x?offset=${offset}&limit=500&startTime=1999` }]
          : [{ rel: 'previous', href: 'http://internal.example/x?offset=500&limit=500' }],
      ),
    );
    expect(count).toBe(1200);
    expect(urls.map(({ pathname }) => pathname)).toEqual(Array(3).fill(`${LB}/loadbalancers/7001/usage`));
    expect(urls.map(({ searchParams }) => [searchParams.get('limit'), searchParams.get('offset')])).toEqual([
      ['1000', '0'],
      ['500', '500'],
      ['500', '1000'],
    ]);
    expect(new Set(urls.map(({ searchParams }) => searchParams.get('startTime'))).size).toBe(1);
  });

  it('go on after a full one without links, and end where the engine goes round in circles', async () => {
    expect((await read(pagedEngine(2500, () => [], 1000))).count).toBe(2500);
    const circle = await read(pagedEngine(800, () => [{ rel: 'next', href: '?offset=0&limit=500' }]));
    expect([circle.count, circle.urls.length]).toEqual([500, 1]);
    const same = await read((seen) => {
      const next = Number(new URL(seen.url, 'http://x').searchParams.get('offset')) + 500;
      const answer = pagedEngine(500, () => [])({ ...seen, url: '/' });
      if (typeof answer === 'function') throw new Error('It is JSON');
      return { json: { ...(answer.json as object), links: [{ rel: 'next', href: `?offset=${next}` }] } };
    });
    expect([same.count, same.urls.length]).toEqual([500, 2]);
  });

  it('go on where an engine tells more than the span, of which only that is taken', async () => {
    const double = await rackspaceDouble(pagedEngine(2500, () => [], 1000));
    const provider = await double.open();
    const first = Date.parse('2026-01-01T00:00:00Z');
    const span = { from: first + 2400 * HOUR, to: first + 2450 * HOUR, signal: never };
    const records = await drive(double.clock, usageOf(provider).balancer('7001', span));
    expect(records.map(({ id }) => Number(id))).toEqual(Array.from({ length: 50 }, (_, n) => 2400 + n));
    expect(double.calls).toHaveLength(3);
  });

  it('that are none are said to be', async () => {
    const double = await rackspaceDouble(() => ({ json: { loadBalancerUsageRecords: 'none' } }));
    const provider = await double.open();
    for (const call of ['balancer', 'account'] as const) {
      const span = { from: 0, to: double.clock.now(), signal: never };
      const room = usageOf(provider);
      const reading = call === 'balancer' ? room.balancer('7001', span) : room.account(span);
      expect((await problemFrom(drive(double.clock, reading))).kind).toBe('engine');
    }
  });
});
