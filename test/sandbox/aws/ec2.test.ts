import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeKeyPairsCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing';
import { GetParametersByPathCommand, GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { expectRefusal, idOf, openAws } from './clients.ts';

const AL2023 = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default';

async function imageOf(ssm: SSMClient, architecture = 'x86_64'): Promise<string> {
  const { Parameters } = await ssm.send(new GetParametersCommand({ Names: [`${AL2023}-${architecture}`] }));
  return Parameters?.[0]?.Value ?? '';
}

async function openLaunches() {
  const opened = await openAws();
  const { ec2, ssm } = opened;
  const ImageId = await imageOf(ssm);
  return {
    ...opened,
    run: (change: Partial<RunInstancesCommandInput> = {}) =>
      ec2.send(
        new RunInstancesCommand({ ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, ...change }),
      ),
  };
}

async function instance(ec2: EC2Client, id: string) {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  const found = Reservations?.[0]?.Instances?.[0];
  if (!found) throw new Error(`${id} is not there`);
  return found;
}

const nameTag = (name: string): RunInstancesCommandInput['TagSpecifications'] => [
  { ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] },
];

describe('what there is', () => {
  it('the default VPC with a public subnet in each zone, and one without a gateway', async () => {
    const { ec2, elb } = await openAws();
    const { Regions } = await ec2.send(new DescribeRegionsCommand({}));
    expect(Regions?.map(({ RegionName }) => RegionName)).toEqual(['us-east-1', 'us-west-2', 'eu-west-1']);
    const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
    expect(AvailabilityZones?.map(({ ZoneId }) => ZoneId)).toEqual(['use1-az1', 'use1-az2', 'use1-az3']);
    const { Vpcs } = await ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
    );
    expect(Vpcs).toMatchObject([{ CidrBlock: '172.31.0.0/16', IsDefault: true }]);
    const { Subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [Vpcs?.[0]?.VpcId ?? ''] }] }),
    );
    expect(
      Subnets.map(({ AvailabilityZone, MapPublicIpOnLaunch }) => [AvailabilityZone, MapPublicIpOnLaunch]),
    ).toEqual([
      ['us-east-1a', true],
      ['us-east-1b', true],
      ['us-east-1c', true],
    ]);
    expect(Subnets[0]?.AvailableIpAddressCount).toBeGreaterThan(4_000);
    const office = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'tag:Name', Values: ['backoffice-*'] }] }),
    );
    const subnets = office.Subnets?.map(({ SubnetId }) => SubnetId ?? '') ?? [];
    expect(subnets).toHaveLength(2);
    const make = (Subnets: string[], Scheme?: string) =>
      elb.send(
        new CreateLoadBalancerCommand({
          LoadBalancerName: 'office',
          Subnets,
          Scheme,
          Listeners: [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 80 }],
        }),
      );
    await expectRefusal(make(subnets), 'InvalidSubnet', /has no internet gateway/);
    await expectRefusal(make([...subnets, Subnets[2]?.SubnetId ?? '']), 'InvalidSubnet', /different VPCs/);
    expect((await make(subnets, 'internal')).DNSName).toMatch(/^internal-office-/);
  });

  it('groups with their rules, keys, images by parameter, types by zone', async () => {
    const { sandbox, ec2, ssm } = await openAws();
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          { Name: 'group-name', Values: ['elb-front'] },
          { Name: 'owner-id', Values: [sandbox.aws.role.arn.split(':')[4] ?? ''] },
        ],
      }),
    );
    expect(SecurityGroups?.[0]?.IpPermissions?.[0]).toMatchObject({
      IpProtocol: 'tcp',
      FromPort: 80,
      IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    });
    const { KeyPairs } = await ec2.send(new DescribeKeyPairsCommand({}));
    expect(KeyPairs?.map(({ KeyName }) => KeyName)).toEqual(['deploy', 'laptop']);
    const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [await imageOf(ssm, 'arm64')] }));
    expect(Images).toMatchObject([{ Architecture: 'arm64', ImageOwnerAlias: 'amazon', State: 'available' }]);
    const ubuntu = await ec2.send(
      new DescribeImagesCommand({
        Owners: ['099720109477'],
        Filters: [{ Name: 'name', Values: ['*noble-24.04-amd64*'] }],
      }),
    );
    expect(ubuntu.Images).toHaveLength(2);
    const missing = await ssm.send(new GetParametersCommand({ Names: ['/aws/nothing'] }));
    expect(missing.InvalidParameters).toEqual(['/aws/nothing']);
    const Path = '/aws/service';
    const first = await ssm.send(new GetParametersByPathCommand({ Path, Recursive: true }));
    const second = await ssm.send(
      new GetParametersByPathCommand({ Path, Recursive: true, NextToken: first.NextToken }),
    );
    expect([first.Parameters?.length, second.NextToken]).toEqual([10, undefined]);
    const { InstanceTypes } = await ec2.send(
      new DescribeInstanceTypesCommand({
        Filters: [{ Name: 'processor-info.supported-architecture', Values: ['arm64'] }],
        MaxResults: 5,
      }),
    );
    expect(InstanceTypes?.[0]).toMatchObject({ InstanceType: 't4g.micro', MemoryInfo: { SizeInMiB: 1024 } });
    expect(InstanceTypes).toHaveLength(5);
    const { InstanceTypeOfferings } = await ec2.send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: ['m7g.large'] }],
      }),
    );
    expect(InstanceTypeOfferings?.map(({ Location }) => Location)).toEqual(['us-east-1a', 'us-east-1b']);
  });

  it('instances are found by what they are, and a filter passes over unknown ids', async () => {
    const { ec2 } = await openAws();
    const find = async (Name: string, ...Values: string[]) => {
      const { Reservations = [] } = await ec2.send(
        new DescribeInstancesCommand({ Filters: [{ Name, Values }] }),
      );
      return Reservations.flatMap(({ Instances = [] }) => Instances).map(
        ({ Tags }) => Tags?.find(({ Key }) => Key === 'Name')?.Value,
      );
    };
    expect(await find('instance-state-name', 'stopped')).toEqual(['legacy-2']);
    expect(await find('private-ip-address', '172.31.0.10')).toEqual(['classic-web-1']);
    expect(await find('tag-key', 'aws:autoscaling:groupName')).toEqual(['intapi-1', 'intapi-2']);
    const id = await idOf(ec2, 'spare-1');
    expect(await find('instance-id', id, 'i-00000000000000000')).toEqual(['spare-1']);
    const unknown = new DescribeInstancesCommand({ InstanceIds: [id, 'i-00000000000000000'] });
    await expectRefusal(ec2.send(unknown), 'InvalidInstanceID.NotFound', /i-00000000000000000/);
    await expectRefusal(find('colour', 'red'), 'InvalidParameterValue', "The filter 'colour' is invalid");
    const paged = await ec2.send(new DescribeInstancesCommand({ MaxResults: 10 }));
    expect([paged.Reservations?.length, typeof paged.NextToken]).toEqual([10, 'string']);
    const both = new DescribeInstancesCommand({ InstanceIds: [id], MaxResults: 10 });
    await expectRefusal(ec2.send(both), 'InvalidParameterCombination');
  });
});

describe('launches', () => {
  it('are pending, then running, then seen to end', async () => {
    const { ec2, run, sandbox } = await openLaunches();
    const { Instances = [], ReservationId } = await run({
      MinCount: 2,
      MaxCount: 2,
      TagSpecifications: nameTag('new'),
      KeyName: 'deploy',
    });
    expect(ReservationId).toMatch(/^r-0[0-9a-f]{16}$/);
    expect(Instances).toHaveLength(2);
    const id = Instances[0]?.InstanceId ?? '';
    expect(Instances[0]).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      PrivateIpAddress: expect.stringMatching(/^172\.31\./),
      Tags: [{ Key: 'Name', Value: 'new' }],
    });
    expect(Instances[0]?.PublicIpAddress).toBeUndefined();
    sandbox.control.advance(14_000);
    const running = await instance(ec2, id);
    expect([running.State?.Name, running.PublicIpAddress]).toEqual([
      'running',
      expect.stringMatching(/^198\.18\./),
    ]);
    await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    expect((await instance(ec2, id)).State?.Name).toBe('stopping');
    sandbox.control.advance(8_000);
    expect((await instance(ec2, id)).State?.Name).toBe('stopped');
    await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    sandbox.control.advance(14_000);
    expect((await instance(ec2, id)).State?.Name).toBe('running');
    const { TerminatingInstances } = await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect(TerminatingInstances).toMatchObject([
      { CurrentState: { Name: 'shutting-down' }, PreviousState: { Name: 'running' } },
    ]);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    sandbox.control.advance(6_000);
    expect((await instance(ec2, id)).State?.Name).toBe('terminated');
    await expectRefusal(ec2.send(new StartInstancesCommand({ InstanceIds: [id] })), 'IncorrectInstanceState');
    sandbox.control.advance(3_600_000);
    await expectRefusal(instance(ec2, id), 'InvalidInstanceID.NotFound');
  });

  it('one that is doomed ends before it runs, and says why', async () => {
    const { ec2, run, sandbox } = await openLaunches();
    const { Instances } = await run({ TagSpecifications: nameTag('doomed-1') });
    sandbox.control.advance(5_000);
    expect(await instance(ec2, Instances?.[0]?.InstanceId ?? '')).toMatchObject({
      State: { Name: 'terminated' },
      StateReason: {
        Code: 'Server.InsufficientInstanceCapacity',
        Message: expect.stringContaining('not sufficient capacity'),
      },
    });
  });

  it('with one token are made once', async () => {
    const { run } = await openLaunches();
    const ids = async (change: Partial<RunInstancesCommandInput>) =>
      (await run({ ClientToken: 'run-1-a', MinCount: 2, MaxCount: 2, ...change })).Instances?.map(
        ({ InstanceId }) => InstanceId,
      );
    const first = await ids({});
    expect(first).toHaveLength(2);
    expect(await ids({})).toEqual(first);
    await expectRefusal(ids({ InstanceType: 't3.small' }), 'IdempotentParameterMismatch');
    expect(await ids({ ClientToken: 'run-1-b' })).not.toEqual(first);
  });

  it.each<[string, Partial<RunInstancesCommandInput>, string, RegExp]>([
    ['an unknown image', { ImageId: 'ami-00000000000000000' }, 'InvalidAMIID.NotFound', /does not exist/],
    ['no image id', { ImageId: 'ubuntu' }, 'InvalidAMIID.Malformed', /ubuntu/],
    ['an unknown type', { InstanceType: 'x9.large' as 't3.micro' }, 'InvalidParameterValue', /x9\.large/],
    ['the other architecture', { InstanceType: 't4g.micro' }, 'InvalidParameterValue', /architecture/],
    ['an unknown subnet', { SubnetId: 'subnet-0' }, 'InvalidSubnetID.NotFound', /subnet-0/],
    ['an unknown group', { SecurityGroupIds: ['sg-0'] }, 'InvalidGroup.NotFound', /sg-0/],
    ['an unknown key', { KeyName: 'mine' }, 'InvalidKeyPair.NotFound', /mine/],
    ['more at least than at most', { MinCount: 2 }, 'InvalidParameterValue', /MinCount/],
    ['far too many', { MinCount: 1, MaxCount: 101 }, 'InstanceLimitExceeded', /100/],
    ['plain user data', { UserData: '#!/bin/sh' }, 'InvalidUserData.Malformed', /BASE64/],
    [
      'two networks',
      { SecurityGroupIds: ['sg-0'], NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 'subnet-0' }] },
      'InvalidParameterCombination',
      /same request/,
    ],
    ['no will to do it', { DryRun: true }, 'DryRunOperation', /DryRun flag is set/],
  ])('with %s are refused', async (_what, change, code, message) => {
    const { run, ec2 } = await openLaunches();
    const count = async () => (await ec2.send(new DescribeInstancesCommand({}))).Reservations?.length;
    const before = await count();
    await expectRefusal(run(change), code, message);
    expect(await count()).toBe(before);
  });

  it('are refused where a type cannot be had, and where the vCPUs run out', async () => {
    const { run, ssm } = await openLaunches();
    const ImageId = await imageOf(ssm, 'arm64');
    await expectRefusal(
      run({ ImageId, InstanceType: 'm7g.large', Placement: { AvailabilityZone: 'us-east-1c' } }),
      'Unsupported',
      /choosing us-east-1a, us-east-1b/,
    );
    await run({ InstanceType: 'c6i.xlarge', MaxCount: 100 });
    await expectRefusal(run({ InstanceType: 'c6i.xlarge', MaxCount: 100 }), 'VcpuLimitExceeded');
  });

  it('can be tagged afterwards', async () => {
    const { ec2 } = await openAws();
    const id = await idOf(ec2, 'spare-1');
    const Resources = [id];
    await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'sluice:run', Value: 'r1' }] }));
    expect((await instance(ec2, id)).Tags).toContainEqual({ Key: 'sluice:run', Value: 'r1' });
    await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'sluice:run', Value: 'other' }] }));
    await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'Name' }] }));
    expect((await instance(ec2, id)).Tags).toEqual([{ Key: 'sluice:run', Value: 'r1' }]);
    const reserved = new CreateTagsCommand({ Resources, Tags: [{ Key: 'aws:x', Value: '' }] });
    await expectRefusal(ec2.send(reserved), 'InvalidParameterValue');
  });
});
