import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { oneTimeCode, wrongCode } from '../../kit/oneTimeCode.ts';
import { SharedLog } from '../sharedLog.ts';
import { clientsOf, expectRefusal, openAws } from './clients.ts';

/** Everything of a session of the role, at this sandbox. */
function taken({ endpoint, region }: Sandbox['aws'], given: Credentials | undefined, token?: string) {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: token ?? SessionToken,
  };
  return { endpoint, region, credentials, maxAttempts: 1 };
}

async function world() {
  const log = new SharedLog();
  const { sandbox, sts, clock } = await openAws({ log: log.reader() });
  const { role } = sandbox.aws;
  const take = (change: Partial<AssumeRoleCommandInput> = {}) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: 'nina',
        SerialNumber: role.device,
        TokenCode: oneTimeCode(role.seed, clock.now()),
        ...change,
      }),
    );
  return { sandbox, clock, role, take, log };
}

it('the codes are those of RFC 6238', () => {
  expect(oneTimeCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000)).toBe('287082');
});

it('the role is taken on with a code of the device, at any server of the world, until the session ends', async () => {
  const { sandbox, clock, take, log } = await world();
  const { Credentials, AssumedRoleUser } = await take({ DurationSeconds: 900 });
  expect(Credentials?.Expiration?.getTime()).toBe(clock.now() + 900_000);
  const other = await openAws({ log: log.reader(), clock });
  const { aws } = other.sandbox;
  const { elb, ec2, ssm } = clientsOf(other.sandbox);
  const list = new DescribeLoadBalancersCommand({});
  expect((await elb.send(list)).LoadBalancerDescriptions).toHaveLength(6);
  const signed = taken(aws, Credentials);
  const sts = new STSClient(signed);
  const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::${Account}:assumed-role/operator/nina`);
  expect(Arn).toBe(AssumedRoleUser?.Arn);
  for (const client of [elb, ec2, ssm]) client.config.credentials = async () => signed.credentials;
  expect((await elb.send(list)).LoadBalancerDescriptions).toHaveLength(6);
  sandbox.control.advance(900_000);
  await expectRefusal(elb.send(list), 'ExpiredToken');
  await expectRefusal(ec2.send(new DescribeVpcsCommand({})), 'RequestExpired');
  await expectRefusal(ssm.send(new GetParametersCommand({ Names: ['/aws/x'] })), 'ExpiredTokenException');
});

it('keys without their token, or with another’s, are nobody’s', async () => {
  const { sandbox, clock, take } = await world();
  const one = await take();
  await clock.advance(30_000);
  const other = await take();
  for (const token of ['', 'x.y', other.Credentials?.SessionToken]) {
    const sts = new STSClient(taken(sandbox.aws, one.Credentials, token));
    await expectRefusal(sts.send(new GetCallerIdentityCommand({})), 'InvalidClientTokenId');
  }
});

it('a code is good for as long as the device shows it, and a moment longer', async () => {
  const { sandbox, clock, role, take } = await world();
  const TokenCode = oneTimeCode(role.seed, clock.now());
  sandbox.control.advance(30_000);
  await take({ TokenCode });
  sandbox.control.advance(30_000);
  await expectRefusal(take({ TokenCode }), 'AccessDenied', /invalid MFA one time pass code/);
});

it('a code is taken once, at whichever server of the world, and no older one after it', async () => {
  const { clock, role, take, log } = await world();
  const older = oneTimeCode(role.seed, clock.now());
  await clock.advance(30_000);
  const { sts } = await openAws({ log: log.reader(), clock });
  await take();
  const refused = /invalid MFA one time pass code/;
  await expectRefusal(take(), 'AccessDenied', refused);
  await expectRefusal(take({ TokenCode: older }), 'AccessDenied', refused);
  const again = new AssumeRoleCommand({
    RoleArn: role.arn,
    RoleSessionName: 'nina',
    SerialNumber: role.device,
    TokenCode: oneTimeCode(role.seed, clock.now()),
  });
  await expectRefusal(sts.send(again), 'AccessDenied', refused);
  await clock.advance(30_000);
  await take();
});

it.each<[string, Partial<AssumeRoleCommandInput>, string, RegExp]>([
  ['no code', { TokenCode: undefined }, 'AccessDenied', /must provide both/],
  ['no device', { SerialNumber: undefined, TokenCode: undefined }, 'AccessDenied', /not authorized/],
  ['another device', { SerialNumber: 'arn:aws:iam::1:mfa/x' }, 'AccessDenied', /verify your MFA serial/],
  ['another role', { RoleArn: 'arn:aws:iam::1:role/x' }, 'AccessDenied', /resource: arn:aws:iam::1:role\/x/],
  ['letters for a code', { TokenCode: '12345x' }, 'ValidationError', /tokenCode/],
  ['blanks in the name', { RoleSessionName: 'a b' }, 'ValidationError', /roleSessionName/],
  ['a short session', { DurationSeconds: 60 }, 'ValidationError', /durationSeconds/],
  ['a long session', { DurationSeconds: 7_200 }, 'ValidationError', /MaxSessionDuration/],
])('%s is refused', async (_what, change, code, words) => {
  const { take } = await world();
  await expectRefusal(take(change), code, words);
});

it('a wrong code is refused', async () => {
  const { clock, role, take } = await world();
  const TokenCode = wrongCode(role.seed, clock.now());
  await expectRefusal(take({ TokenCode }), 'AccessDenied', /invalid MFA one time pass code/);
});
