import {
  AddTagsCommand,
  DeregisterInstancesFromLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { expect } from 'vitest';
import type { ElbAt } from './elbAt.ts';
import type { ElbFact } from './elbFacts.ts';

const WEB = ['classic-web-1', 'classic-web-2', 'classic-web-3', 'classic-web-4'];
const IN_PROGRESS = 'InService: Instance deregistration currently in progress.';
export const NOT_REGISTERED = 'OutOfService: Instance is not currently registered with the LoadBalancer.';

/** These are behind the balancer and no others. */
export const registered =
  (...names: readonly string[]) =>
  async (at: ElbAt) =>
    expect(await at.registered()).toEqual([...names].sort());

/** The tag with what is parked names these and no others; none where there are none. */
export async function expectParked(at: ElbAt, ...names: readonly string[]): Promise<void> {
  const ids = await Promise.all(names.map(async (name) => (await at.idOf(name)).replace(/^i-/, '')));
  expect((await at.tags())['sluice:parked']).toBe(ids.length === 0 ? undefined : ids.sort().join(' '));
}

/** Takes an instance out and parks it, as another machine of ours does. */
export async function park(at: ElbAt, name: string): Promise<void> {
  const id = await at.idOf(name);
  const balancer = { LoadBalancerName: at.name };
  const Tags = [{ Key: 'sluice:parked', Value: id.replace(/^i-/, '') }];
  await at.send(new AddTagsCommand({ LoadBalancerNames: [at.name], Tags }));
  await at.send(
    new DeregisterInstancesFromLoadBalancerCommand({ ...balancer, Instances: [{ InstanceId: id }] }),
  );
  at.sandbox.control.advance(3_600_000);
}

/** These are taken out and drain, the others serve. */
const draining =
  (...names: readonly string[]) =>
  async (at: ElbAt) => {
    await registered(...WEB.filter((name) => !names.includes(name)))(at);
    for (const name of names) expect(await at.healthOf(name)).toBe(IN_PROGRESS);
    await expectParked(at, ...names);
  };

/** What nodes come to at AWS, by the features of docs/aws-elb.md. */
export const NODES = {
  'drain a node': { after: draining('classic-web-1') },
  'disable a node': { after: draining('classic-web-1') },
  'enable a node': {
    before: (at) => park(at, 'classic-web-1'),
    after: async (at) => {
      await registered(...WEB)(at);
      await expectParked(at);
    },
  },
  'toggle a node': { after: draining('classic-web-1') },
  'drain several nodes': { after: draining('classic-web-1', 'classic-web-2') },
  'disable a node whose connections cannot drain': {
    balancer: 'legacy-blue',
    after: async (at) => {
      await registered('legacy-2')(at);
      expect(await at.healthOf('legacy-1')).toBe(NOT_REGISTERED);
      await expectParked(at, 'legacy-1');
    },
  },
  'register an instance': { after: registered(...WEB, 'spare-1') },
  'register an instance by its private address': { after: registered(...WEB, 'spare-1') },
  'take a node out for good': {
    after: async (at) => {
      await registered(...WEB.slice(0, 3))(at);
      await expectParked(at);
    },
  },
  'see the nodes and their health': {
    balancer: 'checkout-elb',
    prints: /OFFLINE +172\.31\.\S+ .*checkout-2/,
  },
  'see why a node is not in service': { balancer: 'checkout-elb' },
} as const satisfies Readonly<Record<string, ElbFact>>;

/** What whole balancers come to at AWS, by the features of docs/aws-elb.md. */
export const BALANCERS = {
  'see the balancers of another region': { prints: /us-west-2 .*west-classic/ },
  'copy the DNS name': { prints: /^web-classic-\d+\.us-east-1\.elb\.amazonaws\.com\s?$/ },
  'see what an alias record needs': { prints: /^Z35SXDOTRQ7X7K\s?$/ },
  'delete a balancer': {
    balancer: 'legacy-blue',
    after: async (at) => {
      expect(await at.balancers()).not.toContain('legacy-blue');
      expect(await at.idOf('legacy-1')).toMatch(/^i-/);
    },
  },
  'see what a balancer carried': { prints: /web-classic .*GB/ },
  'see what all balancers carried': { prints: /tcp-ingest .*[KMG]B/ },
} as const satisfies Readonly<Record<string, ElbFact>>;
