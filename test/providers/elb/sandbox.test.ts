import { describe, expect, it, onTestFinished } from 'vitest';
import type { Balancer, BalancerDetail } from '../../../src/model/balancer.ts';
import { elbDetail } from '../../../src/providers/elb/balancerDetail.ts';
import { elbEngine } from '../../../src/providers/elb/engine.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { memoryLog } from '../../../src/sandbox/eventLog.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { seededRandom } from '../../sandbox/sharedLog.ts';
import { testMemory } from '../kit/memory.ts';
import { problemFrom } from '../kit/problems.ts';
import { drive, never } from '../kit/rackspaceDouble.ts';
import { NO_FILES, quietly } from './kit.ts';

interface World {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  run<T>(call: Promise<T>): Promise<T>;
  get(name: string): Promise<BalancerDetail>;
}

async function open(): Promise<World> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const sandbox = await startSandbox({
    log: memoryLog(),
    clock,
    random,
    rateLimits: false,
    signatureTimes: false,
  });
  onTestFinished(() => sandbox.close());
  const { endpoint, accessKeyId, secretAccessKey, region } = sandbox.aws;
  const run = <T>(call: Promise<T>) => drive(clock, call);
  const provider = await run(
    elbEngine.open(
      {
        account: 'sandbox-aws',
        region,
        settings: { endpoint, accessKeyId },
        secret: async (key) => (key === 'secretAccessKey' ? secretAccessKey : null),
      },
      { clock, random, memory: testMemory(), debug: () => {}, env: NO_FILES, userAgent: 'sluice-test/1' },
      { signal: never },
    ),
  );
  onTestFinished(() => provider.close());
  return {
    clock,
    sandbox,
    provider,
    run,
    get: (name) => run(provider.getBalancer(name, { signal: never })),
  };
}

/** A balancer with connection draining on and at least two nodes in service. */
async function shop({ provider, run, get }: World): Promise<BalancerDetail> {
  const all = await run(provider.listBalancers({ signal: never }));
  for (const balancer of all.filter(({ nodes }: Balancer) => (nodes.total ?? 0) >= 2)) {
    const detail = await get(balancer.id);
    const online = detail.nodeList.filter(({ health }) => health === 'ONLINE');
    if (online.length >= 2 && elbDetail(detail).attributes?.ConnectionDraining?.Enabled) return detail;
  }
  throw new Error('The sample data has no such balancer');
}

describe('the provider on the sandbox', () => {
  it('lists and reads everything there is', async () => {
    const world = await open();
    expect(world.provider.label).toBe('AWS ELB');
    const all = await world.run(world.provider.listBalancers({ signal: never }));
    expect(all.length).toBeGreaterThan(2);
    for (const { id } of all) {
      const detail = await world.get(id);
      expect(detail.status).toMatch(/^(UP|DOWN|NO_NODES)$/);
      expect(elbDetail(detail).notes).toEqual([]);
      for (const node of detail.nodeList) expect(node.address).toMatch(/^\d+\./);
    }
    const servers = await world.run(world.provider.servers?.list({ signal: never }) ?? Promise.reject());
    expect(servers.length).toBeGreaterThan(2);
  });

  it('drains a node, which becomes DISABLED by itself, and brings it back', async () => {
    const world = await open();
    const before = await shop(world);
    const node = before.nodeList.find(({ health }) => health === 'ONLINE');
    if (!node) throw new Error('no node');
    const now = async () => (await world.get(before.id)).nodeList.find(({ id }) => id === node.id);
    const set = (condition: 'ENABLED' | 'DRAINING') =>
      world.run(world.provider.changeNode(before.id, node.id, { condition }, quietly));
    const receipt = await set('DRAINING');
    expect(receipt.requestId).not.toBe(null);
    expect(receipt.detail?.nodeList.find(({ id }) => id === node.id)?.condition).toBe('DRAINING');
    await world.clock.advance(3600_000);
    expect(await now()).toMatchObject({ condition: 'DISABLED', server: node.server });
    await set('ENABLED');
    await world.clock.advance(120_000);
    expect(await now()).toMatchObject({ condition: 'ENABLED', health: 'ONLINE' });
    expect(elbDetail(await world.get(before.id)).tags?.map(({ Key }) => Key)).not.toContain('sluice:parked');
  });

  it('removes a node for good and adds it again by its address', async () => {
    const world = await open();
    const before = await shop(world);
    const [node] = before.nodeList.filter(({ condition }) => condition === 'ENABLED');
    const editing = world.provider.nodes;
    if (!node?.address || !editing) throw new Error('no node');
    await world.run(editing.remove(before.id, [node.id], quietly));
    await world.clock.advance(3600_000);
    expect((await world.get(before.id)).nodeList.map(({ id }) => id)).not.toContain(node.id);
    const nodes = editing.newNodes({ address: node.address });
    const { detail } = await world.run(editing.add(before.id, nodes, quietly));
    expect(detail?.nodeList.map(({ id }) => id)).toContain(node.id);
  });

  it('refuses wrong keys', async () => {
    const { sandbox, clock, run } = await open();
    const { endpoint, accessKeyId, region } = sandbox.aws;
    const login = {
      account: 'mine',
      region,
      settings: { endpoint, accessKeyId },
      secret: async () => 'not-the-key-of-anybody',
    };
    const context = {
      clock,
      random: Math.random,
      memory: testMemory(),
      debug: () => {},
      env: NO_FILES,
      userAgent: 'sluice-test/1',
    };
    expect(await problemFrom(run(elbEngine.open(login, context, { signal: never })))).toMatchObject({
      kind: 'auth',
    });
  });
});
