import { describe, expect, it, onTestFinished } from 'vitest';
import type { Balancer } from '../../../src/model/balancer.ts';
import type { NewNode } from '../../../src/model/node.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { rackspaceEngine } from '../../../src/providers/rackspace/engine.ts';
import { memoryLog } from '../../../src/sandbox/eventLog.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { testMemory } from '../kit/memory.ts';
import { problemFrom } from '../kit/problems.ts';
import { drive, never } from '../kit/rackspaceDouble.ts';

interface World {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  /** `GET /path`, as the sandbox was asked. */
  readonly asked: string[];
  /** Runs a call with the one clock of both sides. */
  run<T>(call: Promise<T>): Promise<T>;
}

/** The provider on a sandbox of its own, over real HTTP, with one clock for both. */
async function open(load?: { balancers: number; nodes: number }): Promise<World> {
  const clock = new VirtualClock();
  const asked: string[] = [];
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const sandbox = await startSandbox({
    log: memoryLog(),
    clock,
    random,
    ...(load ? { load } : {}),
    onRequest: (phase, method, path) => {
      if (phase === 'begin') asked.push(`${method} ${path}`);
    },
  });
  onTestFinished(() => sandbox.close());
  const { identityUrl, username, apiKey } = sandbox.rackspace;
  const provider = await rackspaceEngine.open(
    {
      account: 'sandbox',
      region: 'DFW',
      settings: { identityUrl, username },
      secret: async (key) => (key === 'apiKey' ? apiKey : null),
    },
    { clock, memory: testMemory(), random, debug: () => {}, env: {}, userAgent: 'sluice-test/1' },
    { signal: never },
  );
  onTestFinished(() => provider.close());
  return { clock, sandbox, provider, asked, run: (call) => drive(clock, call) };
}

/** A balancer that takes changes and has at least two nodes. */
async function busyShop({ provider, run }: World): Promise<Balancer> {
  const all = await run(provider.listBalancers({ signal: never }));
  const found = all.find(({ status, nodes }) => status === 'ACTIVE' && (nodes.total ?? 0) >= 2);
  if (!found) throw new Error('The sample data has no such balancer');
  return found;
}

const editing = (provider: Provider) => {
  if (!provider.nodes) throw new Error('Rackspace can edit nodes');
  return provider.nodes;
};

describe('against the sandbox', () => {
  it('opens, lists and reads', async () => {
    const world = await open();
    expect(world.asked).toHaveLength(1);
    expect(world.provider.regions).toEqual(world.sandbox.rackspace.regions);
    const shop = await busyShop(world);
    expect(world.asked).toHaveLength(2);
    const detail = await world.run(world.provider.getBalancer(shop.id, { signal: never }));
    expect(detail).toMatchObject({ id: shop.id, name: shop.name });
    expect(detail.nodeList).toHaveLength(shop.nodes.total ?? -1);
    expect(detail.nodeList.every(({ address, port }) => address !== null && port !== null)).toBe(true);
  });

  it('names the nodes’ servers and counts their connections', async () => {
    const world = await open();
    const { provider, run } = world;
    const shop = await busyShop(world);
    const detail = await run(provider.getBalancer(shop.id, { signal: never }));
    const servers = await run(provider.servers?.list({ signal: never }) ?? Promise.resolve([]));
    const addresses = new Set(servers.flatMap((server) => server.addresses));
    expect(detail.nodeList.some(({ address }) => address !== null && addresses.has(address))).toBe(true);
    const counts = await run(
      provider.connections?.read(shop.id, { signal: never }) ??
        Promise.resolve<ReadonlyMap<string, number>>(new Map()),
    );
    expect(detail.nodeList.some(({ id }) => counts.has(id))).toBe(true);
  });

  it('turns a node and comes back when the balancer is ACTIVE', async () => {
    const world = await open();
    const { provider, run, clock } = world;
    const shop = await busyShop(world);
    const [node] = (await run(provider.getBalancer(shop.id, { signal: never }))).nodeList;
    if (!node) throw new Error('There are two');
    const began = clock.now();
    for (const condition of ['DISABLED', 'DRAINING', 'ENABLED'] as const) {
      const { detail } = await run(provider.changeNode(shop.id, node.id, { condition }, { signal: never }));
      expect(detail?.status).toBe('ACTIVE');
      expect(detail?.nodeList.find(({ id }) => id === node.id)?.condition).toBe(condition);
    }
    expect(clock.now() - began).toBeGreaterThan(3_000);
  });

  it('gets two changes of one balancer through although it takes one at a time', async () => {
    const world = await open();
    const { provider, run } = world;
    const shop = await busyShop(world);
    const { nodeList } = await run(provider.getBalancer(shop.id, { signal: never }));
    const [one, two] = nodeList;
    if (!one || !two) throw new Error('There are two');
    const turn = (id: string) =>
      provider.changeNode(shop.id, id, { condition: 'DRAINING' }, { signal: never });
    await run(Promise.all([turn(one.id), turn(two.id)]));
    const after = await run(provider.getBalancer(shop.id, { signal: never }));
    const conditions = after.nodeList.filter(({ id }) => id === one.id || id === two.id);
    expect(conditions.map(({ condition }) => condition)).toEqual(['DRAINING', 'DRAINING']);
  });

  it('adds, refuses twins, removes, and is content with what is gone', async () => {
    const world = await open();
    const { provider, run } = world;
    const shop = await busyShop(world);
    const before = await run(provider.getBalancer(shop.id, { signal: never }));
    const fresh: NewNode[] = [
      { address: '10.99.0.1', port: 8080, condition: 'DRAINING' },
      { address: '2001:0db8::99', port: 8080, condition: 'ENABLED', weight: 3 },
    ];
    const added = await run(editing(provider).add(shop.id, fresh, { signal: never }));
    expect(added.detail?.nodeList).toHaveLength(before.nodeList.length + 2);
    const twin = await problemFrom(run(editing(provider).add(shop.id, fresh, { signal: never })));
    expect(twin).toMatchObject({ kind: 'conflict', message: expect.stringMatching(/10\.99\.0\.1:8080/) });
    const old = new Set(before.nodeList.map(({ id }) => id));
    const ids = (added.detail?.nodeList ?? []).map(({ id }) => id).filter((id) => !old.has(id));
    const removed = await run(editing(provider).remove(shop.id, ids, { signal: never }));
    expect(removed.detail?.nodeList.map(({ id }) => id)).toEqual([...old]);
    const again = await run(editing(provider).remove(shop.id, ids, { signal: never }));
    expect(again.detail?.nodeList).toHaveLength(old.size);
  });

  it('settles the doubt when an answer is lost, before and after it was done', async () => {
    const world = await open();
    const { provider, run, sandbox, asked } = world;
    const shop = await busyShop(world);
    const [node] = (await run(provider.getBalancer(shop.id, { signal: never }))).nodeList;
    if (!node) throw new Error('There are two');
    for (const [kind, condition, puts] of [
      ['cut-after', 'DRAINING', 1],
      ['cut', 'ENABLED', 2],
    ] as const) {
      sandbox.control.fault({ kind, count: 1, method: 'PUT' });
      const from = asked.length;
      const { detail } = await run(provider.changeNode(shop.id, node.id, { condition }, { signal: never }));
      expect(detail?.nodeList.find(({ id }) => id === node.id)?.condition).toBe(condition);
      expect(asked.slice(from).filter((call) => call.startsWith('PUT'))).toHaveLength(puts);
    }
  });

  it('signs in again once when all tokens end', async () => {
    const world = await open();
    const { provider, run, sandbox, asked } = world;
    const shop = await busyShop(world);
    sandbox.control.fault({ kind: 'expire-tokens' });
    const reads = Array.from({ length: 5 }, () => provider.getBalancer(shop.id, { signal: never }));
    await run(Promise.all(reads));
    expect(asked.filter((call) => call.startsWith('POST'))).toHaveLength(2);
  });

  it('reads on through passing trouble', async () => {
    const world = await open();
    const { provider, run, sandbox } = world;
    const shop = await busyShop(world);
    sandbox.control.fault({ kind: 'status', status: 503, count: 1 });
    sandbox.control.fault({ kind: 'cut', count: 1 });
    expect((await run(provider.getBalancer(shop.id, { signal: never }))).id).toBe(shop.id);
  });

  it('lists a long account page by page', async () => {
    const world = await open({ balancers: 250, nodes: 2 });
    const pages: number[] = [];
    const onPage = (page: readonly Balancer[]) => pages.push(page.length);
    const all = await world.run(world.provider.listBalancers({ signal: never, onPage }));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(pages.reduce((sum, size) => sum + size, 0)).toBe(all.length);
    expect(all.length).toBeGreaterThan(100);
  });

  it('says that a balancer is missing', async () => {
    const world = await open();
    const problem = await problemFrom(world.run(world.provider.getBalancer('999999', { signal: never })));
    expect(problem.kind).toBe('missing');
  });

  it('names the field of a wrong key', async () => {
    const { sandbox, clock } = await open();
    const { identityUrl, username } = sandbox.rackspace;
    const problem = await problemFrom(
      rackspaceEngine.open(
        {
          account: 'mine',
          region: null,
          settings: { identityUrl, username },
          secret: async () => 'not-the-key',
        },
        {
          clock,
          memory: testMemory(),
          random: Math.random,
          debug: () => {},
          env: {},
          userAgent: 'sluice-test/1',
        },
        { signal: never },
      ),
    );
    expect(problem).toMatchObject({ kind: 'auth', hint: 'Check the user name and the API key of mine' });
  });
});
