import {
  type CreateLoadBalancerCommandInput,
  DeleteLoadBalancerCommand,
  DescribeAccountLimitsCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { create, get, PLAIN, WANTED, ZONES } from './balancers.ts';
import { clientsOf, expectRefusal, openAws } from './clients.ts';

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
    const paged = (PageSize: number) => elb.send(new DescribeLoadBalancersCommand({ PageSize }));
    await expectRefusal(paged(401), 'ValidationError', /'pageSize' .* value less than or equal to 400/);
    await expectRefusal(paged(0), 'ValidationError', /'pageSize' .* value greater than or equal to 1/);
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
    [
      'a listener without a protocol',
      { Listeners: [{ ...PLAIN, Protocol: undefined }] },
      'ValidationError',
      /Value null at 'listeners\.1\.member\.protocol'/,
    ],
    [
      'a port that is no number',
      { Listeners: [{ ...PLAIN, InstancePort: Number.NaN }] },
      'MalformedInput',
      /'NaN' can not be converted to an Integer/,
    ],
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
