import { DescribeImagesCommand, DescribeSubnetsCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AddTagsCommand,
  ApplySecurityGroupsToLoadBalancerCommand,
  AttachLoadBalancerToSubnetsCommand,
  ConfigureHealthCheckCommand,
  CreateLoadBalancerListenersCommand,
  DeleteLoadBalancerListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeTagsCommand,
  DetachLoadBalancerFromSubnetsCommand,
  DisableAvailabilityZonesForLoadBalancerCommand,
  EnableAvailabilityZonesForLoadBalancerCommand,
  ModifyLoadBalancerAttributesCommand,
  RemoveTagsCommand,
  SetLoadBalancerListenerSSLCertificateCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { create, get, PLAIN, WANTED } from './balancers.ts';
import { clientsOf, expectRefusal, openAws } from './clients.ts';

describe('listeners', () => {
  it('come and go, and keep their certificate apart from their policies', async () => {
    const { elb } = await openAws();
    const name = { LoadBalancerName: 'empty-elb' };
    const certificate = (await get(elb, 'web-classic')).ListenerDescriptions?.[1]?.Listener?.SSLCertificateId;
    const add = (listener: typeof PLAIN & { SSLCertificateId?: string }) =>
      elb.send(new CreateLoadBalancerListenersCommand({ ...name, Listeners: [listener] }));
    const ports = async () =>
      (await get(elb, 'empty-elb')).ListenerDescriptions?.map(({ Listener, PolicyNames }) => [
        Listener?.LoadBalancerPort,
        ...(PolicyNames ?? []),
      ]);
    await add(PLAIN);
    expect(await ports()).toEqual([[80]]);
    await expectRefusal(
      add({ ...PLAIN, InstancePort: 81 }),
      'DuplicateListener',
      'A listener already exists for empty-elb with LoadBalancerPort 80, but with a different InstancePort, Protocol, or SSLCertificateId',
    );
    if (!certificate) throw new Error('the sample has no certificate');
    await add({ ...PLAIN, Protocol: 'HTTPS', LoadBalancerPort: 443, SSLCertificateId: certificate });
    expect(await ports()).toEqual([[80], [443, 'ELBSecurityPolicy-2016-08']]);
    const set = (port: number, arn: string) =>
      elb.send(
        new SetLoadBalancerListenerSSLCertificateCommand({
          ...name,
          LoadBalancerPort: port,
          SSLCertificateId: arn,
        }),
      );
    const other =
      (await get(elb, 'checkout-elb')).ListenerDescriptions?.[0]?.Listener?.SSLCertificateId ?? '';
    await set(443, other);
    expect((await get(elb, 'empty-elb')).ListenerDescriptions?.[1]?.Listener?.SSLCertificateId).toBe(other);
    await expectRefusal(set(443, 'arn:aws:iam::1:server-certificate/x'), 'CertificateNotFound');
    await expectRefusal(set(444, other), 'ListenerNotFound');
    await expectRefusal(set(80, other), 'UnsupportedProtocol');
    const odd = new DeleteLoadBalancerListenersCommand({ ...name, LoadBalancerPorts: [443, Number.NaN] });
    await expectRefusal(elb.send(odd), 'MalformedInput');
    await elb.send(new DeleteLoadBalancerListenersCommand({ ...name, LoadBalancerPorts: [443, 4443] }));
    expect(await ports()).toEqual([[80]]);
  });
});

describe('subnets, zones and groups', () => {
  it('one subnet a zone, and never none', async () => {
    const { elb } = await openAws();
    const name = { LoadBalancerName: 'legacy-blue' };
    const [a, b] = (await get(elb, 'web-classic')).Subnets ?? [];
    const attach = (subnet = '') =>
      elb.send(new AttachLoadBalancerToSubnetsCommand({ ...name, Subnets: [subnet] }));
    await expectRefusal(attach('subnet-0'), 'SubnetNotFound');
    expect((await attach(b)).Subnets).toEqual([a, b]);
    const detach = (Subnets: string[]) =>
      elb.send(new DetachLoadBalancerFromSubnetsCommand({ ...name, Subnets }));
    await expectRefusal(detach([a ?? '', b ?? '']), 'InvalidConfigurationRequest');
    expect((await detach([a ?? ''])).Subnets).toEqual([b]);
    const zones = ['us-east-1c'];
    const enabled = await elb.send(
      new EnableAvailabilityZonesForLoadBalancerCommand({ ...name, AvailabilityZones: zones }),
    );
    expect(enabled.AvailabilityZones).toEqual(['us-east-1b', 'us-east-1c']);
    const disabled = await elb.send(
      new DisableAvailabilityZonesForLoadBalancerCommand({ ...name, AvailabilityZones: zones }),
    );
    expect(disabled.AvailabilityZones).toEqual(['us-east-1b']);
    const apply = (SecurityGroups: string[]) =>
      elb.send(new ApplySecurityGroupsToLoadBalancerCommand({ ...name, SecurityGroups }));
    await expectRefusal(apply(['sg-0']), 'InvalidSecurityGroup');
    const groups = (await get(elb, 'web-classic')).SecurityGroups ?? [];
    expect((await apply([...groups, ...groups])).SecurityGroups).toEqual(groups);
  });

  it('zones and nothing else where there is no VPC, and never none', async () => {
    const { sandbox } = await openAws();
    const { elb, ec2 } = clientsOf(sandbox, 'eu-west-1');
    const name = { LoadBalancerName: WANTED.LoadBalancerName };
    const there = { AvailabilityZones: ['eu-west-1a', 'eu-west-1b'] };
    await expectRefusal(create(elb, { ...there, Scheme: 'internal' }), 'InvalidScheme', /in a VPC/);
    await expectRefusal(
      create(elb, { ...there, SecurityGroups: ['sg-0'] }),
      'InvalidConfigurationRequest',
      /in a VPC/,
    );
    await create(elb, there);
    const made = await get(elb, name.LoadBalancerName);
    expect(made).toMatchObject({ ...there, Subnets: [], SecurityGroups: [] });
    expect([made?.VPCId, made?.SourceSecurityGroup?.OwnerAlias]).toEqual([undefined, 'amazon-elb']);
    await create(elb, there);
    await expectRefusal(create(elb, { AvailabilityZones: ['eu-west-1a'] }), 'DuplicateLoadBalancerName');
    const enable = (zone: string) =>
      elb.send(new EnableAvailabilityZonesForLoadBalancerCommand({ ...name, AvailabilityZones: [zone] }));
    const disable = (...AvailabilityZones: string[]) =>
      elb.send(new DisableAvailabilityZonesForLoadBalancerCommand({ ...name, AvailabilityZones }));
    await expectRefusal(enable('us-east-1a'), 'ValidationError', /us-east-1a/);
    expect((await enable('eu-west-1c')).AvailabilityZones).toHaveLength(3);
    expect((await disable('eu-west-1a', 'eu-west-1b')).AvailabilityZones).toEqual(['eu-west-1c']);
    await expectRefusal(disable('eu-west-1c'), 'InvalidConfigurationRequest', /at least one/);
    const { Subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
    );
    expect(Subnets).toEqual([]);
    const attach = new AttachLoadBalancerToSubnetsCommand({ ...name, Subnets: ['subnet-0'] });
    await expectRefusal(elb.send(attach), 'InvalidConfigurationRequest', /in a VPC/);
    const groups = new ApplySecurityGroupsToLoadBalancerCommand({ ...name, SecurityGroups: ['sg-0'] });
    await expectRefusal(elb.send(groups), 'InvalidConfigurationRequest', /in a VPC/);
    const { Images = [] } = await ec2.send(
      new DescribeImagesCommand({ Filters: [{ Name: 'architecture', Values: ['x86_64'] }] }),
    );
    const ImageId = Images[0]?.ImageId;
    const launch = { ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const;
    await expectRefusal(ec2.send(new RunInstancesCommand(launch)), 'VPCIdNotSpecified');
  });
});

describe('settings', () => {
  it('attributes change one at a time, within their limits', async () => {
    const { elb } = await openAws();
    const name = { LoadBalancerName: 'legacy-blue' };
    const modify = (LoadBalancerAttributes: object) =>
      elb.send(new ModifyLoadBalancerAttributesCommand({ ...name, LoadBalancerAttributes }));
    const changed = await modify({ ConnectionDraining: { Enabled: true, Timeout: 60 } });
    expect(changed.LoadBalancerAttributes).toEqual({ ConnectionDraining: { Enabled: true, Timeout: 60 } });
    await modify({ ConnectionSettings: { IdleTimeout: 3600 }, CrossZoneLoadBalancing: { Enabled: true } });
    await modify({ AccessLog: { Enabled: true, S3BucketName: 'logs', EmitInterval: 5 } });
    await modify({ AdditionalAttributes: [{ Key: 'elb.http.desyncmitigationmode', Value: 'strictest' }] });
    const read = await elb.send(new DescribeLoadBalancerAttributesCommand(name));
    expect(read.LoadBalancerAttributes).toEqual({
      CrossZoneLoadBalancing: { Enabled: true },
      AccessLog: { Enabled: true, S3BucketName: 'logs', EmitInterval: 5 },
      ConnectionDraining: { Enabled: true, Timeout: 60 },
      ConnectionSettings: { IdleTimeout: 3600 },
      AdditionalAttributes: [{ Key: 'elb.http.desyncmitigationmode', Value: 'strictest' }],
    });
    await expectRefusal(modify({ ConnectionDraining: { Enabled: true, Timeout: 3601 } }), 'ValidationError');
    await expectRefusal(modify({ ConnectionDraining: { Enabled: true, Timeout: 0 } }), 'ValidationError');
    await expectRefusal(modify({ ConnectionSettings: { IdleTimeout: 0 } }), 'ValidationError');
    await expectRefusal(modify({ ConnectionDraining: {} }), 'ValidationError');
    await expectRefusal(
      modify({ AdditionalAttributes: [{ Key: 'elb.colour', Value: 'red' }] }),
      'LoadBalancerAttributeNotFound',
    );
    await expectRefusal(modify({ AccessLog: { Enabled: true } }), 'InvalidConfigurationRequest');
  });

  it.each<[string, object]>([
    ['UDP:80', {}],
    ['HTTP:80', {}],
    ['TCP:80/x', {}],
    ['TCP:70000', {}],
    ['TCP:80', { Interval: 4 }],
    ['TCP:80', { Timeout: 61, Interval: 300 }],
    ['TCP:80', { HealthyThreshold: 1 }],
    ['TCP:80', { UnhealthyThreshold: 11 }],
    ['TCP:80', { Interval: 10, Timeout: 10 }],
  ])('a health check of %s with %o is refused', async (Target, change) => {
    const { elb } = await openAws();
    const HealthCheck = {
      Target,
      Interval: 30,
      Timeout: 5,
      HealthyThreshold: 2,
      UnhealthyThreshold: 2,
      ...change,
    };
    const call = elb.send(new ConfigureHealthCheckCommand({ LoadBalancerName: 'empty-elb', HealthCheck }));
    await expectRefusal(call, 'ValidationError');
  });

  it('tags are put, replaced and taken off, ten at most', async () => {
    const { elb } = await openAws();
    const LoadBalancerNames = ['legacy-blue'];
    const tags = async () => {
      const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ LoadBalancerNames }));
      return Object.fromEntries((TagDescriptions?.[0]?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    };
    const add = (...Tags: { Key: string; Value: string }[]) =>
      elb.send(new AddTagsCommand({ LoadBalancerNames, Tags }));
    await add({ Key: 'env', Value: 'old' }, { Key: 'sluice:parked', Value: '03a1b037270ea573a 0bb' });
    expect(await tags()).toEqual({ env: 'old', 'sluice:parked': '03a1b037270ea573a 0bb' });
    await add(...Array.from({ length: 8 }, (_, place) => ({ Key: `k${place}`, Value: '' })));
    await expectRefusal(add({ Key: 'one-more', Value: '' }), 'TooManyTags');
    await elb.send(new RemoveTagsCommand({ LoadBalancerNames, Tags: [{ Key: 'env' }, { Key: 'none' }] }));
    expect(Object.keys(await tags())).toHaveLength(9);
    const many = (count: number) =>
      elb.send(
        new DescribeTagsCommand({ LoadBalancerNames: Array.from({ length: count }, () => 'web-classic') }),
      );
    expect((await many(20)).TagDescriptions).toHaveLength(20);
    await expectRefusal(many(21), 'ValidationError', /less than or equal to 20/);
    await expectRefusal(many(0), 'ValidationError');
  });
});
