import { describe, expect, it } from 'vitest';
import { TIMINGS } from '../../../../src/sandbox/world/timings.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { balancersNamed, buildTimes, count, sandboxWorld, serverNames, specOf, TestRun } from './kit.ts';

const EIGHT = Array.from({ length: 8 }, (_, place) => `blog-${place + 1}`);

describe('a run against the sandbox', () => {
  it('makes eight servers at once and the balancer behind them, in little more than they take themselves', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(EIGHT));
    const began = world.clock.now();
    await world.drive(run.all(world.flow));
    const took = world.clock.now() - began;
    const asked = world.asked.length;

    const [blog] = await balancersNamed(world, 'blog');
    const detail = await world.drive(world.provider.getBalancer(blog?.id ?? '', { signal: never }));
    expect(detail).toMatchObject({ status: 'ACTIVE', protocol: 'HTTP', port: 80, algorithm: 'ROUND_ROBIN' });
    const addresses = EIGHT.map((name) => run.of(`server ${name}`).facts['address']);
    expect(new Set(addresses).size).toBe(8);
    expect(detail.nodeList.map(({ address }) => address).sort()).toEqual(addresses.sort());
    expect(detail.nodeList.every(({ port, condition }) => port === 8080 && condition === 'ENABLED')).toBe(
      true,
    );
    expect(run.of('balancer').facts).toEqual({
      id: detail.id,
      addresses: detail.virtualIps.map(({ address }) => address).join(', '),
    });

    const slowest = Math.max(...(await buildTimes(world, EIGHT)));
    expect(took).toBeLessThan(1.3 * (slowest + TIMINGS.build));
    const posts = world.asked.filter((call) => call.startsWith('POST'));
    expect(posts).toHaveLength(9);
    // Images and flavors once, 9 creations, a list each 3 s growing by a sixth of what has passed, 4 looks at the balancer.
    expect(asked).toBeLessThanOrEqual(27);
    const shown = run.of('server blog-1').shown;
    expect(shown.some(({ percent }) => percent !== undefined && percent > 0 && percent < 100)).toBe(true);
    expect(shown.at(-1)?.text).toBe('ACTIVE, waiting for its address');
  });

  it('remembers and logs no password', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1']));
    await world.drive(run.run(world.flow, 'server blog-1'));
    expect(Object.keys(run.of('server blog-1').facts).sort()).toEqual(['address', 'id']);
    expect(world.log.join('\n')).not.toMatch(/adminPass|password/i);
  });

  it.each(['POST /servers', 'POST /loadbalancers'])(
    'makes one of each when the answer to %s is lost',
    async (call) => {
      const world = await sandboxWorld();
      const [method = '', path = ''] = call.split(' ');
      world.sandbox.control.fault({ kind: 'cut-after', count: 1, method, path });
      const run = new TestRun(specOf(['blog-1', 'blog-2']));
      await world.drive(run.all(world.flow));
      const names = await serverNames(world);
      expect([count(names, 'blog-1'), count(names, 'blog-2')]).toEqual([1, 1]);
      expect(await balancersNamed(world, 'blog')).toHaveLength(1);
      expect(world.asked.filter((one) => one.startsWith('POST'))).toHaveLength(3);
    },
  );

  it.each(['/servers', '/loadbalancers'])('sends again what surely did not arrive at %s', async (path) => {
    const world = await sandboxWorld();
    world.sandbox.control.fault({ kind: 'cut', count: 1, method: 'POST', path });
    const run = new TestRun(specOf(['blog-1']));
    await world.drive(run.all(world.flow));
    expect(count(await serverNames(world), 'blog-1')).toBe(1);
    expect(await balancersNamed(world, 'blog')).toHaveLength(1);
    expect(world.asked.filter((one) => one.startsWith('POST'))).toHaveLength(3);
  });

  it('sends a lost creation again once and no more, and finds nothing to undo then', async () => {
    const world = await sandboxWorld();
    world.sandbox.control.fault({ kind: 'cut', method: 'POST', path: '/servers' });
    const run = new TestRun(specOf(['blog-1']));
    const problem = await problemFrom(world.drive(run.run(world.flow, 'server blog-1')));
    expect(problem).toMatchObject({
      kind: 'network',
      maybeApplied: true,
      hint: expect.stringMatching(/^Retry/),
    });
    expect(world.asked.filter((one) => one.startsWith('POST'))).toHaveLength(2);
    await world.drive(run.undo(world.flow, 'server blog-1'));
    expect(world.asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(0);
  });

  it('cannot say what became of a creation while nothing can be read', async () => {
    const world = await sandboxWorld();
    world.sandbox.control.fault({ kind: 'cut-after', count: 1, method: 'POST', path: '/servers' });
    world.sandbox.control.fault({ kind: 'cut', method: 'GET', path: '/servers/detail' });
    const run = new TestRun(specOf(['blog-1']));
    const problem = await problemFrom(world.drive(run.run(world.flow, 'server blog-1')));
    expect(problem).toMatchObject({ maybeApplied: true });
    world.sandbox.control.clearFaults();
    await world.drive(run.run(world.flow, 'server blog-1'));
    expect(count(await serverNames(world), 'blog-1')).toBe(1);
    expect(world.asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('goes on in a new process with what the one before has made', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1', 'blog-2']));
    const killed = new AbortController();
    const first = run.run(world.flow, 'server blog-1', killed.signal);
    const second = run.run(world.flow, 'server blog-2', killed.signal);
    const over = Promise.allSettled([first, second]);
    await world.drive(new Promise<void>((resolve) => world.clock.after(4_000, resolve)));
    killed.abort();
    expect((await world.drive(over)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    // The second was killed before it could write its id down.
    run.of('server blog-2').facts = {};

    const again = await world.open();
    await world.drive(run.all(again));
    const names = await serverNames(world);
    expect([count(names, 'blog-1'), count(names, 'blog-2')]).toEqual([1, 1]);
    expect(world.asked.filter((one) => one.startsWith('POST'))).toHaveLength(3);
  });

  it('finds the balancer that a killed process made', async () => {
    const world = await sandboxWorld();
    const spec = specOf([], { nodes: [{ address: '10.20.0.99', port: 80 }], metadata: { team: 'checkout' } });
    const other = new TestRun(spec, 'another run');
    await world.drive(other.all(world.flow));
    const run = new TestRun(spec);
    await world.drive(run.all(world.flow));
    const { id } = run.of('balancer').facts;
    run.of('balancer').facts = {};
    await world.drive(run.run(await world.open(), 'balancer'));
    expect(run.of('balancer').facts['id']).toBe(id);
    expect(await balancersNamed(world, 'blog')).toHaveLength(2);
    const detail = await world.drive(world.provider.getBalancer(id ?? '', { signal: never }));
    expect(detail.raw).toMatchObject({
      loadBalancer: {
        metadata: [
          { key: 'team', value: 'checkout' },
          { key: 'sluice-run', value: 'run-1' },
        ],
      },
    });
  });

  it('gets through tokens that end, 503s and slow answers in the middle', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1', 'blog-2']));
    const all = run.all(world.flow);
    world.clock.after(5_000, () => world.sandbox.control.fault({ kind: 'expire-tokens' }));
    world.clock.after(9_000, () => world.sandbox.control.fault({ kind: 'status', status: 503, count: 3 }));
    world.clock.after(14_000, () => world.sandbox.control.fault({ kind: 'slow', ms: 2_000, count: 4 }));
    await world.drive(all);
    expect(await balancersNamed(world, 'blog')).toHaveLength(1);
  });

  it('says why a server failed; a retry removes it and makes a new one', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['doomed-1']));
    const problem = await problemFrom(world.drive(run.run(world.flow, 'server doomed-1')));
    expect(problem).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(/^Server doomed-1 \(.*\) could not be built: No valid host was found/),
      hint: 'Retry to make a new one in its place',
    });
    const { id } = run.of('server doomed-1').facts;
    await problemFrom(world.drive(run.run(world.flow, 'server doomed-1')));
    expect(
      count(world.asked, `DELETE /v2/${world.asked[0]?.split('/')[2]}/servers/${id}`),
    ).toBeLessThanOrEqual(1);
    expect(world.asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
    expect(count(await serverNames(world), 'doomed-1')).toBe(1);
    expect(run.of('server doomed-1').facts['id']).not.toBe(id);
  });

  it('says that a server is gone which somebody deleted', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1']));
    const step = world.drive(run.run(world.flow, 'server blog-1'));
    const problem = problemFrom(step);
    const other = new TestRun(specOf(['blog-1']));
    world.clock.after(4_000, () => {
      other.memory.set('server blog-1', { ...run.of('server blog-1'), shown: [] });
      void other.undo(world.flow, 'server blog-1');
    });
    expect(await problem).toMatchObject({ kind: 'missing', hint: 'Retry to make a new one' });
    await world.drive(run.run(world.flow, 'server blog-1'));
    expect(count(await serverNames(world), 'blog-1')).toBe(1);
  });

  it('goes on without a server that was skipped, but not without all', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1', 'doomed-1']));
    await world.drive(run.run(world.flow, 'server blog-1'));
    await world.drive(run.run(world.flow, 'balancer'));
    const [blog] = await balancersNamed(world, 'blog');
    expect(blog?.nodes.total).toBe(1);

    const bare = new TestRun(specOf(['doomed-2']), 'run-2');
    expect(await problemFrom(world.drive(bare.run(world.flow, 'balancer')))).toMatchObject({
      kind: 'conflict',
      hint: 'Retry doomed-2, or remove what was made',
    });
  });

  it('says that a balancer ended in ERROR', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf([], { name: 'doomed-lb' }));
    const problem = await problemFrom(world.drive(run.run(world.flow, 'balancer')));
    expect(problem).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(/doomed-lb \(\d+\) is now ERROR/),
    });
  });

  it('reaches servers that are there by their private address', async () => {
    const world = await sandboxWorld();
    const servers = await world.drive(world.provider.servers?.list({ signal: never }) ?? Promise.resolve([]));
    const [one, two] = servers;
    if (!one || !two) throw new Error('The sample data has servers');
    const spec = specOf([], {
      servers: { existing: [one.name, two.id] },
      nodes: [
        { server: one.name, port: 80 },
        { server: two.id, port: 81, condition: 'DRAINING' },
        { address: '2001:db8::5', port: 80, weight: 5 },
      ],
    });
    await world.drive(new TestRun(spec).all(world.flow));
    const [blog] = await balancersNamed(world, 'blog');
    const { nodeList } = await world.drive(world.provider.getBalancer(blog?.id ?? '', { signal: never }));
    expect(nodeList.map(({ address, port, condition }) => [address, port, condition])).toEqual(
      expect.arrayContaining([
        [one.addresses.find((address) => address.startsWith('10.')), 80, 'ENABLED'],
        [two.addresses.find((address) => address.startsWith('10.')), 81, 'DRAINING'],
        ['2001:db8::5', 80, 'ENABLED'],
      ]),
    );
  });
});

describe('undoing', () => {
  it('removes what was made, also a balancer that is still being built', async () => {
    const world = await sandboxWorld();
    const before = await serverNames(world);
    const run = new TestRun(specOf(['blog-1', 'blog-2']));
    await world.drive(run.run(world.flow, 'server blog-1'));
    await world.drive(run.run(world.flow, 'server blog-2'));
    const stop = new AbortController();
    const making = Promise.allSettled([run.run(world.flow, 'balancer', stop.signal)]);
    await world.drive(new Promise<void>((resolve) => world.clock.after(2_000, resolve)));
    stop.abort();
    await world.drive(making);
    for (const step of ['balancer', 'server blog-1', 'server blog-2'])
      await world.drive(run.undo(world.flow, step));
    expect(await balancersNamed(world, 'blog')).toHaveLength(0);
    expect([...(await serverNames(world))].sort()).toEqual([...before].sort());
    // Once more does no harm.
    await world.drive(run.undo(world.flow, 'balancer'));
    await world.drive(run.undo(world.flow, 'server blog-1'));
  });

  it('looks for what may have been made when nothing was written down', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1']));
    await world.drive(run.all(world.flow));
    for (const step of ['balancer', 'server blog-1']) {
      run.of(step).facts = {};
      await world.drive(run.undo(world.flow, step));
    }
    expect(await balancersNamed(world, 'blog')).toHaveLength(0);
    expect(count(await serverNames(world), 'blog-1')).toBe(0);
  });

  it('never deletes what does not carry its mark', async () => {
    const world = await sandboxWorld();
    const [sample] = await balancersNamed(world, 'shop-front');
    const servers = await world.drive(world.provider.servers?.list({ signal: never }) ?? Promise.resolve([]));
    const run = new TestRun(specOf(['web-1']));
    run.of('balancer').facts = { id: sample?.id ?? '' };
    run.of('server web-1').facts = { id: servers[0]?.id ?? '' };
    for (const step of ['balancer', 'server web-1'])
      expect(await problemFrom(world.drive(run.undo(world.flow, step)))).toMatchObject({ kind: 'conflict' });
    expect(world.asked.filter((one) => one.startsWith('DELETE'))).toEqual([]);
  });

  it('gets through a lost deletion', async () => {
    const world = await sandboxWorld();
    const run = new TestRun(specOf(['blog-1']));
    await world.drive(run.all(world.flow));
    world.sandbox.control.fault({ kind: 'cut-after', count: 1, method: 'DELETE', path: '/loadbalancers' });
    world.sandbox.control.fault({ kind: 'cut', count: 1, method: 'DELETE', path: '/servers' });
    await world.drive(run.undo(world.flow, 'balancer'));
    await world.drive(run.undo(world.flow, 'server blog-1'));
    expect(await balancersNamed(world, 'blog')).toHaveLength(0);
    expect(count(await serverNames(world), 'blog-1')).toBe(0);
  });
});
