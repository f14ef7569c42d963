import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeInstancesCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  AddTagsCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { ListServerCertificatesCommand } from '@aws-sdk/client-iam';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { memoryLog } from '../../../src/sandbox/eventLog.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { openSandbox, send } from '../client.ts';
import { SharedLog } from '../sharedLog.ts';
import { clientsOf, expectRefusal, openAws } from './clients.ts';

const LIST = new DescribeLoadBalancersCommand({});
const PARAMETER = new GetParametersCommand({ Names: ['/aws/x'] });

/** The same sandbox for somebody whose keys are others. */
const withKeys = (sandbox: Sandbox, change: Partial<Sandbox['aws']>) =>
  clientsOf({ ...sandbox, aws: { ...sandbox.aws, ...change } });

describe('who may call', () => {
  it('the one user of the account', async () => {
    const { sts, sandbox } = await openAws();
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Account).toMatch(/^\d{12}$/);
    expect(Arn).toBe(`arn:aws:iam::${Account}:user/sandbox`);
    expect(sandbox.aws).toMatchObject({
      endpoint: `${sandbox.url}/aws`,
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
      region: 'us-east-1',
      regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
    });
  });

  it('nobody else, each service in its own words', async () => {
    const { sandbox } = await openAws();
    const stranger = withKeys(sandbox, { accessKeyId: 'AKIANOBODYNOBODYNOBO' });
    await expectRefusal(stranger.elb.send(LIST), 'InvalidClientTokenId');
    await expectRefusal(stranger.ec2.send(new DescribeVpcsCommand({})), 'AuthFailure');
    await expectRefusal(stranger.ssm.send(PARAMETER), 'UnrecognizedClientException');
    const forger = withKeys(sandbox, { secretAccessKey: 'x'.repeat(40) });
    await expectRefusal(forger.elb.send(LIST), 'SignatureDoesNotMatch', /does not match the signature/);
    await expectRefusal(forger.ec2.send(new DescribeVpcsCommand({})), 'AuthFailure');
    await expectRefusal(forger.ssm.send(PARAMETER), 'InvalidSignatureException');
    // Clients that know of no path ask at the root.
    for (const url of [sandbox.aws.endpoint, `${sandbox.url}/`]) {
      const bare = await send(`${url}?Action=DescribeLoadBalancers&Version=2012-06-01`);
      expect([bare.status, bare.text]).toEqual([403, expect.stringContaining('MissingAuthenticationToken')]);
    }
  });

  it('no request that was changed on the way', async () => {
    const { sandbox, elb } = await openAws();
    elb.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string };
        request.body = request.body.replace('empty-elb', 'elb-empty');
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const deletion = new DeleteLoadBalancerCommand({ LoadBalancerName: 'empty-elb' });
    await expectRefusal(elb.send(deletion), 'SignatureDoesNotMatch');
    const { LoadBalancerDescriptions } = await clientsOf(sandbox).elb.send(LIST);
    expect(LoadBalancerDescriptions).toHaveLength(6);
  });

  it('a request of another time is refused with the limits; the SDK looks at the clock and comes back', async () => {
    const { sandbox } = await openAws({ signatureTimes: true });
    const { elb, ec2 } = clientsOf(sandbox);
    await expectRefusal(
      elb.send(LIST),
      'SignatureDoesNotMatch',
      /^Signature not yet current: \d{8}T\d{6}Z is still later than 20260301T120500Z \(20260301T120000Z \+ 5 min\.\)$/,
    );
    await expectRefusal(ec2.send(new DescribeVpcsCommand({})), 'RequestExpired');
    const patient = clientsOf(sandbox, 'us-east-1', 2);
    expect((await patient.elb.send(LIST)).LoadBalancerDescriptions).toHaveLength(6);
    sandbox.control.advance(301_000);
    await expectRefusal(elb.send(LIST), 'SignatureDoesNotMatch', /^Signature expired: /);
    expect((await elb.send(LIST)).LoadBalancerDescriptions).toHaveLength(6);
  });

  it('certificates of ACM belong to a region, those of IAM to all', async () => {
    const { acm, iam, sandbox } = await openAws();
    const { CertificateSummaryList } = await acm.send(new ListCertificatesCommand({}));
    expect(CertificateSummaryList?.map(({ DomainName }) => DomainName)).toEqual([
      'shop.example.com',
      '*.internal.example.com',
    ]);
    expect(CertificateSummaryList?.[0]?.CertificateArn).toMatch(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\//,
    );
    const { ServerCertificateMetadataList } = await iam.send(new ListServerCertificatesCommand({}));
    expect(ServerCertificateMetadataList).toMatchObject([
      {
        ServerCertificateName: 'checkout-2026',
        Arn: expect.stringContaining(':server-certificate/checkout-2026'),
      },
    ]);
    const west = await clientsOf(sandbox, 'us-west-2').acm.send(new ListCertificatesCommand({}));
    expect(west.CertificateSummaryList?.[0]?.CertificateArn).toContain(':us-west-2:');
  });

  it('what the sandbox does not have is refused, not made up', async () => {
    const { sandbox } = await openAws();
    await expectRefusal(clientsOf(sandbox, 'sa-east-1').elb.send(LIST), 'InvalidClientTokenId', /sa-east-1/);
    const { DescribeVolumesCommand } = await import('@aws-sdk/client-ec2');
    await expectRefusal(clientsOf(sandbox).ec2.send(new DescribeVolumesCommand({})), 'InvalidAction');
  });
});

describe('trouble', () => {
  it('meets an action by its name', async () => {
    const { sandbox, elb } = await openAws();
    const tags = new DescribeTagsCommand({ LoadBalancerNames: ['web-classic'] });
    sandbox.control.fault({ kind: 'status', status: 503, path: '/aws/DescribeTags' });
    const failed = await elb.send(tags).catch((error) => error.$response?.statusCode);
    expect(failed).toBe(503);
    expect((await elb.send(LIST)).LoadBalancerDescriptions).toHaveLength(6);
    sandbox.control.clearFaults();
    expect((await elb.send(tags)).TagDescriptions).toHaveLength(1);
    sandbox.control.fault({ kind: 'malformed', path: 'region=us-east-1', count: 1 });
    await expect(elb.send(LIST)).rejects.toThrow();
    sandbox.control.fault({ kind: 'cut', path: '/aws/AddTags', count: 1 });
    const add = new AddTagsCommand({ LoadBalancerNames: ['empty-elb'], Tags: [{ Key: 'a', Value: '' }] });
    await expect(elb.send(add)).rejects.toThrow();
    sandbox.control.fault({ kind: 'cut-after', path: '/aws/AddTags', count: 1 });
    await expect(elb.send(add)).rejects.toThrow();
    const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ LoadBalancerNames: ['empty-elb'] }));
    expect(TagDescriptions?.[0]?.Tags).toEqual([{ Key: 'a', Value: '' }]);
  });

  it('of the service is told in its own words', async () => {
    const { sandbox, elb, ec2, ssm, cloudwatch } = await openAws();
    const metrics = new GetMetricDataCommand({
      MetricDataQueries: [],
      StartTime: new Date(0),
      EndTime: new Date(1),
    });
    sandbox.control.fault({ kind: 'denied' });
    await expectRefusal(
      elb.send(LIST),
      'AccessDenied',
      /user\/sandbox is not authorized to perform: elasticloadbalancing:DescribeLoadBalancers /,
    );
    await expectRefusal(
      ec2.send(new DescribeInstancesCommand({})),
      'UnauthorizedOperation',
      /ec2:DescribeInstances/,
    );
    await expectRefusal(cloudwatch.send(metrics), 'AccessDeniedException', /cloudwatch:GetMetricData/);
    sandbox.control.clearFaults();
    sandbox.control.fault({ kind: 'expired-token' });
    await expectRefusal(elb.send(LIST), 'ExpiredToken', /expired/);
    await expectRefusal(ec2.send(new DescribeInstancesCommand({})), 'RequestExpired');
    await expectRefusal(ssm.send(PARAMETER), 'ExpiredTokenException');
    sandbox.control.clearFaults();
    sandbox.control.fault({ kind: 'throttled', path: 'service=elasticloadbalancing' });
    await expectRefusal(elb.send(LIST), 'Throttling', 'Rate exceeded');
    expect((await ssm.send(PARAMETER)).InvalidParameters).toEqual(['/aws/x']);
    // A cloud that has no words for it answers with a status.
    sandbox.control.fault({ kind: 'denied', path: '/tokens' });
    expect((await send(`${sandbox.rackspace.identityUrl}/tokens`, 'POST', {})).status).toBe(403);
  });

  it('throttling comes by itself when somebody asks too fast, and goes with time', async () => {
    const { sandbox, elb, ec2 } = await openAws({ rateLimits: true });
    const ask = () =>
      elb.send(new DescribeTagsCommand({ LoadBalancerNames: ['web-classic'] })).then(
        () => 'fine',
        (error) => error.Code ?? error.name,
      );
    for (let place = 0; place < 100; place += 1) await ask();
    expect(await ask()).toBe('Throttling');
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(2);
    sandbox.control.advance(1_000);
    expect(await ask()).toBe('fine');
  });
});

describe('one world', () => {
  it('is seen through two servers, and begins anew for both', async () => {
    const log = new SharedLog();
    const one = await openAws({ log: log.reader() });
    const other = await openAws({ log: log.reader(), clock: one.clock });
    expect(other.sandbox.aws.secretAccessKey).toBe(one.sandbox.aws.secretAccessKey);
    await one.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerName: 'empty-elb' }));
    expect((await other.elb.send(LIST)).LoadBalancerDescriptions).toHaveLength(5);
    // A third one folds the same lines from the beginning.
    const third = await openAws({ log: log.reader(), clock: one.clock });
    const seen = await Promise.all([one, other, third].map(({ elb }) => elb.send(LIST)));
    const [first, ...others] = seen.map(({ LoadBalancerDescriptions }) => LoadBalancerDescriptions);
    expect(others).toEqual([first, first]);
    other.sandbox.control.reset();
    expect((await one.elb.send(LIST)).LoadBalancerDescriptions).toHaveLength(6);
  });

  it('that was begun before there was AWS in it has AWS as well', async () => {
    const log = memoryLog();
    const genesis = {
      id: 'a',
      at: Date.parse('2026-01-01T00:00:00Z'),
      type: 'genesis',
      version: 1,
      createdAt: Date.parse('2026-01-01T00:00:00Z'),
      username: 'sandbox',
      apiKey: '0'.repeat(32),
      password: '1'.repeat(20),
      account: 480_001,
      secret: '2'.repeat(48),
    };
    log.append(JSON.stringify(genesis));
    const { sandbox } = await openSandbox({ log, signatureTimes: false });
    expect((await clientsOf(sandbox).elb.send(LIST)).LoadBalancerDescriptions).toHaveLength(6);
    expect(sandbox.control.summary().aws['us-east-1']).toEqual({ balancers: 6, instances: 15 });
  });

  it('of a load has as many balancers here', async () => {
    const { elb } = await openAws({ load: { balancers: 450, nodes: 3 } });
    const { LoadBalancerDescriptions = [], NextMarker } = await elb.send(LIST);
    expect([LoadBalancerDescriptions.length, LoadBalancerDescriptions[0]?.LoadBalancerName]).toEqual([
      400,
      'elb-00001',
    ]);
    expect(LoadBalancerDescriptions.every(({ Instances }) => Instances?.length === 3)).toBe(true);
    const rest = await elb.send(new DescribeLoadBalancersCommand({ Marker: NextMarker }));
    expect(rest.LoadBalancerDescriptions).toHaveLength(50);
  });
});
