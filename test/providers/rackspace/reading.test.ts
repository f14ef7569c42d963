import { describe, expect, it } from 'vitest';
import type { Balancer } from '../../../src/model/balancer.ts';
import { problemFrom } from '../kit/problems.ts';
import { LB, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import type { Answer, Seen } from '../kit/scriptedServer.ts';
import { detail, inTurn } from './answers.ts';

const row = (id: number) => ({ id, name: `b${id}`, status: 'ACTIVE' });

/** Serves `rows` with offset and limit as the engine does. */
const paged =
  (rows: readonly unknown[]) =>
  ({ url }: Seen): Answer => {
    const query = new URL(url, 'http://x').searchParams;
    const offset = Number(query.get('offset') ?? 0);
    return { json: { loadBalancers: rows.slice(offset, offset + Number(query.get('limit'))) } };
  };

describe('the list', () => {
  it('is one request where it is one page', async () => {
    const double = await rackspaceDouble(paged([row(1), row(2)]));
    const provider = await double.open();
    expect((await provider.listBalancers({ signal: never })).map(({ id }) => id)).toEqual(['1', '2']);
    expect(double.calls).toEqual([`GET ${LB}/loadbalancers?limit=100`]);
    expect(double.server.seen[1]?.headers['accept']).toBe('application/json');
  });

  it('comes page by page, one request each, distinct by id', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => row(n < 95 ? n : n - 10));
    const double = await rackspaceDouble(paged(rows));
    const provider = await double.open();
    const pages: (readonly Balancer[])[] = [];
    const all = await provider.listBalancers({ signal: never, onPage: (page) => pages.push(page) });
    expect(pages.map((page) => page.length)).toEqual([95, 95, 50]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(240);
    expect(all).toEqual(pages.flat());
    expect(double.calls).toHaveLength(3);
  });

  it('ends when an engine repeats itself', async () => {
    const page = Array.from({ length: 100 }, (_, n) => row(n));
    const double = await rackspaceDouble(() => ({ json: { loadBalancers: page } }));
    const provider = await double.open();
    expect(await provider.listBalancers({ signal: never })).toHaveLength(100);
    expect(double.calls.length).toBeLessThanOrEqual(3);
  });

  it('knows what the list says and nothing more', async () => {
    const double = await rackspaceDouble(() => ({
      json: {
        loadBalancers: [
          {
            id: 7001,
            name: 'shop\u001b[2J-front\u202e',
            protocol: 'IMAPv4',
            port: '80',
            algorithm: 'LEAST_CONNECTIONS',
            status: 'pending-update',
            nodeCount: 3,
            virtualIps: [
              { id: 2211, address: '203.0.113.20', type: 'PUBLIC', ipVersion: 'IPV4' },
              {
                id: 9,
                address: '2001:0db8:00a1:0000:1f2e:3d4c:0000:0007',
                type: 'PUBLIC',
                ipVersion: 'IPV6',
              },
            ],
            created: { time: '2025-11-04T10:00:00+0000' },
            updated: { time: '2025-11-05T01:30:12.123456-06:00' },
          },
          { id: 'x9' },
          { id: 7002, status: 'DELETED' },
          null,
          'odd',
          { name: 'without an id' },
        ],
      },
    }));
    const provider = await double.open();
    const nothing = { total: null, enabled: null, draining: null, disabled: null, online: null };
    expect(await provider.listBalancers({ signal: never })).toEqual([
      {
        id: '7001',
        name: 'shop-front',
        status: 'PENDING_UPDATE',
        protocol: 'IMAPv4',
        port: 80,
        algorithm: 'LEAST_CONNECTIONS',
        nodes: { ...nothing, total: 3 },
        virtualIps: [
          { id: '2211', address: '203.0.113.20', type: 'PUBLIC', ipVersion: 'IPV4' },
          { id: '9', address: '2001:db8:a1:0:1f2e:3d4c:0:7', type: 'PUBLIC', ipVersion: 'IPV6' },
        ],
        createdAt: '2025-11-04T10:00:00.000Z',
        updatedAt: '2025-11-05T07:30:12.123Z',
      },
      {
        id: 'x9',
        name: 'x9',
        status: 'UNKNOWN',
        protocol: null,
        port: null,
        algorithm: null,
        nodes: nothing,
        virtualIps: [],
        createdAt: null,
        updatedAt: null,
      },
    ]);
  });

  it.each([
    ['HTML', '<html><h1>Wi-Fi sign in</h1></html>'],
    ['half a JSON', '{"loadBalancers": [{"id": 1'],
    ['another JSON', '{"nodes": []}'],
    ['a list that is none', '{"loadBalancers": {"id": 1}}'],
    ['null', 'null'],
  ])('calls %s unreadable', async (_, text) => {
    const double = await rackspaceDouble(() => ({ text }));
    const provider = await double.open();
    expect(await problemFrom(provider.listBalancers({ signal: never }))).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(/^Could not list the balancers of DFW: unreadable answer/),
    });
  });
});

describe('a balancer', () => {
  it('comes with its nodes, sorted, and the engine’s own answer', async () => {
    const node = (id: number, address: string, fields: object = {}) => ({ id, address, port: 80, ...fields });
    const double = await rackspaceDouble(() =>
      detail({
        algorithm: 'WEIGHTED_ROUND_ROBIN',
        timeout: 30,
        halfClosed: 'false',
        nodes: [
          node(1, 'db.example.net', { condition: 'parked', status: 'draining' }),
          node(2, '10.20.0.100', { condition: 'DISABLED', status: 'OFFLINE', type: 'SECONDARY', weight: 4 }),
          node(3, '10.20.0.9', { condition: 'DRAINING', status: 'ONLINE' }),
          node(4, '10.20.0.9', { port: 79, condition: 'ENABLED', status: 'ONLINE' }),
          { id: 5 },
        ],
      }),
    );
    const provider = await double.open();
    const read = await provider.getBalancer('7001', { signal: never });
    expect(read.nodeList.map(({ id }) => id)).toEqual(['4', '3', '2', '1', '5']);
    expect(read.nodeList[2]).toEqual({
      id: '2',
      address: '10.20.0.100',
      port: 80,
      condition: 'DISABLED',
      health: 'OFFLINE',
      weight: 4,
      type: 'SECONDARY',
      server: null,
      connections: null,
      drainEndsAt: null,
    });
    expect(read.nodeList[3]).toMatchObject({ condition: 'PARKED', health: 'DRAINING', weight: null });
    expect(read.nodeList[4]).toMatchObject({ address: null, port: null, condition: 'UNKNOWN', health: null });
    expect(read.nodes).toEqual({ total: 5, enabled: 1, draining: 1, disabled: 1, online: 2 });
    expect(read.timeoutSeconds).toBe(30);
    expect(read.raw).toMatchObject({ loadBalancer: { halfClosed: 'false', name: 'shop-front' } });
    expect(double.calls).toEqual([`GET ${LB}/loadbalancers/7001`]);
  });

  it('without nodes has none', async () => {
    const double = await rackspaceDouble(() => detail());
    const read = await (await double.open()).getBalancer('7001', { signal: never });
    expect(read.nodeList).toEqual([]);
    expect(read.nodes.total).toBe(0);
  });

  it.each([
    ['200 DELETED', detail({ status: 'DELETED' })],
    ['404', { status: 404, json: { code: 404, message: 'Load balancer not found' } }],
    ['410', { status: 410, json: { code: 410, message: 'The load balancer is deleted' } }],
  ])('that is gone by %s is missing', async (_, answer) => {
    const double = await rackspaceDouble(() => answer);
    const provider = await double.open();
    const problem = await problemFrom(provider.getBalancer('7001', { signal: never }));
    expect(problem.kind).toBe('missing');
    expect(problem.hint).toMatch(/^Refresh the list/);
  });

  it.each(['', '..', '7001/../1', 'usage', 'a b1'])('is never asked for by the id %j', async (id) => {
    const double = await rackspaceDouble(() => detail());
    const provider = await double.open();
    expect(await problemFrom(provider.getBalancer(id, { signal: never }))).toMatchObject({ kind: 'missing' });
    expect(double.calls).toEqual([]);
  });

  it('is called by its name in messages once it has been seen', async () => {
    const double = await rackspaceDouble(inTurn(detail(), { status: 403, text: 'Not yours.' }));
    const provider = await double.open();
    await provider.getBalancer('7001', { signal: never });
    expect(await problemFrom(provider.getBalancer('7001', { signal: never }))).toMatchObject({
      kind: 'forbidden',
      message: 'Could not read shop-front (7001): Not yours (HTTP 403)',
    });
  });
});
