import { describe, expect, it } from 'vitest';
import { openSandbox } from '../client.ts';

describe('the list', () => {
  it('shows what there is, without nodes or settings', async () => {
    const { client } = await openSandbox();
    const { body } = await client.lb('/loadbalancers?limit=100');
    const [first] = body.loadBalancers;
    expect(Object.keys(first)).toEqual([
      'id',
      'name',
      'protocol',
      'port',
      'algorithm',
      'status',
      'timeout',
      'nodeCount',
      'virtualIps',
      'created',
      'updated',
    ]);
    expect(first).toMatchObject({ id: 7001, name: 'shop-front', nodeCount: 4, status: 'ACTIVE' });
    const statuses = new Set(body.loadBalancers.map((row: { status: string }) => row.status));
    expect(statuses).toEqual(new Set(['ACTIVE', 'BUILD', 'ERROR']));
  });

  it('pages by offset and by an inclusive marker', async () => {
    const { client } = await openSandbox();
    const ids = async (query: string) =>
      (await client.lb(`/loadbalancers?${query}`)).body.loadBalancers.map((row: { id: number }) => row.id);
    expect(await ids('limit=2')).toEqual([7001, 7002]);
    expect(await ids('limit=2&offset=2')).toEqual([7003, 7004]);
    expect(await ids('limit=2&marker=7003&offset=1')).toEqual([7004, 7005]);
    expect(await ids('marker=99999')).toEqual([]);
    expect((await ids('limit=0')).length).toBe(14);
    expect((await ids('limit=101')).length).toBe(14);
  });

  it('filters by status, time of change and node address', async () => {
    const { client } = await openSandbox();
    const names = async (query: string) =>
      (await client.lb(`/loadbalancers?${query}`)).body.loadBalancers.map(
        (row: { name: string }) => row.name,
      );
    expect(await names('status=ERROR')).toEqual(['legacy-ftp']);
    expect((await client.lb('/loadbalancers?status=FINE')).status).toBe(400);
    expect(await names('changes-since=2026-03-01T12:00:00Z')).toEqual(['launch-page']);
    const { body } = await client.lb('/loadbalancers?nodeaddress=10.20.0.12');
    expect(body.loadBalancers).toEqual([
      { id: 7001, name: 'shop-front', status: 'ACTIVE' },
      { id: 7002, name: 'shop-front-tls', status: 'ACTIVE' },
    ]);
  });
});

describe('an update', () => {
  it('is seen at once, and keeps the balancer from another one until it has settled', async () => {
    const { client, clock } = await openSandbox();
    const put = (loadBalancer: unknown) => client.lb('/loadbalancers/7001', 'PUT', { loadBalancer });
    const first = await put({ name: 'shop', algorithm: 'WEIGHTED_ROUND_ROBIN' });
    expect([first.status, first.text]).toEqual([202, '']);
    const { body } = await client.lb('/loadbalancers/7001');
    expect(body.loadBalancer).toMatchObject({ name: 'shop', status: 'PENDING_UPDATE' });
    expect(body.loadBalancer.nodes[0].weight).toBe(1);
    const second = await put({ timeout: 60 });
    expect([second.status, second.body]).toEqual([
      422,
      {
        code: 422,
        message: "Load Balancer '7001' has a status of 'PENDING_UPDATE' and is considered immutable.",
      },
    ]);
    await clock.advance(1_500);
    expect((await put({ timeout: 60 })).status).toBe(202);
  });

  it('takes libcloud’s body without the wrapper, and no null', async () => {
    const { client } = await openSandbox();
    expect((await client.lb('/loadbalancers/7001', 'PUT', { name: null })).status).toBe(400);
    expect((await client.lb('/loadbalancers/7001', 'PUT', {})).status).toBe(400);
    expect((await client.lb('/loadbalancers/7001', 'PUT', { loadBalancer: { nodes: [] } })).status).toBe(400);
    expect((await client.lb('/loadbalancers/7001', 'PUT', { name: 'bare' })).status).toBe(202);
  });

  it('drops what does not fit a new protocol and refuses what stands in its way', async () => {
    const { client, clock } = await openSandbox();
    const put = (id: number, loadBalancer: unknown) =>
      client.lb(`/loadbalancers/${id}`, 'PUT', { loadBalancer });
    // api-gateway ends SSL, media caches content and has an HTTP monitor.
    expect((await put(7003, { protocol: 'HTTPS' })).status).toBe(400);
    expect((await put(7009, { protocol: 'TCP' })).body.validationErrors.messages).toHaveLength(3);
    expect((await put(7002, { protocol: 'TCP', port: 443 })).status).toBe(202);
    await clock.advance(2_000);
    expect((await client.lb('/loadbalancers/7002/sessionpersistence')).body).toEqual({
      sessionPersistence: {},
    });
    // shop-front shares its virtual ip with port 443.
    expect((await put(7001, { port: 443 })).status).toBe(400);
    // resolver-tcp shares port 53 with resolver-udp, which only its protocol allows.
    expect((await put(7013, { protocol: 'TCP', port: 53 })).body.message).toMatch(/shared virtual ip/);
    expect((await put(7013, { protocol: 'TCP', port: 54 })).status).toBe(202);
  });
});

describe('deletion', () => {
  it('is PENDING_DELETE, then DELETED, and gone for node calls', async () => {
    const { client, clock } = await openSandbox();
    expect((await client.lb('/loadbalancers/7012', 'DELETE')).status).toBe(202);
    expect((await client.lb('/loadbalancers/7012')).body.loadBalancer.status).toBe('PENDING_DELETE');
    await clock.advance(2_000);
    const { status, body } = await client.lb('/loadbalancers/7012');
    expect([status, Object.keys(body.loadBalancer), body.loadBalancer.status]).toEqual([
      200,
      ['id', 'name', 'status', 'created', 'updated'],
      'DELETED',
    ]);
    expect((await client.lb('/loadbalancers/7012/nodes')).status).toBe(410);
    expect((await client.lb('/loadbalancers/7012/nodes/1', 'DELETE')).status).toBe(410);
    expect((await client.lb('/loadbalancers/7012', 'PUT', { loadBalancer: { name: 'x' } })).status).toBe(422);
    expect((await client.lb('/loadbalancers')).text).not.toContain('mail-in');
    expect((await client.lb('/loadbalancers?status=DELETED')).text).toContain('mail-in');
    expect((await client.lb('/loadbalancers/9999')).status).toBe(404);
  });

  it('of several is all or nothing, and reports missing and busy ones as 400', async () => {
    const { client } = await openSandbox();
    const remove = (query: string) => client.lb(`/loadbalancers${query}`, 'DELETE');
    for (const [query, named] of [
      ['?id=7001&id=9999', '9999'],
      ['?id=7001&id=7010', '7010'],
      ['/9999', '9999'],
      ['/7011', '7011'],
      ['', 'id'],
      [`?${Array.from({ length: 11 }, (_, place) => `id=${7001 + place}`).join('&')}`, '10'],
    ] as const) {
      const { status, body } = await remove(query);
      expect([query, status]).toEqual([query, 400]);
      expect(body.message).toContain(named);
    }
    expect((await client.lb('/loadbalancers/7001')).body.loadBalancer.status).toBe('ACTIVE');
    expect((await remove('?id=7001&id=7002')).status).toBe(202);
  });
});

it('answers 404 to unknown paths and 405 to methods a path does not have', async () => {
  const { client } = await openSandbox();
  expect((await client.lb('/nonsense')).status).toBe(404);
  expect((await client.lb('/loadbalancers/abc')).status).toBe(404);
  const { status, headers } = await client.lb('/loadbalancers/7001', 'POST', {});
  expect([status, headers.get('allow')]).toEqual([405, 'GET, PUT, DELETE']);
  expect((await client.lb('/loadbalancers', 'HEAD')).status).toBe(200);
  expect((await client.lb('/loadbalancers', 'PATCH')).status).toBe(405);
});

it('keeps the regions apart', async () => {
  const { client } = await openSandbox();
  const names = async (region: string) =>
    (await client.lb('/loadbalancers', 'GET', undefined, region)).body.loadBalancers.length;
  expect([await names('DFW'), await names('ORD'), await names('SYD')]).toEqual([14, 8, 3]);
  expect((await client.lb('/loadbalancers/7001', 'GET', undefined, 'ORD')).status).toBe(404);
});
