import {
  CreateLoadBalancerCommand,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { expect } from 'vitest';
import type { ElbAt } from './elbAt.ts';
import type { ElbFact } from './elbFacts.ts';

const check = (wanted: Readonly<Record<string, unknown>>) => async (at: ElbAt) =>
  expect((await at.description()).HealthCheck).toMatchObject(wanted);
const attributes = (wanted: Readonly<Record<string, unknown>>) => async (at: ElbAt) =>
  expect(await at.attributes()).toMatchObject(wanted);
const zonesOf =
  (...zones: readonly string[]) =>
  async (at: ElbAt) =>
    expect([...((await at.description()).AvailabilityZones ?? [])].sort()).toEqual(zones);
/** A balancer that is in no VPC, in two zones. */
const OLD_ELB = {
  balancer: 'old-elb',
  region: 'eu-west-1',
  before: async (at) => {
    const Listeners = [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 8080 }];
    const AvailabilityZones = ['eu-west-1a', 'eu-west-1b'];
    await at.send(new CreateLoadBalancerCommand({ LoadBalancerName: at.name, Listeners, AvailabilityZones }));
    expect((await at.description()).VPCId).toBeUndefined();
  },
} as const satisfies ElbFact;
const tags = (wanted: Readonly<Record<string, string>>) => async (at: ElbAt) =>
  expect(await at.tags()).toEqual(wanted);

/** What settings, networks and tags come to at AWS, by the features of docs/aws-elb.md. */
export const SETTINGS = {
  'check nodes by asking for a page': {
    balancer: 'api-internal',
    after: check({ Target: 'HTTP:9000/healthz' }),
  },
  'check nodes by opening a connection': { after: check({ Target: 'TCP:8080' }) },
  'change how often nodes are checked, and what counts as up': {
    after: check({ Target: 'HTTP:8080/healthz', Interval: 20, Timeout: 4, HealthyThreshold: 2 }),
  },
  'switch connection draining on': {
    balancer: 'legacy-blue',
    after: attributes({ ConnectionDraining: { Enabled: true, Timeout: 120 } }),
  },
  'change how long it lasts at most': {
    after: attributes({ ConnectionDraining: { Enabled: true, Timeout: 60 } }),
  },
  'switch connection draining off': { after: attributes({ ConnectionDraining: { Enabled: false } }) },
  'change the idle timeout': { after: attributes({ ConnectionSettings: { IdleTimeout: 90 } }) },
  'switch cross-zone balancing off': { after: attributes({ CrossZoneLoadBalancing: { Enabled: false } }) },
  'switch cross-zone balancing on': {
    balancer: 'checkout-elb',
    after: attributes({ CrossZoneLoadBalancing: { Enabled: true } }),
  },
  'write an access log': {
    after: attributes({
      AccessLog: { Enabled: true, S3BucketName: 'shop-logs', S3BucketPrefix: 'elb', EmitInterval: 5 },
    }),
  },
  'end the access log': {
    before: async (at) => {
      await at.send(
        new ModifyLoadBalancerAttributesCommand({
          LoadBalancerName: at.name,
          LoadBalancerAttributes: { AccessLog: { Enabled: true, S3BucketName: 'shop-logs' } },
        }),
      );
    },
    after: attributes({ AccessLog: { Enabled: false } }),
  },
  'change the desync mitigation mode': {
    after: attributes({
      AdditionalAttributes: [{ Key: 'elb.http.desyncmitigationmode', Value: 'strictest' }],
    }),
  },
  'see the subnets': { prints: /us-east-1b +subnet-\w+ +public-b/ },
  'attach a subnet': {
    balancer: 'api-internal',
    after: zonesOf('us-east-1a', 'us-east-1b', 'us-east-1c'),
  },
  'detach a subnet': { after: zonesOf('us-east-1a', 'us-east-1b') },
  'see the zones of a balancer without a VPC': { ...OLD_ELB, prints: /eu-west-1a[\s\S]*eu-west-1b/ },
  'enable a zone for it': { ...OLD_ELB, after: zonesOf('eu-west-1a', 'eu-west-1b', 'eu-west-1c') },
  'disable a zone for it': { ...OLD_ELB, after: zonesOf('eu-west-1b') },
  'choose the security groups': {
    after: async (at) => expect((await at.description()).SecurityGroups).toHaveLength(2),
  },
  'see the tags': { prints: /team +storefront/ },
  'add a tag': {
    after: tags({ Name: 'web-classic', env: 'production', team: 'storefront', owner: 'nina' }),
  },
  'change a tag': { after: tags({ Name: 'web-classic', env: 'staging', team: 'storefront' }) },
  'remove a tag': { after: tags({ Name: 'web-classic', team: 'storefront' }) },
} as const satisfies Readonly<Record<string, ElbFact>>;
