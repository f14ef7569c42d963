import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../../../src/model/usage.ts';
import { apiKeyAuth, send } from '../../../sandbox/client.ts';
import { problemFrom } from '../../kit/problems.ts';
import { drive, never, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import { sandboxWorld, type World } from '../create/kit.ts';
import { DAY, HOUR, iso, usageOf } from './kit.ts';

const SUMMED = [
  'incomingTransfer',
  'incomingTransferSsl',
  'outgoingTransfer',
  'outgoingTransferSsl',
  'numPolls',
] as const;

function totals(records: readonly Partial<Record<(typeof SUMMED)[number], number | null>>[]) {
  return Object.fromEntries(
    SUMMED.map((key) => [key, records.reduce((sum, record) => sum + (record[key] ?? 0), 0)]),
  );
}

type Told = Readonly<Record<(typeof SUMMED)[number], number>> & {
  readonly id: number;
  readonly startTime: string;
};

/** The records that begin in the span as the sandbox tells them to a stranger. */
async function recordsTold(world: World, id: string, from: number, to: number): Promise<readonly Told[]> {
  const { body } = await send(
    `${world.sandbox.rackspace.identityUrl}/tokens`,
    'POST',
    apiKeyAuth(world.sandbox),
  );
  const { token, serviceCatalog } = body.access;
  const { endpoints } = serviceCatalog.find(({ name }: { name: string }) => name === 'cloudLoadBalancers');
  const { publicURL } = endpoints.find(({ region }: { region: string }) => region === 'DFW');
  const told: Told[] = [];
  for (let offset = 0; offset === told.length; offset += 1000) {
    const span = `startTime=${iso(from)}&endTime=${iso(to)}`;
    const url = `${publicURL}/loadbalancers/${id}/usage?${span}&limit=1000&offset=${offset}`;
    const page = (await send(url, 'GET', undefined, { 'X-Auth-Token': token.id })).body;
    told.push(...page.loadBalancerUsageRecords);
  }
  return told.filter(({ startTime }) => Date.parse(startTime) < to);
}

describe('usage of a balancer', () => {
  it.each(['7001', '7003', '7009'])(
    'of 30 days is what the sandbox has of %s, in one request',
    async (id) => {
      const world = await sandboxWorld();
      const to = world.clock.now();
      const from = to - 30 * DAY;
      const given: UsageRecord[] = [];
      const before = world.asked.length;
      const records = await world.drive(
        usageOf(world.provider).balancer(id, {
          from,
          to,
          signal: never,
          onRecords: (more) => given.push(...more),
        }),
      );
      expect(world.asked.length - before).toBe(1);
      const own = await recordsTold(world, id, from, to);
      expect(records).toHaveLength(own.length);
      expect(records.length).toBeGreaterThan(400);
      expect(totals(records)).toEqual(totals(own));
      expect(totals(records)['outgoingTransfer']).toBeGreaterThan(0);
      expect(given).toEqual(records);
      const starts = records.map(({ startAt }) => startAt);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    },
  );

  it('is what the sandbox has, of any balancer and any span', async () => {
    const world = await sandboxWorld();
    const now = world.clock.now();
    const ids = (await world.drive(world.provider.listBalancers({ signal: never }))).map(({ id }) => id);
    const told = new Map<string, readonly Told[]>();
    for (const id of ids) {
      // A stranger who asks too often is sent away.
      await world.clock.advance(1_000);
      told.set(id, await recordsTold(world, id, now - 85 * DAY, now));
    }
    const property = fc.asyncProperty(
      fc.constantFrom(...ids),
      fc.integer({ min: 1, max: 40 * 24 * 60 }),
      // The current hour grows while it is looked at.
      fc.integer({ min: 61, max: 40 * 24 * 60 }),
      async (id, minutes, ago) => {
        const to = now - ago * 60_000;
        const from = to - minutes * 60_000;
        const records = await world.drive(usageOf(world.provider).balancer(id, { from, to, signal: never }));
        const own = (told.get(id) ?? []).filter(({ startTime }) => {
          const at = Date.parse(startTime);
          return at >= from && at < to;
        });
        expect(records.map((record) => record.id)).toEqual(own.map((record) => String(record.id)));
        expect(totals(records)).toEqual(totals(own));
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it('of 90 days comes page by page, each record once', async () => {
    const world = await sandboxWorld();
    const to = world.clock.now();
    const all = await world.drive(world.provider.listBalancers({ signal: never }));
    const old = all.find(({ createdAt }) => Date.parse(createdAt ?? '') < to - 91 * DAY);
    const pages: number[] = [];
    const onRecords = (more: readonly unknown[]) => pages.push(more.length);
    const records = await world.drive(
      usageOf(world.provider).balancer(old?.id ?? '', { from: to - 90 * DAY, to, signal: never, onRecords }),
    );
    expect(pages).toEqual([1000, 1000, records.length - 2000]);
    expect(new Set(records.map(({ id, startAt }) => `${id} ${startAt}`)).size).toBe(records.length);
  });

  it('begins in the span: its end is not part of it', async () => {
    const world = await sandboxWorld();
    const to = Math.floor(world.clock.now() / HOUR) * HOUR;
    const records = await world.drive(
      usageOf(world.provider).balancer('7001', { from: to - 3 * HOUR, to, signal: never }),
    );
    expect(records.map(({ startAt }) => (to - startAt) / HOUR)).toEqual([3, 2, 1]);
    expect(records.map(({ mark }) => mark)).toEqual([null, null, null]);
  });
});

describe('usage of the account', () => {
  it('of 30 days is what the balancers have each, with what is gone, in few requests', async () => {
    const world = await sandboxWorld();
    const { provider, drive: run, clock, asked } = world;
    await run(provider.listBalancers({ signal: never }));
    if (!provider.removal) throw new Error('Balancers can be deleted');
    await run(provider.removal.run('7012', { signal: never }));
    await clock.advance(2 * HOUR);
    const to = clock.now();
    const from = to - 30 * DAY;
    const given: UsageRecord[] = [];
    const calls = asked.length;
    const options = {
      from,
      to,
      signal: never,
      onRecords: (more: readonly UsageRecord[]) => given.push(...more),
    };
    const all = await run(usageOf(provider).account(options));
    expect(asked.length - calls).toBeLessThanOrEqual(6);
    // Newest first, so that a chart fills from now backwards; each record once.
    expect(given).toHaveLength(all.length);
    expect(new Set(given).size).toBe(all.length);
    expect(Math.min(...given.slice(0, 20).map(({ startAt }) => startAt))).toBeGreaterThanOrEqual(
      to - 7 * HOUR,
    );
    for (const id of ['7001', '7003', '7012']) {
      const own = await run(usageOf(provider).balancer(id, { from, to, signal: never }));
      const ofAll = all.filter(({ balancerId }) => balancerId === id);
      expect(ofAll.map((record) => record.id)).toEqual(own.map((record) => record.id));
      expect(totals(ofAll)).toEqual(totals(own));
    }
    const gone = all.filter(({ balancerId }) => balancerId === '7012');
    expect(gone.at(-1)).toMatchObject({
      balancerName: 'mail-in',
      eventType: 'DELETE_LOADBALANCER',
      numPolls: 0,
      incomingTransfer: null,
    });
  });

  it('is not asked for before the engine remembers, nor for what is to come', async () => {
    const double = await rackspaceDouble(() => ({ json: { loadBalancerUsages: [] } }));
    const provider = await double.open();
    const now = double.clock.now();
    const options = { from: 0, to: now + 365 * DAY, signal: never };
    expect(await drive(double.clock, usageOf(provider).account(options))).toEqual([]);
    const spans = double.calls.map((call) => new URL(call.slice(4), 'http://x').searchParams);
    const starts = spans.map((query) => Date.parse(query.get('startTime') ?? ''));
    const ends = spans.map((query) => Date.parse(query.get('endTime') ?? ''));
    expect(Math.min(...starts)).toBe(now - 90 * DAY);
    expect(Math.max(...ends)).toBeLessThanOrEqual(now + 2 * HOUR);
    expect(spans.length).toBeLessThan(16);
  });

  it('stops when it is told to, and when a window cannot be read', async () => {
    const double = await rackspaceDouble((seen) =>
      /startTime=2026-03-01T06/.test(seen.url) || seen.method !== 'GET'
        ? { json: { loadBalancerUsages: [] } }
        : { status: 403, json: { message: 'No' } },
    );
    const provider = await double.open();
    const to = double.clock.now();
    const call = usageOf(provider).account({ from: to - 60 * DAY, to, signal: never });
    expect(await problemFrom(drive(double.clock, call))).toMatchObject({ kind: 'forbidden' });
    const stop = new AbortController();
    const stopped = usageOf(provider).account({ from: to - DAY, to, signal: stop.signal });
    stop.abort();
    expect(await problemFrom(drive(double.clock, stopped))).toMatchObject({ kind: 'cancelled' });
  });
});
