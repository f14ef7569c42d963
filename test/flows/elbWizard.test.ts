import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { SluiceUnderTest } from '../kit/sluice.ts';
import { startedAgain, until } from '../kit/wizard.ts';
import { type ElbAt, elbAt } from './elbAt.ts';
import { onElb } from './elbKit.ts';

/** Every instance that was ever launched with such a name, also those that are no more. */
async function launched(at: ElbAt, name = 'blog-*'): Promise<readonly Instance[]> {
  const { Reservations = [] } = await at.clients.ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: [name] }] }),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

const states = (instances: readonly Instance[]) => instances.map(({ State }) => State?.Name).sort();

/** From the list of balancers to the review, with all as proposed but the name. */
async function toReview(app: SluiceUnderTest): Promise<void> {
  await app.press('n');
  await app.type('blog');
  for (let page = 0; page < 5; page++) await app.press('ctrl-s');
  await until(app, 'The account has room for it. enter begins');
}

async function onReview() {
  const { app, at } = await onElb('web-classic', { columns: 130, rows: 40 });
  await toReview(app);
  return { app, at: elbAt(at.sandbox, 'blog') };
}

describe('the wizard at AWS', () => {
  it('makes a balancer with two new instances', async () => {
    const { app, at } = await onReview();
    expect(await launched(at)).toEqual([]);
    await app.press('enter');
    await until(app, 'Create balancer blog in us-east-1: done');
    const instances = await launched(at);
    expect(states(instances)).toEqual(['running', 'running']);
    expect(instances.map(({ Placement }) => Placement?.AvailabilityZone).sort()).toEqual([
      'us-east-1a',
      'us-east-1b',
    ]);
    expect(await at.registered()).toEqual(['blog-1', 'blog-2']);
    expect(await at.description()).toMatchObject({
      Scheme: 'internet-facing',
      HealthCheck: { Target: 'HTTP:80/', Interval: 30, HealthyThreshold: 3 },
      ListenerDescriptions: [{ Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 80 } }],
    });
    expect(await at.attributes()).toMatchObject({
      ConnectionDraining: { Enabled: true, Timeout: 300 },
      CrossZoneLoadBalancing: { Enabled: true },
      ConnectionSettings: { IdleTimeout: 60 },
    });
    await app.press('esc');
  });

  it('that was killed while instances started goes on, and there are exactly two', async () => {
    const { app, at } = await onReview();
    await app.press('enter');
    await app.advance(2_000);
    expect(await launched(at)).toHaveLength(2);

    const next = await startedAgain(app, { columns: 130, rows: 40 });
    await until(next, 'A run was left unfinished');
    await next.press('enter');
    await until(next, 'Create balancer blog in us-east-1: done');
    expect(states(await launched(at))).toEqual(['running', 'running']);
    expect(await at.registered()).toEqual(['blog-1', 'blog-2']);
    expect((await at.balancers()).filter((name) => name === 'blog')).toHaveLength(1);
  });

  it.each<[action: string, isDone: (at: ElbAt) => Promise<boolean>]>([
    ['RunInstances', async (at) => (await launched(at)).length > 0],
    ['CreateLoadBalancer', async (at) => (await at.balancers()).includes('blog')],
    [
      'RegisterInstances',
      async (at) => (await at.balancers()).includes('blog') && (await at.registered()).length > 0,
    ],
  ])('that was killed before it heard the answer to %s makes nothing twice', async (action, isDone) => {
    const { app, at } = await onReview();
    at.sandbox.control.fault({ kind: 'cut-after', path: action });
    await app.press('enter');
    for (let second = 0; second < 60 && !(await isDone(at)); second++) await app.advance(1_000);
    expect(app.screen()).not.toContain(': done');

    const next = await startedAgain(app, { columns: 130, rows: 40 });
    at.sandbox.control.clearFaults();
    await until(next, 'A run was left unfinished');
    await next.press('enter');
    await until(next, 'Create balancer blog in us-east-1: done');
    expect(states(await launched(at))).toEqual(['running', 'running']);
    expect(await at.registered()).toEqual(['blog-1', 'blog-2']);
  });

  it('is undone as a whole', async () => {
    const { app, at } = await onReview();
    await app.press('enter');
    await until(app, /3 of 4 steps|4 of 4 steps|: done/);
    if (!app.screen().includes('ctrl-d undo')) await app.press('!', 'enter');
    await app.press('ctrl-d');
    await app.type('undo');
    await app.press('enter');
    await until(app, /undone/);
    expect(await at.balancers()).not.toContain('blog');
    for (const state of states(await launched(at))) expect(state).toMatch(/terminated|shutting-down/);
  });

  it('says before anything is made that a name is taken', async () => {
    const { app, at } = await onElb('web-classic', { columns: 130, rows: 40 });
    await app.press('n');
    await app.type('web-classic');
    for (let page = 0; page < 5; page++) await app.press('ctrl-s');
    await until(app, /web-classic.* already|already .*web-classic/);
    expect((await at.balancers()).filter((name) => name === 'web-classic')).toHaveLength(1);
    expect(await launched(at, 'web-classic-*')).toEqual([]);
  });
});
