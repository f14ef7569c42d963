import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { TestRun } from '../../rackspace/create/kit.ts';
import { type AwsWorld, awsWorld } from '../sections/world.ts';
import { instancesNamed, offers, specOf } from './kit.ts';

const sent = ({ asked }: AwsWorld, name: string) => asked.filter((one) => one === name).length;
const after = (world: AwsWorld, ms: number) =>
  world.drive(new Promise<void>((resolve) => world.clock.after(ms, resolve)));

describe('a run against the sandbox', () => {
  it('makes a balancer with two instances behind it, all of it as the spec says', async () => {
    const world = await awsWorld();
    const spec = await specOf(world, ['blog-1', 'blog-2'], {
      healthCheck: { protocol: 'HTTP', path: '/up', healthy: 2, interval: 5, timeout: 2 },
      draining: 45,
      crossZone: true,
      idleTimeout: 90,
      tags: { team: 'web' },
      waitForService: true,
    });
    expect(world.flow.faultsOf(spec)).toEqual([]);
    expect(await world.flow.check(spec, { signal: never })).toEqual([]);
    expect(await world.flow.notes?.(spec, { signal: never })).toEqual([]);
    const { steps } = world.flow.plan(spec);
    expect(steps.map(({ id }) => id)).toEqual([
      'server blog-1',
      'server blog-2',
      'balancer',
      'registration',
      'service',
    ]);
    const run = new TestRun(spec);
    await world.drive(run.all(world.flow));

    const detail = await world.balancers.get('blog', never);
    expect(detail).toMatchObject({ status: 'UP', protocol: 'HTTP', port: 80, timeoutSeconds: 90 });
    expect(detail.nodeList.map(({ server, health }) => `${server} ${health}`).sort()).toEqual([
      'blog-1 ONLINE',
      'blog-2 ONLINE',
    ]);
    const zones = (await Promise.all(['blog-1', 'blog-2'].map((name) => instancesNamed(world, name)))).flat();
    expect(zones.map(({ zone }) => zone).sort()).toEqual(['us-east-1a', 'us-east-1b']);
    expect(detail.raw).toMatchObject({
      description: {
        HealthCheck: { Target: 'HTTP:8080/up', HealthyThreshold: 2, Interval: 5, Timeout: 2 },
      },
      attributes: {
        ConnectionDraining: { Enabled: true, Timeout: 45 },
        CrossZoneLoadBalancing: { Enabled: true },
      },
      tags: expect.arrayContaining([
        { Key: 'team', Value: 'web' },
        { Key: 'sluice:run', Value: 'run-1' },
      ]),
    });
    expect(run.of('balancer').facts).toEqual({ id: 'blog', addresses: detail.virtualIps[0]?.address });
    expect(run.of('server blog-1').facts).toMatchObject({
      id: expect.stringMatching(/^i-/),
      address: expect.stringMatching(/^172\.31\./),
    });
    expect(run.of('server blog-1').facts['token']).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['RunInstances', 'CreateLoadBalancer', 'RegisterInstancesWithLoadBalancer'])(
    'makes one of each when the answer to %s is lost',
    async (action) => {
      const world = await awsWorld();
      const run = new TestRun(await specOf(world, ['blog-1', 'blog-2']));
      world.sandbox.control.fault({ kind: 'cut-after', count: 1, path: action });
      await world.drive(run.all(world.flow));
      expect(await instancesNamed(world, 'blog-1')).toHaveLength(1);
      expect(await instancesNamed(world, 'blog-2')).toHaveLength(1);
      expect((await world.balancers.get('blog', never)).nodes.total).toBe(2);
    },
  );

  it.each(['RunInstances', 'CreateLoadBalancer'])(
    'sends again what surely did not arrive: %s',
    async (action) => {
      const world = await awsWorld();
      const run = new TestRun(await specOf(world, ['blog-1']));
      world.sandbox.control.fault({ kind: 'cut', count: 1, path: action });
      await world.drive(run.all(world.flow));
      expect(await instancesNamed(world, 'blog-1')).toHaveLength(1);
      expect((await world.balancers.get('blog', never)).nodes.total).toBe(1);
    },
  );

  it('goes on in a new process with what a killed one has made: exactly two', async () => {
    const world = await awsWorld();
    const run = new TestRun(await specOf(world, ['blog-1', 'blog-2']));
    const killed = new AbortController();
    const over = Promise.allSettled(
      ['server blog-1', 'server blog-2'].map((step) => run.run(world.flow, step, killed.signal)),
    );
    await after(world, 3_000);
    killed.abort();
    expect((await world.drive(over)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(run.of('server blog-1').facts['id']).toMatch(/^i-/);
    // The second was killed before it could write its id down.
    run.of('server blog-2').facts = {};

    const again = world.open();
    await world.drive(run.all(again.flow));
    expect(await instancesNamed(world, 'blog-1')).toHaveLength(1);
    expect(await instancesNamed(world, 'blog-2')).toHaveLength(1);
    expect(sent(world, 'RunInstances')).toBe(2);
    expect((await world.balancers.get('blog', never)).nodes.total).toBe(2);
  });

  it('finds the balancer that a killed process made, and goes on with its settings', async () => {
    const world = await awsWorld();
    const run = new TestRun(await specOf(world, [], { idleTimeout: 77 }));
    world.sandbox.control.fault({ kind: 'status', status: 503, path: 'ModifyLoadBalancerAttributes' });
    await problemFrom(world.drive(run.run(world.flow, 'balancer')));
    world.sandbox.control.clearFaults();
    run.of('balancer').facts = {};
    await world.drive(run.run(world.open().flow, 'balancer'));
    expect(sent(world, 'CreateLoadBalancer')).toBe(1);
    expect((await world.balancers.get('blog', never)).timeoutSeconds).toBe(77);
  });

  it('adopts nobody else’s balancer', async () => {
    const world = await awsWorld();
    const run = new TestRun(await specOf(world, [], { name: 'web-classic' }));
    expect(await problemFrom(world.drive(run.run(world.flow, 'balancer')))).toMatchObject({
      kind: 'conflict',
      message: 'There is a balancer web-classic already, which this run has not made',
    });
    await world.drive(run.undo(world.flow, 'balancer'));
    expect((await world.balancers.get('web-classic', never)).name).toBe('web-classic');
    expect(sent(world, 'CreateLoadBalancer') + sent(world, 'DeleteLoadBalancer')).toBe(0);
  });

  it('says why EC2 ended an instance, and a retry makes another', async () => {
    const world = await awsWorld();
    const run = new TestRun(await specOf(world, ['doomed-1']));
    const problem = await problemFrom(world.drive(run.run(world.flow, 'server doomed-1')));
    expect(problem).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(/^Instance doomed-1 \(i-\w+\) is (?:shutting-down|terminated): /),
      hint: 'Retry to make a new one in its place',
    });
    const { id, token } = run.of('server doomed-1').facts;
    await problemFrom(world.drive(run.run(world.flow, 'server doomed-1')));
    expect(run.of('server doomed-1').facts['token']).not.toBe(token);
    expect(run.of('server doomed-1').facts['id']).not.toBe(id);
    expect(sent(world, 'RunInstances')).toBe(2);
  });

  it('goes on without an instance that was skipped', async () => {
    const world = await awsWorld();
    const run = new TestRun(await specOf(world, ['blog-1', 'blog-2']));
    await world.drive(run.run(world.flow, 'server blog-1'));
    await world.drive(run.run(world.flow, 'balancer'));
    await world.drive(run.run(world.flow, 'registration'));
    expect((await world.balancers.get('blog', never)).nodes.total).toBe(1);
  });

  it('takes an image by the name of its parameter', async () => {
    const world = await awsWorld();
    const { parameter, image, subnet } = await offers(world);
    const create = [{ name: 'one', image: parameter, type: 't3.micro', subnet: subnet('c') }];
    const spec = await specOf(world, [], { instances: { create } });
    const run = new TestRun(spec);
    await world.drive(run.run(world.flow, 'server one'));
    expect(run.of('server one').facts['image']).toBe(image);
    expect((await instancesNamed(world, 'one')).map(({ zone }) => zone)).toEqual(['us-east-1c']);
  });

  it('tells why instances are not in service when the time is up', async () => {
    const world = await awsWorld();
    const { group } = await offers(world);
    const spec = await specOf(world, ['shut-1'], { waitForService: true });
    const create = [
      { ...Object(Object(spec['instances'])['create'][0]), securityGroups: [group('locked-down')] },
    ];
    const shut = { ...spec, instances: { create } };
    expect(await world.flow.notes?.(shut, { signal: never })).toEqual([
      'No rule of the security groups of shut-1 admits the balancer on port 8080: it stays out of service until one does',
    ]);
    const run = new TestRun(shut);
    const problem = await problemFrom(world.drive(run.all(world.flow)));
    expect(problem).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('not in service after 10 minutes'),
      hint: expect.stringContaining('security groups admit the balancer'),
    });
    expect(run.of('service').shown.at(-1)?.text).toContain('0 of 1 in service');
  });
});

describe('undoing', () => {
  it('removes what was made and nothing else', async () => {
    const world = await awsWorld();
    const existing = (await instancesNamed(world, 'spare-1'))[0]?.id ?? '';
    const spec = await specOf(world, ['blog-1']);
    const instances = { ...Object(spec['instances']), existing: [existing] };
    const run = new TestRun({ ...spec, instances });
    await world.drive(run.all(world.flow));
    expect((await world.balancers.get('blog', never)).nodes.total).toBe(2);
    for (const step of ['registration', 'balancer', 'server blog-1'])
      await world.drive(run.undo(world.flow, step));
    expect(await problemFrom(world.balancers.get('blog', never))).toMatchObject({ kind: 'missing' });
    expect(await instancesNamed(world, 'blog-1')).toEqual([]);
    expect((await instancesNamed(world, 'spare-1')).map(({ state }) => state)).toEqual(['running']);
    // Once more does no harm.
    for (const step of ['registration', 'balancer', 'server blog-1'])
      await world.drive(run.undo(world.flow, step));
    expect(sent(world, 'TerminateInstances')).toBe(1);
  });

  it('finds what was made and not written down', async () => {
    const world = await awsWorld();
    const run = new TestRun(await specOf(world, ['blog-1']));
    await world.drive(run.all(world.flow));
    run.of('balancer').facts = {};
    run.of('server blog-1').facts = {};
    for (const step of ['balancer', 'server blog-1']) await world.drive(run.undo(world.flow, step));
    expect(await problemFrom(world.balancers.get('blog', never))).toMatchObject({ kind: 'missing' });
    expect(await instancesNamed(world, 'blog-1')).toEqual([]);
  });

  it('leaves alone what carries another run’s mark', async () => {
    const world = await awsWorld();
    const spec = await specOf(world, ['blog-1']);
    const other = new TestRun(spec, 'run-2');
    await world.drive(other.all(world.flow));
    const run = new TestRun(spec);
    run.of('balancer').facts = { id: 'blog' };
    run.of('server blog-1').facts = other.of('server blog-1').facts;
    expect(await problemFrom(world.drive(run.undo(world.flow, 'balancer')))).toMatchObject({
      kind: 'conflict',
    });
    expect(await problemFrom(world.drive(run.undo(world.flow, 'server blog-1')))).toMatchObject({
      kind: 'conflict',
    });
    expect(await instancesNamed(world, 'blog-1')).toHaveLength(1);
    expect((await world.balancers.get('blog', never)).nodes.total).toBe(1);
    expect(sent(world, 'TerminateInstances') + sent(world, 'DeleteLoadBalancer')).toBe(0);
  });
});
