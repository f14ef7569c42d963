import { describe, expect, it } from 'vitest';
import type { Spec } from '../../../../src/providers/create.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { type AwsWorld, awsWorld } from '../sections/world.ts';
import { instancesNamed, offers, specOf } from './kit.ts';

const check = ({ flow }: AwsWorld, spec: Spec) => flow.check(spec, { signal: never });
const with1 = (spec: Spec, more: object): Spec => ({
  ...spec,
  instances: { create: [{ ...Object(Object(spec['instances'])['create'][0]), ...more }] },
});

describe('the check against the account', () => {
  it('finds a name that is taken, whatever its case', async () => {
    const world = await awsWorld();
    expect(await check(world, await specOf(world, [], { name: 'Web-Classic' }))).toEqual([
      { path: '/name', message: 'There is a balancer web-classic already: choose another name' },
    ]);
  });

  it('finds certificates that cannot be used', async () => {
    const world = await awsWorld();
    const https = (certificate: string) => ({ protocol: 'HTTPS', port: 443, instancePort: 80, certificate });
    const arn = (region: string, id: string) => `arn:aws:acm:${region}:123456789012:certificate/${id}`;
    const listeners = [https(arn('eu-west-1', 'x')), { ...https(arn('us-east-1', 'y')), port: 444 }];
    const faults = await check(world, await specOf(world, [], { listeners }));
    expect(faults.map(({ path }) => path)).toEqual(['/listeners/0/certificate', '/listeners/1/certificate']);
    expect(faults.map(({ message }) => message)).toEqual([
      'The certificate is in eu-west-1: a balancer of us-east-1 needs one from there',
      expect.stringContaining('ACM has no such certificate'),
    ]);
  });

  it('finds what is not in the one VPC, and two subnets of a zone', async () => {
    const world = await awsWorld();
    const { subnet, otherSubnet } = await offers(world);
    const wiki = (await instancesNamed(world, 'office-wiki'))[0]?.id ?? '';
    const stopped = (await instancesNamed(world, 'legacy-2'))[0]?.id ?? '';
    const spec = await specOf(world, [], {
      subnets: [subnet('a'), otherSubnet, 'subnet-0nowhere'],
      securityGroups: ['sg-0nowhere', 'app'],
      instances: { existing: [wiki, stopped, 'i-0nowhere'] },
    });
    const faults = new Map((await check(world, spec)).map(({ path, message }) => [path, message]));
    expect(faults.get('/subnets/1')).toContain('one VPC only');
    expect(faults.get('/subnets/2')).toContain('There is no subnet');
    expect(faults.get('/subnets')).toContain('one subnet a zone');
    expect(faults.get('/securityGroups/0')).toContain('There is no security group');
    expect(faults.get('/securityGroups/1')).toContain('give its id, sg-');
    expect(faults.get('/instances/existing/0')).toContain('is in the VPC');
    expect(faults.get('/instances/existing/1')).toContain('is stopped');
    expect(faults.get('/instances/existing/2')).toContain('There is no instance');
  });

  it('finds what instances cannot be made of', async () => {
    const world = await awsWorld();
    const { subnet, otherSubnet, image } = await offers(world);
    const spec = await specOf(world, ['one']);
    const faultsWith = async (more: object) =>
      (await check(world, with1(spec, more))).map(({ path, message }) => `${path}: ${message}`);
    expect(await faultsWith({})).toEqual([]);
    expect(await faultsWith({ image: 'ami-0nowhere' })).toEqual([
      expect.stringContaining('/instances/create/0/image: There is no image ami-0nowhere'),
    ]);
    expect(await faultsWith({ image: '/aws/service/none' })).toEqual([
      expect.stringContaining('/instances/create/0/image'),
    ]);
    expect(await faultsWith({ type: 't9.huge' })).toEqual([
      expect.stringContaining('/instances/create/0/type: There is no instance type t9.huge'),
    ]);
    expect(await faultsWith({ type: 't4g.micro', image })).toEqual([
      expect.stringContaining('the image is for x86_64'),
    ]);
    expect(await faultsWith({ keyName: 'deplo' })).toEqual([
      expect.stringContaining('did you mean "deploy"?'),
    ]);
    expect(await faultsWith({ subnet: subnet('c') })).toEqual([
      expect.stringContaining('is in us-east-1c, where the balancer is not'),
    ]);
    expect(await faultsWith({ subnet: otherSubnet })).toEqual([expect.stringContaining('one VPC only')]);
    expect(await faultsWith({ securityGroups: ['sg-0none'] })).toEqual([
      expect.stringContaining('/instances/create/0/securityGroups/0'),
    ]);
  });

  it('counts against the account’s limits', async () => {
    const world = await awsWorld();
    const listeners = Array.from({ length: 100 }, (_, at) => ({ protocol: 'TCP', port: at + 1 }));
    expect(await check(world, await specOf(world, [], { listeners }))).toEqual([]);
    for (let at = (await world.balancers.list(never, () => {})).length; at < 20; at++)
      await world.aws.elb(
        'CreateLoadBalancer',
        {
          LoadBalancerName: `more-${at}`,
          Listeners: [{ Protocol: 'TCP', LoadBalancerPort: 80, InstancePort: 80 }],
          AvailabilityZones: ['us-east-1a'],
        },
        { what: 'fill the account', signal: never, repeatable: true },
      );
    expect(await check(world, await specOf(world, []))).toEqual([
      { path: '', message: expect.stringContaining('The account has 20 of 20'), limit: true },
    ]);
  });

  it('goes on where the account may not be asked', async () => {
    const world = await awsWorld();
    const spec = await specOf(world, ['one']);
    for (const path of [
      'DescribeAccountLimits',
      'DescribeSubnets',
      'DescribeSecurityGroups',
      'DescribeImages',
    ])
      world.sandbox.control.fault({ kind: 'denied', path });
    expect(await check(world, spec)).toEqual([]);
    expect(await world.flow.notes?.(spec, { signal: never })).toEqual([]);
  });
});
