import { ACMClient } from '@aws-sdk/client-acm';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { expect } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/index.ts';
import { openSandbox } from '../client.ts';

// Else the SDK writes five lines to the terminal on Node 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The SDK's own clients for a sandbox, in a region. They try once. */
export function clientsOf({ aws }: Sandbox, region = aws.region, maxAttempts = 1) {
  const { endpoint, accessKeyId, secretAccessKey } = aws;
  const config = { endpoint, region, maxAttempts, credentials: { accessKeyId, secretAccessKey } };
  return {
    elb: new ElasticLoadBalancingClient(config),
    ec2: new EC2Client(config),
    cloudwatch: new CloudWatchClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
    acm: new ACMClient(config),
    iam: new IAMClient(config),
  };
}

/** A sandbox whose clock stands still at noon of 1 March 2026, whatever the SDK's says, and clients for it. */
export async function openAws(options: Partial<SandboxOptions> = {}) {
  const opened = await openSandbox({ signatureTimes: false, ...options });
  return { ...opened, ...clientsOf(opened.sandbox) };
}

/** The id of the instance with that Name tag. */
export async function idOf(ec2: EC2Client, name: string): Promise<string> {
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: [name] }] }),
  );
  const id = Reservations[0]?.Instances?.[0]?.InstanceId;
  if (!id) throw new Error(`no instance is named ${name}`);
  return id;
}

/** Expects a call to be refused with this code and with a message of this kind. */
export async function expectRefusal(call: Promise<unknown>, code: string, message: string | RegExp = /./) {
  const error = await call.then(
    () => {
      throw new Error(`expected ${code}, but the call went well`);
    },
    (thrown: unknown) => thrown as { Code?: string; name: string; message: string },
  );
  const wanted = typeof message === 'string' ? message : expect.stringMatching(message);
  expect([error.Code ?? error.name, error.message]).toEqual([code, wanted]);
}
