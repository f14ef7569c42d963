import { describe, expect, it } from 'vitest';
import { openSandbox } from '../client.ts';

/** A balancer that may be made as it is. */
const ASKED = {
  name: 'checkout',
  protocol: 'HTTP',
  port: 8088,
  virtualIps: [{ type: 'PUBLIC' }],
  nodes: [{ address: '10.20.0.11', port: 8080, condition: 'ENABLED' }],
};

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
