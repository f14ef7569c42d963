import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { isThere } from '../../kit/isThere.ts';
import { openSandbox } from '../client.ts';

const present = isThere('aws', '--version');
if (!present) console.warn('awscli is not tested: there is no `aws` (Debian: awscli)');

/** The command in real time, which awscli signs by, with an answer parsed. */
async function openCli() {
  const { sandbox } = await openSandbox({
    rateLimits: true,
    clock: { now: () => Date.now(), after: () => () => {} },
  });
  const { endpoint, accessKeyId, secretAccessKey, region } = sandbox.aws;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
  };
  const aws = async (command: string, ...more: string[]) => {
    const given = ['--endpoint-url', endpoint, '--output', 'json', ...command.split(' '), ...more];
    const { stdout } = await promisify(execFile)('aws', given, { env });
    return stdout.trim() === '' ? null : JSON.parse(stdout);
  };
  return { sandbox, aws };
}

it.skipIf(!present)('lets awscli work on a balancer from its making to its end', async () => {
  const { sandbox, aws } = await openCli();
  const listed = await aws(
    'elb describe-load-balancers --query',
    'LoadBalancerDescriptions[].LoadBalancerName',
  );
  expect(listed).toEqual([
    'api-internal',
    'checkout-elb',
    'empty-elb',
    'legacy-blue',
    'tcp-ingest',
    'web-classic',
  ]);
  const { Account } = await aws('sts get-caller-identity');
  const made = await aws(
    'elb create-load-balancer --load-balancer-name by-awscli --availability-zones us-east-1a us-east-1b --listeners',
    'Protocol=HTTP,LoadBalancerPort=80,InstanceProtocol=HTTP,InstancePort=8080',
    `Protocol=SSL,LoadBalancerPort=6514,InstanceProtocol=TCP,InstancePort=5140,SSLCertificateId=arn:aws:iam::${Account}:server-certificate/checkout-2026`,
  );
  expect(made.DNSName).toMatch(/^by-awscli-/);
  const on = '--load-balancer-name by-awscli';
  const [id] = await aws(
    'ec2 describe-instances --filters Name=tag:Name,Values=spare-1 --query Reservations[].Instances[].InstanceId',
  );
  expect((await aws(`elb register-instances-with-load-balancer ${on} --instances ${id}`)).Instances).toEqual([
    { InstanceId: id },
  ]);
  sandbox.control.advance(10_000);
  expect((await aws(`elb describe-instance-health ${on}`)).InstanceStates).toEqual([
    { InstanceId: id, State: 'InService', ReasonCode: 'N/A', Description: 'N/A' },
  ]);

  await aws(
    `elb create-lb-cookie-stickiness-policy ${on} --policy-name sticky --cookie-expiration-period 60`,
  );
  await aws(`elb set-load-balancer-policies-of-listener ${on} --load-balancer-port 80 --policy-names sticky`);
  await aws(
    `elb create-load-balancer-policy ${on} --policy-name proxy --policy-type-name ProxyProtocolPolicyType --policy-attributes AttributeName=ProxyProtocol,AttributeValue=true`,
  );
  await aws(
    `elb set-load-balancer-policies-for-backend-server ${on} --instance-port 5140 --policy-names proxy`,
  );
  const { LoadBalancerDescriptions } = await aws(
    'elb describe-load-balancers --load-balancer-names by-awscli',
  );
  expect(LoadBalancerDescriptions[0]).toMatchObject({
    BackendServerDescriptions: [{ InstancePort: 5140, PolicyNames: ['proxy'] }],
    Policies: {
      LBCookieStickinessPolicies: [{ PolicyName: 'sticky', CookieExpirationPeriod: 60 }],
      OtherPolicies: ['ELBSecurityPolicy-2016-08', 'proxy'],
    },
    ListenerDescriptions: [{ PolicyNames: ['sticky'] }, { PolicyNames: ['ELBSecurityPolicy-2016-08'] }],
  });
  const refused = aws(`elb delete-load-balancer-policy ${on} --policy-name sticky`);
  await expect(refused).rejects.toThrow(/InvalidConfigurationRequest.*You cannot delete policy \[sticky\]/s);
  await aws(`elb set-load-balancer-policies-of-listener ${on} --load-balancer-port 80 --policy-names`, '[]');
  await aws(`elb delete-load-balancer-policy ${on} --policy-name sticky`);
  await aws(`elb delete-load-balancer ${on}`);
  expect(sandbox.control.summary().aws['us-east-1'].balancers).toBe(6);
});

it.skipIf(!present)('lets awscli read the other services', async () => {
  const { aws } = await openCli();
  const now = Date.now();
  const iso = (ago: number) => new Date(now - ago).toISOString();
  const query = {
    Id: 'hosts',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ELB',
        MetricName: 'HealthyHostCount',
        Dimensions: [{ Name: 'LoadBalancerName', Value: 'web-classic' }],
      },
      Period: 3600,
      Stat: 'Average',
    },
  };
  const { MetricDataResults } = await aws(
    `cloudwatch get-metric-data --start-time ${iso(6 * 3_600_000)} --end-time ${iso(0)} --metric-data-queries`,
    JSON.stringify([query]),
  );
  expect(MetricDataResults).toMatchObject([{ Id: 'hosts', StatusCode: 'Complete' }]);
  expect(new Set(MetricDataResults[0].Values)).toEqual(new Set([4]));
  const name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
  const { Parameters } = await aws(`ssm get-parameters --names ${name}`);
  const launched = await aws(
    `ec2 run-instances --image-id ${Parameters[0].Value} --instance-type t3.micro --client-token once --tag-specifications`,
    'ResourceType=instance,Tags=[{Key=Name,Value=by-awscli}]',
  );
  expect(launched.Instances[0].State.Name).toBe('pending');
  const ids = `--instance-ids ${launched.Instances[0].InstanceId}`;
  expect((await aws(`ec2 terminate-instances ${ids}`)).TerminatingInstances).toHaveLength(1);
  expect((await aws('acm list-certificates')).CertificateSummaryList).toHaveLength(2);
  expect((await aws('iam list-server-certificates')).ServerCertificateMetadataList).toHaveLength(1);
});
