import { describe, expect, it } from 'vitest';
import { openSandbox } from '../client.ts';

const ASKED = {
  name: 'checkout',
  protocol: 'HTTP',
  port: 8088,
  virtualIps: [{ type: 'PUBLIC' }],
  nodes: [{ address: '10.20.0.11', port: 8080, condition: 'ENABLED' }],
};

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

describe('creation', () => {
  it('answers 202 with the whole balancer, in BUILD and then ACTIVE', async () => {
    const { client, clock } = await openSandbox();
    const made = await client.lb('/loadbalancers', 'POST', { loadBalancer: ASKED });
    expect(made.status).toBe(202);
    const { id } = made.body.loadBalancer;
    expect(made.body.loadBalancer).toMatchObject({
      status: 'BUILD',
      algorithm: 'RANDOM',
      timeout: 30,
      nodes: [
        {
          address: '10.20.0.11',
          port: 8080,
          condition: 'ENABLED',
          status: 'ONLINE',
          type: 'PRIMARY',
          weight: 1,
        },
      ],
      virtualIps: [
        { type: 'PUBLIC', ipVersion: 'IPV4' },
        { type: 'PUBLIC', ipVersion: 'IPV6' },
      ],
    });
    expect((await client.lb(`/loadbalancers/${id}`, 'DELETE')).status).toBe(400);
    expect((await client.lb(`/loadbalancers/${id}/stats`)).status).toBe(422);
    await clock.advance(6_000);
    const { body } = await client.lb(`/loadbalancers/${id}`);
    expect(body.loadBalancer.status).toBe('ACTIVE');
    // The algorithm does not look at weights, so they have vanished.
    expect(body.loadBalancer.nodes[0].weight).toBeUndefined();
  });

  it('says everything that is wrong in one 400', async () => {
    const { client } = await openSandbox();
    const { status, body } = await client.lb('/loadbalancers', 'POST', {
      loadBalancer: {
        name: '',
        protocol: 'TCP',
        timeout: 10,
        sslTermination: { enabled: true },
        nodes: [{ address: '127.0.0.1', port: 0, weight: 101 }],
      },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 400,
      message: 'Validation Failure',
      details: 'The object is not valid',
    });
    const { messages } = body.validationErrors;
    for (const word of [
      'name',
      'port for the TCP',
      'timeout',
      'SSL',
      'virtual ip',
      'address',
      'Node port',
      'weight',
      'condition',
    ])
      expect(messages.join('\n')).toContain(word);
  });

  it('refuses what its schema does not know', async () => {
    const { client } = await openSandbox();
    const wrong = [
      '{',
      [],
      { loadBalancer: 7 },
      { loadBalancer: { ...ASKED, colour: 'red' } },
      { loadBalancer: { ...ASKED, id: 3 } },
      { loadBalancer: { ...ASKED, algorithm: 'random' } },
      { loadBalancer: { ...ASKED, port: 'eighty' } },
    ];
    for (const body of wrong) {
      const reply = await client.lb('/loadbalancers', 'POST', body);
      expect([reply.status, reply.body]).toEqual([
        400,
        { message: ['JSON does not match the expected schema'] },
      ]);
    }
  });

  it('reads the nulls of pyrax as left out', async () => {
    const { client } = await openSandbox();
    const nodes = [{ address: '10.20.0.11', port: 8080, condition: 'ENABLED', type: null, id: null }];
    const loadBalancer = {
      ...ASKED,
      nodes,
      halfClosed: null,
      accessList: null,
      healthMonitor: null,
      timeout: null,
    };
    expect((await client.lb('/loadbalancers', 'POST', { loadBalancer })).status).toBe(202);
  });

  it.each([
    [{ type: 'PUBLIC', ipVersion: 'IPV4' }, ['IPV4']],
    [{ type: 'PUBLIC', ipVersion: 'IPV6' }, ['IPV6']],
    [{ type: 'SERVICENET' }, ['IPV4']],
  ])('gives %o the addresses asked for', async (vip, versions) => {
    const { client } = await openSandbox();
    const { body } = await client.lb('/loadbalancers', 'POST', {
      loadBalancer: { ...ASKED, virtualIps: [vip] },
    });
    expect(body.loadBalancer.virtualIps.map((each: { ipVersion: string }) => each.ipVersion)).toEqual(
      versions,
    );
    expect(body.loadBalancer.virtualIps[0].type).toBe(vip.type);
  });

  it('refuses IPv6 on ServiceNet and two new virtual ips', async () => {
    const { client } = await openSandbox();
    for (const virtualIps of [
      [{ type: 'SERVICENET', ipVersion: 'IPV6' }],
      [{ type: 'PUBLIC' }, { type: 'PUBLIC' }],
      [],
    ])
      expect(
        (await client.lb('/loadbalancers', 'POST', { loadBalancer: { ...ASKED, virtualIps } })).status,
      ).toBe(400);
  });

  it('shares a virtual ip where the ports allow it', async () => {
    const { client } = await openSandbox();
    const share = (port: number, protocol = 'HTTP', virtualIps: unknown = [{ id: 2211 }, { id: 9005512 }]) =>
      client.lb('/loadbalancers', 'POST', { loadBalancer: { ...ASKED, port, protocol, virtualIps } });
    const taken = await share(80);
    expect([taken.status, taken.body.message]).toEqual([400, expect.stringContaining('requested port')]);
    const made = await share(81);
    expect(made.body.loadBalancer.virtualIps[0]).toMatchObject({ id: 2211, address: '203.0.113.20' });
    expect((await share(82, 'HTTP', [{ id: 1 }])).status).toBe(400);
    expect((await share(83, 'HTTP', [{ id: 2211, type: 'PUBLIC' }])).status).toBe(400);
  });

  it('ends at the quota with a flat 413 that cannot be retried', async () => {
    const { client } = await openSandbox();
    for (let count = 14; count < 25; count += 1)
      expect((await client.lb('/loadbalancers', 'POST', { loadBalancer: ASKED })).status).toBe(202);
    const { status, body, headers } = await client.lb('/loadbalancers', 'POST', { loadBalancer: ASKED });
    expect([status, body.code, body.overLimit, headers.get('retry-after')]).toEqual([
      413,
      413,
      undefined,
      null,
    ]);
  });

  it('ends in ERROR for a name that is doomed', async () => {
    const { client, clock } = await openSandbox();
    const { body } = await client.lb('/loadbalancers', 'POST', {
      loadBalancer: { ...ASKED, name: 'doomed-1' },
    });
    await clock.advance(7_000);
    const { id } = body.loadBalancer;
    expect((await client.lb(`/loadbalancers/${id}`)).body.loadBalancer.status).toBe('ERROR');
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
