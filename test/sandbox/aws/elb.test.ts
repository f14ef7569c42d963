import {
  AddTagsCommand,
  ApplySecurityGroupsToLoadBalancerCommand,
  AttachLoadBalancerToSubnetsCommand,
  ConfigureHealthCheckCommand,
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  CreateLoadBalancerListenersCommand,
  DeleteLoadBalancerCommand,
  DeleteLoadBalancerListenersCommand,
  DescribeAccountLimitsCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DetachLoadBalancerFromSubnetsCommand,
  DisableAvailabilityZonesForLoadBalancerCommand,
  type ElasticLoadBalancingClient,
  EnableAvailabilityZonesForLoadBalancerCommand,
  ModifyLoadBalancerAttributesCommand,
  RemoveTagsCommand,
  SetLoadBalancerListenerSSLCertificateCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { clientsOf, expectRefusal, openAws } from './clients.ts';

const PLAIN = { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8080 };
const ZONES = ['us-east-1a', 'us-east-1b'];
const WANTED = {
  LoadBalancerName: 'made-here',
  Listeners: [PLAIN],
  AvailabilityZones: ZONES,
} satisfies CreateLoadBalancerCommandInput;

async function get(elb: ElasticLoadBalancingClient, name: string) {
  const { LoadBalancerDescriptions } = await elb.send(
    new DescribeLoadBalancersCommand({ LoadBalancerNames: [name] }),
  );
  const [found] = LoadBalancerDescriptions ?? [];
  if (!found) throw new Error(`${name} is not there`);
  return found;
}

const create = (elb: ElasticLoadBalancingClient, change: Partial<CreateLoadBalancerCommandInput> = {}) =>
  elb.send(new CreateLoadBalancerCommand({ ...WANTED, ...change }));

describe('balancers', () => {
  it('are told of with all that they have, page by page', async () => {
    const { elb } = await openAws();
    const first = await elb.send(new DescribeLoadBalancersCommand({ PageSize: 4 }));
    const second = await elb.send(
      new DescribeLoadBalancersCommand({ PageSize: 4, Marker: first.NextMarker }),
    );
    const names = [first, second].map(({ LoadBalancerDescriptions = [] }) =>
      LoadBalancerDescriptions.map(({ LoadBalancerName }) => LoadBalancerName),
    );
    expect(names).toEqual([
      ['api-internal', 'checkout-elb', 'empty-elb', 'legacy-blue'],
      ['tcp-ingest', 'web-classic'],
    ]);
    expect(second.NextMarker).toBeUndefined();
    const web = await get(elb, 'web-classic');
    expect(web).toMatchObject({
      DNSName: expect.stringMatching(/^web-classic-\d+\.us-east-1\.elb\.amazonaws\.com$/),
      CanonicalHostedZoneNameID: 'Z35SXDOTRQ7X7K',
      Scheme: 'internet-facing',
      AvailabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      HealthCheck: {
        Target: 'HTTP:8080/healthz',
        Interval: 10,
        Timeout: 5,
        UnhealthyThreshold: 2,
        HealthyThreshold: 3,
      },
      SourceSecurityGroup: { GroupName: 'elb-front' },
      Policies: {
        LBCookieStickinessPolicies: [{ PolicyName: 'web-sticky', CookieExpirationPeriod: 3600 }],
        OtherPolicies: ['ELBSecurityPolicy-2016-08'],
      },
      ListenerDescriptions: [
        { Listener: PLAIN, PolicyNames: ['web-sticky'] },
        {
          Listener: { Protocol: 'HTTPS', LoadBalancerPort: 443 },
          PolicyNames: ['ELBSecurityPolicy-2016-08'],
        },
      ],
    });
    expect(web.Instances).toHaveLength(4);
    expect(web.CreatedTime?.getTime()).toBeLessThan(Date.parse('2026-03-01'));
    expect((await get(elb, 'api-internal')).DNSName).toMatch(/^internal-api-internal-/);
    expect((await get(elb, 'tcp-ingest')).BackendServerDescriptions).toEqual([
      { InstancePort: 5140, PolicyNames: ['proxy-header'] },
    ]);
    const missing = elb.send(
      new DescribeLoadBalancersCommand({ LoadBalancerNames: ['web-classic', 'nobody'] }),
    );
    await expectRefusal(missing, 'LoadBalancerNotFound', "There is no ACTIVE Load Balancer named 'nobody'");
    await expectRefusal(elb.send(new DescribeLoadBalancersCommand({ PageSize: 401 })), 'ValidationError');
  });

  it('are made once: the same again succeeds, anything else is a clash', async () => {
    const { elb } = await openAws();
    const made = await create(elb, { Tags: [{ Key: 'sluice:run', Value: 'one' }] });
    expect(made.DNSName).toMatch(/^made-here-\d+\.us-east-1/);
    const again = await create(elb, { Tags: [{ Key: 'sluice:run', Value: 'one' }] });
    expect(again.DNSName).toBe(made.DNSName);
    await expectRefusal(
      create(elb, { Tags: [{ Key: 'sluice:run', Value: 'two' }] }),
      'DuplicateLoadBalancerName',
      'Load Balancer named made-here already exists and it is configured with different tags.',
    );
    await expectRefusal(
      create(elb, { Listeners: [{ ...PLAIN, InstancePort: 9090 }] }),
      'DuplicateLoadBalancerName',
      /different parameters/,
    );
    await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerName: 'made-here' }));
    await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerName: 'made-here' }));
    await expectRefusal(get(elb, 'made-here'), 'LoadBalancerNotFound');
  });

  it('begin with AWS’s own defaults', async () => {
    const { elb } = await openAws();
    await create(elb, { Scheme: 'internal' });
    const made = await get(elb, 'made-here');
    expect(made).toMatchObject({
      Scheme: 'internal',
      AvailabilityZones: ZONES,
      Instances: [],
      CreatedTime: new Date('2026-03-01T12:00:00Z'),
      HealthCheck: {
        Target: 'TCP:8080',
        Interval: 30,
        Timeout: 5,
        UnhealthyThreshold: 2,
        HealthyThreshold: 10,
      },
    });
    const { LoadBalancerAttributes } = await elb.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerName: 'made-here' }),
    );
    expect(LoadBalancerAttributes).toEqual({
      CrossZoneLoadBalancing: { Enabled: false },
      AccessLog: { Enabled: false },
      ConnectionDraining: { Enabled: false, Timeout: 300 },
      ConnectionSettings: { IdleTimeout: 60 },
      AdditionalAttributes: [{ Key: 'elb.http.desyncmitigationmode', Value: 'defensive' }],
    });
  });

  it.each<[string, Partial<CreateLoadBalancerCommandInput>, string, RegExp]>([
    ['a long name', { LoadBalancerName: 'a'.repeat(33) }, 'ValidationError', /longer than 32/],
    ['an odd name', { LoadBalancerName: 'made_here' }, 'ValidationError', /letters, or digits or the dash/],
    ['a dash last', { LoadBalancerName: 'made-' }, 'ValidationError', /dash/],
    ['the prefix of internal ones', { LoadBalancerName: 'internal-x' }, 'ValidationError', /internal-/],
    ['no listeners', { Listeners: [] }, 'ValidationError', /Listeners/],
    ['an odd scheme', { Scheme: 'public' }, 'InvalidScheme', /public/],
    ['no zones and no subnets', { AvailabilityZones: [] }, 'ValidationError', /Either AvailabilityZones or/],
    ['an unknown zone', { AvailabilityZones: ['us-east-1z'] }, 'ValidationError', /us-east-1z/],
    ['an unknown subnet', { AvailabilityZones: [], Subnets: ['subnet-1'] }, 'SubnetNotFound', /subnet-1/],
    ['an unknown group', { SecurityGroups: ['sg-1'] }, 'InvalidSecurityGroup', /security groups/],
    ['an unknown protocol', { Listeners: [{ ...PLAIN, Protocol: 'UDP' }] }, 'UnsupportedProtocol', /UDP/],
    [
      'front and back of different layers',
      { Listeners: [{ ...PLAIN, InstanceProtocol: 'TCP' }] },
      'InvalidConfigurationRequest',
      /same layer/,
    ],
    [
      'a port out of range',
      { Listeners: [{ ...PLAIN, LoadBalancerPort: 70_000 }] },
      'ValidationError',
      /70000/,
    ],
    [
      'a secure front without a certificate',
      { Listeners: [{ ...PLAIN, Protocol: 'HTTPS' }] },
      'ValidationError',
      /SSLCertificateId/,
    ],
    [
      'an unknown certificate',
      { Listeners: [{ ...PLAIN, Protocol: 'HTTPS', SSLCertificateId: 'arn:aws:acm:x' }] },
      'CertificateNotFound',
      /Server Certificate not found for the key: arn:aws:acm:x/,
    ],
    [
      'two listeners on a port',
      { Listeners: [PLAIN, { ...PLAIN, InstancePort: 81 }] },
      'DuplicateListener',
      /LoadBalancerPort 80/,
    ],
    [
      'a secure and a plain back end on one port',
      { Listeners: [PLAIN, { ...PLAIN, LoadBalancerPort: 81, InstanceProtocol: 'HTTPS' }] },
      'InvalidConfigurationRequest',
      /instance port 8080/,
    ],
    [
      'too many tags',
      { Tags: Array.from({ length: 11 }, (_, place) => ({ Key: `k${place}` })) },
      'TooManyTags',
      /quota/,
    ],
    ['a tag twice', { Tags: [{ Key: 'k' }, { Key: 'k', Value: '2' }] }, 'DuplicateTagKeys', /k/],
    ['braces in a tag', { Tags: [{ Key: 'k', Value: '{"a":1}' }] }, 'ValidationError', /letters/],
    ['a reserved tag', { Tags: [{ Key: 'aws:x' }] }, 'ValidationError', /reserved/],
  ])('are refused with %s', async (_what, change, code, message) => {
    const { elb } = await openAws();
    await expectRefusal(create(elb, change), code, message);
    await expectRefusal(get(elb, WANTED.LoadBalancerName), 'LoadBalancerNotFound');
  });

  it('are no more than the quota allows', async () => {
    const { elb } = await openAws();
    for (let place = 0; place < 14; place += 1) await create(elb, { LoadBalancerName: `made-${place}` });
    await expectRefusal(create(elb), 'TooManyLoadBalancers', /Exceeded quota of account \d{12}/);
    const { Limits } = await elb.send(new DescribeAccountLimitsCommand({}));
    expect(Limits).toContainEqual({ Name: 'classic-load-balancers', Max: '20' });
  });

  it('know their own region only', async () => {
    const { sandbox } = await openAws();
    const names = await Promise.all(
      ['us-west-2', 'eu-west-1'].map(async (region) => {
        const { LoadBalancerDescriptions = [] } = await clientsOf(sandbox, region).elb.send(
          new DescribeLoadBalancersCommand({}),
        );
        return LoadBalancerDescriptions.map(({ LoadBalancerName }) => LoadBalancerName);
      }),
    );
    expect(names).toEqual([['west-classic'], []]);
  });
});

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
    expect((await apply(groups)).SecurityGroups).toEqual(groups);
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
