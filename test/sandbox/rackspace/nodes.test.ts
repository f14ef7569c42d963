import { describe, expect, it } from 'vitest';
import { openSandbox } from '../client.ts';

const SETTLED = 1_500;
const node = (last: number, more: object = {}) => ({
  address: `10.20.0.${last}`,
  port: 8080,
  condition: 'ENABLED',
  ...more,
});

describe('adding', () => {
  it('answers with the new nodes alone', async () => {
    const { client } = await openSandbox();
    const nodes = [node(15, { condition: 'DRAINING', weight: 2 }), node(16)];
    const { status, body } = await client.lb('/loadbalancers/7001/nodes', 'POST', { nodes });
    expect(status).toBe(202);
    expect(body.nodes).toMatchObject([
      { address: '10.20.0.15', condition: 'DRAINING', status: 'ONLINE', type: 'PRIMARY', weight: 2 },
      { address: '10.20.0.16', condition: 'ENABLED' },
    ]);
    expect((await client.lb('/loadbalancers/7001/nodes')).body.nodes).toHaveLength(6);
  });

  it('starts OFFLINE under a health monitor, until the node has been checked', async () => {
    const { client, clock } = await openSandbox();
    const { body } = await client.lb('/loadbalancers/7003/nodes', 'POST', { nodes: [node(40)] });
    const [{ id, status }] = body.nodes;
    expect(status).toBe('OFFLINE');
    await clock.advance(4_000);
    expect((await client.lb(`/loadbalancers/7003/nodes/${id}`)).body.node.status).toBe('ONLINE');
    const { nodeServiceEvents } = (await client.lb('/loadbalancers/7003/nodes/events')).body;
    expect(nodeServiceEvents.at(-1)).toMatchObject({
      nodeId: id,
      loadbalancerId: 7003,
      title: 'Node Status Updated',
    });
  });

  it('refuses duplicates: 422 for one that is there, 400 inside the request', async () => {
    const { client } = await openSandbox();
    const add = (nodes: unknown) => client.lb('/loadbalancers/7001/nodes', 'POST', { nodes });
    const there = await add([node(11)]);
    const twice = await add([node(15), node(15)]);
    expect([there.status, twice.status]).toEqual([422, 400]);
    for (const reply of [there, twice]) expect(reply.body.message).toMatch(/^Duplicate nodes detected/);
  });

  it('refuses too many with a flat 413 that names the limit', async () => {
    const { client } = await openSandbox();
    const { status, body } = await client.lb('/loadbalancers/7004/nodes', 'POST', {
      nodes: [node(91), node(92)],
    });
    expect([status, body]).toEqual([413, { code: 413, message: 'Nodes must not exceed 25' }]);
  });

  it.each([
    [{ condition: undefined }, 'condition'],
    [{ port: 70_000 }, 'port'],
    [{ weight: 0 }, 'weight'],
    [{ address: '0.0.0.0' }, 'address'],
    [{ address: 'db.example.net' }, 'domain'],
    [{ address: '203.0.113.20' }, 'virtual ip'],
    [{ type: 'SECONDARY' }, 'secondary'],
  ])('refuses a node with %o', async (wrong, word) => {
    const { client } = await openSandbox();
    const { status, body } = await client.lb('/loadbalancers/7001/nodes', 'POST', {
      nodes: [node(15, wrong)],
    });
    expect(status).toBe(400);
    expect(body.validationErrors.messages.join(' ')).toContain(word);
  });

  it('refuses read-only and unknown fields by its schema, before it looks for the balancer', async () => {
    const { client } = await openSandbox();
    for (const more of [{ status: 'ONLINE' }, { id: 5 }, { colour: 'red' }, { condition: 'enabled' }]) {
      const { status, body } = await client.lb('/loadbalancers/9999/nodes', 'POST', {
        nodes: [node(15, more)],
      });
      expect([status, Array.isArray(body.message)]).toEqual([400, true]);
    }
    expect((await client.lb('/loadbalancers/9999/nodes', 'POST', { nodes: [node(15)] })).status).toBe(404);
  });
});

describe('changing', () => {
  it('takes one change at a time', async () => {
    const { client, clock } = await openSandbox();
    const put = (sent: unknown) => client.lb('/loadbalancers/7001/nodes/5102', 'PUT', { node: sent });
    const first = await put({ condition: 'DRAINING' });
    expect([first.status, first.text]).toEqual([202, '']);
    expect((await client.lb('/loadbalancers/7001/nodes/5102')).body.node.condition).toBe('DRAINING');
    expect((await put({ condition: 'ENABLED' })).status).toBe(422);
    expect((await client.lb('/loadbalancers/7002/nodes/5105', 'PUT', { node: { weight: 3 } })).status).toBe(
      202,
    );
    await clock.advance(SETTLED);
    expect((await put({ condition: 'ENABLED' })).status).toBe(202);
  });

  it('says what cannot be modified', async () => {
    const { client } = await openSandbox();
    const { status, body } = await client.lb('/loadbalancers/7001/nodes/5102', 'PUT', {
      node: { address: '10.0.0.1', port: 1, id: 4, weight: 101 },
    });
    expect([status, body.validationErrors.messages]).toEqual([
      400,
      [
        'Node ip field cannot be modified.',
        'Port field cannot be modified.',
        'Node id field cannot be modified.',
        'Node weight is invalid. Range is 1-100. Please specify a valid weight.',
      ],
    ]);
    for (const sent of [{ status: 'ONLINE' }, { condition: null }, { condition: 'GONE' }])
      expect((await client.lb('/loadbalancers/7001/nodes/5102', 'PUT', { node: sent })).body.message).toEqual(
        ['JSON does not match the expected schema'],
      );
    expect((await client.lb('/loadbalancers/7001/nodes/5102', 'PUT', { node: {} })).status).toBe(400);
    expect((await client.lb('/loadbalancers/7001/nodes/9', 'PUT', { node: { weight: 1 } })).status).toBe(404);
  });

  it('changes many in one request', async () => {
    const { client } = await openSandbox();
    const put = (nodes: unknown) => client.lb('/loadbalancers/7001/nodes', 'PUT', { nodes });
    expect((await put([{ condition: 'DISABLED' }])).status).toBe(400);
    expect((await put([{ id: 1, weight: 2 }])).body.validationErrors.messages[0]).toContain('1');
    const { status, body } = await put([
      { id: 5101, condition: 'DISABLED' },
      { id: 5103, condition: 'ENABLED' },
    ]);
    expect([status, body.nodes.map((each: { condition: string }) => each.condition)]).toEqual([
      202,
      ['DISABLED', 'ENABLED'],
    ]);
  });

  it('keeps an enabled primary while an enabled secondary stands', async () => {
    const { client, clock } = await openSandbox();
    // orders-db: two primaries, two secondaries, a monitor.
    const { body } = await client.lb('/loadbalancers/7007/nodes');
    const [one, two, three, four] = body.nodes.map((each: { id: number }) => each.id);
    const put = async (id: number, condition: string) => {
      const { status } = await client.lb(`/loadbalancers/7007/nodes/${id}`, 'PUT', { node: { condition } });
      await clock.advance(SETTLED);
      return status;
    };
    expect(await put(one, 'DISABLED')).toBe(202);
    expect(await put(two, 'DRAINING')).toBe(400);
    expect(await put(three, 'DISABLED')).toBe(202);
    expect(await put(four, 'DISABLED')).toBe(202);
    expect(await put(two, 'DRAINING')).toBe(202);
    expect((await client.lb('/loadbalancers/7007/healthmonitor', 'DELETE')).status).toBe(400);
  });

  it('may take the last enabled node out', async () => {
    const { client } = await openSandbox();
    const { body } = await client.lb('/loadbalancers/7005/nodes');
    const enabled = body.nodes.find((each: { condition: string }) => each.condition === 'ENABLED');
    expect(
      (await client.lb(`/loadbalancers/7005/nodes/${enabled.id}`, 'PUT', { node: { condition: 'DISABLED' } }))
        .status,
    ).toBe(202);
  });
});

describe('removing', () => {
  it('takes one, or up to ten at once, all or nothing', async () => {
    const { client, clock } = await openSandbox();
    const remove = (query: string) => client.lb(`/loadbalancers/7001/nodes${query}`, 'DELETE');
    const foreign = await remove('?id=5101&id=5105');
    expect(foreign.status).toBe(400);
    expect(foreign.body.validationErrors.messages).toEqual([
      'Node ids 5105 are not a part of your loadbalancer',
    ]);
    expect((await remove('')).status).toBe(400);
    expect(
      (await remove(`?${Array.from({ length: 11 }, (_, place) => `id=${place}`).join('&')}`)).status,
    ).toBe(400);
    expect((await remove('/5199')).status).toBe(404);
    expect((await remove('?id=5101&id=5102')).status).toBe(202);
    const busy = await remove('?id=5103');
    expect([busy.status, busy.body.message]).toEqual([422, 'LoadBalancer is not ACTIVE']);
    await clock.advance(SETTLED);
    expect((await remove('/5103')).status).toBe(202);
    expect((await client.lb('/loadbalancers/7001/nodes')).body.nodes).toHaveLength(1);
  });
});

describe('open connections', () => {
  const counts = async (client: Awaited<ReturnType<typeof openSandbox>>['client'], id: number) => {
    const { body } = await client.connections(`/loadbalancers/${id}`);
    return new Map<number, number>(
      body.nodes.map((each: { id: number; connections: number }) => [each.id, each.connections]),
    );
  };

  it('fall while a node drains and are cut when it is disabled', async () => {
    const { client, clock } = await openSandbox();
    const before = (await counts(client, 7001)).get(5102) ?? 0;
    expect(before).toBeGreaterThanOrEqual(5);
    await client.lb('/loadbalancers/7001/nodes/5102', 'PUT', { node: { condition: 'DRAINING' } });
    const seen = [before];
    for (let second = 0; second < 40; second += 4) {
      await clock.advance(4_000);
      seen.push((await counts(client, 7001)).get(5102) ?? -1);
    }
    expect(seen).toEqual([...seen].sort((one, other) => other - one));
    expect(seen[4]).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(0);
    await client.lb('/loadbalancers/7001/nodes/5101', 'PUT', { node: { condition: 'DISABLED' } });
    expect((await counts(client, 7001)).get(5101)).toBe(0);
  });

  it('add up to what the statistics say', async () => {
    const { client } = await openSandbox();
    const sum = [...(await counts(client, 7001)).values()].reduce((total, each) => total + each, 0);
    const { body } = await client.lb('/loadbalancers/7001/stats');
    expect(body.currentConn).toBe(sum);
    expect(Object.keys(body)).toHaveLength(7);
    const ssl = (await client.lb('/loadbalancers/7003/stats')).body;
    expect(Object.keys(ssl)).toHaveLength(14);
  });
});
