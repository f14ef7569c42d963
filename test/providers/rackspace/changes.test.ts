import { describe, expect, it } from 'vitest';
import type { NewNode } from '../../../src/model/node.ts';
import type { NodeEditing, Provider } from '../../../src/providers/provider.ts';
import { problemFrom } from '../kit/problems.ts';
import { type Double, drive, LB, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { type Answer, cut, type Seen, silence } from '../kit/scriptedServer.ts';

interface Wire {
  id: number;
  address: string;
  port: number;
  condition: string;
  weight?: number;
}

/** A balancer that can be scripted: what it answers to writes, and its state for reads. */
class Shop {
  status = 'ACTIVE';
  nodes: Wire[] = [
    { id: 5101, address: '10.20.0.11', port: 80, condition: 'ENABLED' },
    { id: 5102, address: '10.20.0.12', port: 80, condition: 'ENABLED' },
  ];
  /** Reads until a pending change is over. */
  pendingReads = 0;
  writes: ((seen: Seen) => Answer)[] = [];

  answer(seen: Seen): Answer {
    if (seen.method !== 'GET') return this.writes.shift()?.(seen) ?? this.accept(seen);
    if (this.status === 'PENDING_UPDATE' && this.pendingReads-- <= 0) this.status = 'ACTIVE';
    const { status, nodes } = this;
    return { json: { loadBalancer: { id: 7001, name: 'shop-front', status, nodes } } };
  }

  /** Applies a write as the engine does. */
  accept(seen: Seen): Answer {
    this.status = 'PENDING_UPDATE';
    const id = Number(/nodes\/(\d+)/.exec(seen.url)?.[1]);
    if (seen.method === 'PUT')
      this.nodes = this.nodes.map((n) => (n.id === id ? { ...n, ...JSON.parse(seen.body).node } : n));
    if (seen.method === 'POST')
      this.nodes.push(
        ...JSON.parse(seen.body).nodes.map((n: NewNode, at: number) => ({ ...n, id: 6000 + at })),
      );
    if (seen.method === 'DELETE') {
      const many = new URL(seen.url, 'http://x').searchParams.getAll('id').map(Number);
      this.nodes = this.nodes.filter((n) => n.id !== id && !many.includes(n.id));
    }
    return { status: 202, headers: { 'x-request-id': 'req-1' } };
  }

  /** Takes the write but loses the answer. */
  readonly acceptAndCut = (seen: Seen): Answer => {
    this.accept(seen);
    return cut;
  };
}

const immutable = (status: string) => () => ({
  status: 422,
  json: {
    code: 422,
    message: `Load Balancer '7001' has a status of '${status}' and is considered immutable.`,
  },
});
const busy = immutable('PENDING_UPDATE');

async function open(limits = {}): Promise<{ shop: Shop; double: Double; provider: Provider }> {
  const shop = new Shop();
  const double = await rackspaceDouble((seen) => shop.answer(seen), { limits });
  return { shop, double, provider: await double.open() };
}

const READ = `GET ${LB}/loadbalancers/7001`;
const drain = (provider: Provider) =>
  provider.changeNode('7001', '5102', { condition: 'DRAINING' }, { signal: never });

describe('changing a node', () => {
  it('sends what changes and nothing else, and resolves when the balancer is ACTIVE again', async () => {
    const { shop, double, provider } = await open();
    shop.pendingReads = 2;
    const began = double.clock.now();
    let accepted = 0;
    const change = provider.changeNode(
      '7001',
      '5102',
      { condition: 'DRAINING' },
      { signal: never, onAccepted: () => accepted++ },
    );
    const receipt = await drive(double.clock, change);
    expect(double.server.seen[1]).toMatchObject({
      method: 'PUT',
      url: `${LB}/loadbalancers/7001/nodes/5102`,
      body: '{"node":{"condition":"DRAINING"}}',
    });
    expect(double.calls.slice(1)).toEqual([READ, READ, READ]);
    expect(double.clock.now() - began).toBe(1_000 + 1_500 + 2_000);
    expect(accepted).toBe(1);
    expect(receipt.requestId).toBe('req-1');
    expect(receipt.detail?.nodeList[1]).toMatchObject({ id: '5102', condition: 'DRAINING' });
  });

  it('sends weight and type together where both are asked for', async () => {
    const { double, provider } = await open();
    const change = provider.changeNode('7001', '5102', { weight: 9, type: 'SECONDARY' }, { signal: never });
    await drive(double.clock, change);
    expect(JSON.parse(double.server.seen[1]?.body ?? '')).toEqual({ node: { weight: 9, type: 'SECONDARY' } });
  });

  it('waits for somebody else’s change and then goes again', async () => {
    const { shop, double, provider } = await open();
    shop.status = 'PENDING_UPDATE';
    shop.pendingReads = 1;
    shop.writes = [busy];
    await drive(double.clock, drain(provider));
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['PUT', 'GET', 'GET', 'PUT', 'GET']);
  });

  it('gives up when the balancer is busy every time', async () => {
    const { shop, double, provider } = await open();
    shop.writes = Array.from({ length: 9 }, () => busy);
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({ kind: 'busy', status: 422 });
    expect(problem.maybeApplied).toBeUndefined();
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(4);
  });

  it('gives up after two minutes of somebody else’s change', async () => {
    const { shop, double, provider } = await open();
    shop.status = 'PENDING_UPDATE';
    shop.pendingReads = 1_000;
    shop.writes = [busy];
    const began = double.clock.now();
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem.kind).toBe('busy');
    expect(problem.message).toMatch(/shop-front \(7001\) is still PENDING_UPDATE after 2 minutes/);
    expect(double.clock.now() - began).toBe(120_000);
  });

  it.each([
    ['PENDING_DELETE', 'conflict'],
    ['DELETED', 'missing'],
    ['ERROR', 'engine'],
    ['SUSPENDED', 'forbidden'],
  ])('gives up at once on a balancer in %s', async (status, kind) => {
    const { shop, double, provider } = await open();
    shop.writes = [immutable(status)];
    expect(await problemFrom(drive(double.clock, drain(provider)))).toMatchObject({ kind, status: 422 });
    expect(double.calls).toHaveLength(1);
  });

  it('gives up when the shorter refusal hides an ERROR', async () => {
    const { shop, double, provider } = await open();
    shop.status = 'ERROR';
    shop.writes = [() => ({ status: 422, json: { message: 'LoadBalancer is not ACTIVE', code: 422 } })];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({ kind: 'engine', hint: expect.stringMatching(/support/) });
    expect(double.calls).toHaveLength(2);
  });

  it('stops waiting for an accepted change after five minutes and says that it was accepted', async () => {
    const { shop, double, provider } = await open();
    shop.pendingReads = 1_000;
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem.kind).toBe('timeout');
    expect(problem.message).toMatch(/^Rackspace accepted to set .* still PENDING_UPDATE after 5 minutes$/);
    expect(problem.maybeApplied).toBeUndefined();
  });

  it('survives looks that fail while it waits', async () => {
    const shop = new Shop();
    let reads = 0;
    const double = await rackspaceDouble((seen) => {
      if (seen.method === 'GET' && reads++ < 4) return { status: 502, text: 'Bad gateway' };
      return shop.answer(seen);
    });
    const receipt = await drive(double.clock, drain(await double.open()));
    expect(receipt.detail?.status).toBe('ACTIVE');
  });

  it('says so when an accepted change ends in ERROR', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      (seen) => {
        shop.accept(seen);
        shop.status = 'ERROR';
        return { status: 202 };
      },
    ];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem.message).toMatch(/^Rackspace accepted .* is now ERROR$/);
  });

  it('is sent again after a rate limit, and after nothing else it is refused with', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      () => ({ status: 413, headers: { 'retry-after': '5' }, json: { overLimit: { code: 413 } } }),
    ];
    await drive(double.clock, drain(provider));
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);

    shop.writes = [
      () => ({
        status: 400,
        headers: { via: 'repose' },
        json: {
          code: 400,
          message: 'Validation Failure',
          validationErrors: { messages: ['Node weight is invalid.'] },
        },
      }),
    ];
    expect(await problemFrom(drive(double.clock, drain(provider)))).toEqual({
      kind: 'invalid',
      status: 400,
      message:
        'Could not set node 10.20.0.12:80 (5102) of shop-front (7001) to DRAINING: Validation Failure; Node weight is invalid (HTTP 400)',
      requestId: 'repose',
    });
  });

  it('signs in again when the token has ended, and is sent once more', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 401 })];
    await drive(double.clock, drain(provider));
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
    expect(double.server.seen.at(-1)?.headers['x-auth-token']).toBe('token-2');
  });

  it('with nothing to change is refused before it is sent', async () => {
    const { double, provider } = await open();
    expect((await problemFrom(provider.changeNode('7001', '5102', {}, { signal: never }))).kind).toBe(
      'invalid',
    );
    expect(double.calls).toEqual([]);
  });
});

describe('a change whose answer was lost', () => {
  it('is found done, without being sent again', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [shop.acceptAndCut];
    shop.pendingReads = 1;
    const receipt = await drive(double.clock, drain(provider));
    expect(double.calls).toEqual([`PUT ${LB}/loadbalancers/7001/nodes/5102`, READ, READ]);
    expect(receipt.detail?.status).toBe('ACTIVE');
  });

  it('is sent once more when it was not done', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => cut];
    const receipt = await drive(double.clock, drain(provider));
    expect(receipt.detail?.nodeList[1]?.condition).toBe('DRAINING');
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['PUT', 'GET', 'PUT', 'GET']);
  });

  it('is given up when it is lost twice and was not done', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => cut, () => ({ status: 500, json: { code: 500, message: 'loadBalancerFault' } })];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({ kind: 'engine', status: 500 });
    expect(problem.message).toMatch(/It was not done$/);
    expect(problem.maybeApplied).toBeUndefined();
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
  });

  it('stays in doubt when the balancer cannot be read either', async () => {
    const shop = new Shop();
    const double = await rackspaceDouble((seen) => (seen.method === 'GET' ? cut : shop.acceptAndCut(seen)));
    const problem = await problemFrom(drive(double.clock, drain(await double.open())));
    expect(problem).toMatchObject({ kind: 'network', maybeApplied: true });
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });

  it('stays in doubt when its weight is hidden and it was lost twice', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => cut, () => cut];
    const change = provider.changeNode('7001', '5102', { weight: 9 }, { signal: never });
    expect(await problemFrom(drive(double.clock, change))).toMatchObject({ maybeApplied: true });
  });

  it('is looked up after a timeout as well', async () => {
    const { shop, double, provider } = await open({ totalMs: 200 });
    shop.writes = [
      (seen) => {
        shop.accept(seen);
        return silence;
      },
    ];
    const receipt = await drive(double.clock, drain(provider));
    expect(receipt.detail?.nodeList[1]?.condition).toBe('DRAINING');
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });

  it('counts as accepted when only the body of a 202 was cut off', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      (seen) => {
        shop.accept(seen);
        return (response) => {
          response.writeHead(202, { 'content-length': '50' });
          response.write('{');
          setImmediate(() => response.socket?.destroy());
        };
      },
    ];
    let accepted = false;
    const onAccepted = () => {
      accepted = true;
    };
    const change = provider.changeNode(
      '7001',
      '5102',
      { condition: 'DRAINING' },
      { signal: never, onAccepted },
    );
    await drive(double.clock, change);
    expect(accepted).toBe(true);
  });
});

describe('stopping a change', () => {
  it('before the answer leaves it in doubt', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => silence];
    const controller = new AbortController();
    const change = provider.changeNode('7001', '5102', { weight: 2 }, { signal: controller.signal });
    while (double.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await problemFrom(change)).toMatchObject({ kind: 'cancelled', maybeApplied: true });
  });

  it('after it was accepted says so and ends the polling', async () => {
    const { double, provider } = await open();
    const controller = new AbortController();
    const change = provider.changeNode(
      '7001',
      '5102',
      { condition: 'DISABLED' },
      { signal: controller.signal, onAccepted: () => setImmediate(() => controller.abort()) },
    );
    const problem = await problemFrom(change);
    expect(problem.kind).toBe('cancelled');
    expect(problem.message).toMatch(/^Stopped waiting for Rackspace, which has accepted to set/);
    expect(double.clock.waiting).toBe(0);
    expect(double.calls).toHaveLength(1);
  });
});

describe('adding nodes', () => {
  const web3: NewNode = { address: '10.20.0.13', port: 8080, condition: 'DRAINING', weight: 2 };
  const web4: NewNode = { address: '2001:0DB8::0001', port: 8080, condition: 'ENABLED', type: 'SECONDARY' };

  it('sends them all in one request', async () => {
    const { double, provider } = await open();
    const receipt = await drive(double.clock, editing(provider).add('7001', [web3, web4], { signal: never }));
    expect(double.calls).toEqual([`POST ${LB}/loadbalancers/7001/nodes`, READ]);
    expect(JSON.parse(double.server.seen[1]?.body ?? '')).toEqual({ nodes: [web3, web4] });
    expect(receipt.detail?.nodeList).toHaveLength(4);
  });

  it('that are there already is a conflict naming them', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      () => ({ status: 422, json: { code: 422, message: 'Duplicate nodes detected. One or more…' } }),
    ];
    const add = editing(provider).add('7001', [web3], { signal: never });
    const problem = await problemFrom(drive(double.clock, add));
    expect(problem.kind).toBe('conflict');
    expect(problem.message).toMatch(
      /^Could not add 10\.20\.0\.13:8080 to balancer 7001: Duplicate nodes detected/,
    );
  });

  it('beyond the quota is not tried again', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 413, json: { code: 413, message: 'Nodes must not exceed 25' } })];
    const add = editing(provider).add('7001', [web3], { signal: never });
    expect((await problemFrom(drive(double.clock, add))).kind).toBe('quota');
    expect(double.calls).toHaveLength(1);
  });

  it('is looked up when the answer was lost, and never sent twice', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [shop.acceptAndCut, () => cut];
    const done = editing(provider).add('7001', [web3, web4], { signal: never });
    expect((await drive(double.clock, done)).detail?.nodeList).toHaveLength(4);

    const lost = editing(provider).add('7001', [{ ...web3, port: 9 }], { signal: never });
    const problem = await problemFrom(drive(double.clock, lost));
    expect(problem.message).toMatch(/It was not done$/);
    expect(problem.maybeApplied).toBeUndefined();
    expect(double.calls.filter((call) => call.startsWith('POST'))).toHaveLength(2);
  });
});

describe('removing nodes', () => {
  it('takes the short way for one', async () => {
    const { double, provider } = await open();
    await drive(double.clock, editing(provider).remove('7001', ['5102'], { signal: never }));
    expect(double.calls[0]).toBe(`DELETE ${LB}/loadbalancers/7001/nodes/5102`);
  });

  it('goes in batches of ten', async () => {
    const { shop, double, provider } = await open();
    shop.nodes = Array.from({ length: 12 }, (_, n) => ({
      id: n + 1,
      address: '10.0.0.1',
      port: n + 1,
      condition: 'ENABLED',
    }));
    const ids = shop.nodes.map(({ id }) => String(id));
    await drive(double.clock, editing(provider).remove('7001', ids, { signal: never }));
    expect(double.calls.filter((call) => call.startsWith('DELETE'))).toEqual([
      `DELETE ${LB}/loadbalancers/7001/nodes?id=1&id=2&id=3&id=4&id=5&id=6&id=7&id=8&id=9&id=10`,
      `DELETE ${LB}/loadbalancers/7001/nodes?id=11&id=12`,
    ]);
    expect(shop.nodes).toEqual([]);
  });

  it('of none sends nothing', async () => {
    const { double, provider } = await open();
    const problem = await problemFrom(editing(provider).remove('7001', [], { signal: never }));
    expect(problem.kind).toBe('invalid');
    expect(double.calls).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['422', { status: 422, json: { code: 422, message: 'The node is already deleted' } }],
    ['404', { status: 404, json: { code: 404, message: 'Node not found' } }],
    [
      '400',
      {
        status: 400,
        json: {
          code: 400,
          validationErrors: { messages: ['Node ids 5199 are not a part of your loadbalancer'] },
        },
      },
    ],
  ])('that are gone is done (%s)', async (_, refusal) => {
    const { shop, double, provider } = await open();
    shop.writes = [() => refusal];
    const receipt = await drive(double.clock, editing(provider).remove('7001', ['5199'], { signal: never }));
    expect(receipt.detail?.nodeList).toHaveLength(2);
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['DELETE', 'GET']);
  });

  it('of which some are gone removes the others', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 400, json: { code: 400, message: 'Node ids 5199 are not yours' } })];
    await drive(double.clock, editing(provider).remove('7001', ['5102', '5199'], { signal: never }));
    expect(shop.nodes.map(({ id }) => id)).toEqual([5101]);
    expect(double.calls).toContain(`DELETE ${LB}/loadbalancers/7001/nodes/5102`);
  });

  it('is refused when the refusal was about something else', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 400, json: { code: 400, message: 'Disable the secondary first' } })];
    const remove = editing(provider).remove('7001', ['5101', '5102'], { signal: never });
    expect(await problemFrom(drive(double.clock, remove))).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/Disable the secondary first/),
    });
  });

  it('is looked up when the answer was lost', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [shop.acceptAndCut];
    const remove = editing(provider).remove('7001', ['5101', '5102'], { signal: never });
    await drive(double.clock, remove);
    expect(shop.nodes).toEqual([]);
    expect(double.calls.filter((call) => call.startsWith('DELETE'))).toHaveLength(1);
  });
});

function editing(provider: Provider): NodeEditing {
  if (!provider.nodes) throw new Error('Rackspace can edit nodes');
  return provider.nodes;
}
