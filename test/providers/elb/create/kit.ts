import type { FormValues } from '../../../../src/model/form.ts';
import type { Answers, Spec } from '../../../../src/providers/create.ts';
import type { Machine } from '../../../../src/providers/elb/machine.ts';
import { machineOf } from '../../../../src/providers/elb/machine.ts';
import { acceptedValues, faultsOf } from '../../../../src/state/form/checkForm.ts';
import { filled } from '../../kit/filledForm.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import type { AwsWorld } from '../sections/world.ts';

const quiet = { signal: never, repeatable: true };

/** What there is to choose from in the sandbox's default VPC. */
export async function offers({ aws }: AwsWorld) {
  const { Subnets = [] } = await aws.ec2('DescribeSubnets', {}, { what: 'subnets', ...quiet });
  const { SecurityGroups = [] } = await aws.ec2('DescribeSecurityGroups', {}, { what: 'groups', ...quiet });
  const { Vpcs = [] } = await aws.ec2('DescribeVpcs', {}, { what: 'VPCs', ...quiet });
  const vpc = Vpcs.find(({ IsDefault }) => IsDefault)?.VpcId ?? '';
  const { Parameters = [] } = await aws.ssm(
    'GetParametersByPath',
    { Path: '/aws/service/ami-amazon-linux-latest' },
    { what: 'images', ...quiet },
  );
  const parameter = Parameters.find(({ Name }) => /al2023-ami-kernel-default-x86_64$/.test(Name ?? ''));
  return {
    vpc,
    image: parameter?.Value ?? '',
    parameter: parameter?.Name ?? '',
    subnet: (zone: string, inVpc = vpc) =>
      Subnets.find(({ AvailabilityZone, VpcId }) => VpcId === inVpc && AvailabilityZone?.endsWith(zone))
        ?.SubnetId ?? '',
    otherSubnet: Subnets.find(({ VpcId }) => VpcId !== vpc)?.SubnetId ?? '',
    group: (name: string | RegExp) =>
      SecurityGroups.find(
        ({ GroupName = '', VpcId }) =>
          VpcId === vpc && (typeof name === 'string' ? GroupName === name : name.test(GroupName)),
      )?.GroupId ?? '',
  };
}

/** A spec of so many new instances in two zones, admitted by groups that fit. */
export async function specOf(
  world: AwsWorld,
  names: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Spec> {
  const { subnet, group, image } = await offers(world);
  const create = names.map((name) => ({
    name,
    image,
    type: 't3.micro',
    securityGroups: [group('app')],
  }));
  return {
    name: 'blog',
    listeners: [{ protocol: 'HTTP', port: 80, instancePort: 8080 }],
    subnets: [subnet('a'), subnet('b')],
    securityGroups: [group('elb-front')],
    ...(create.length === 0 ? {} : { instances: { create } }),
    ...more,
  };
}

/** The instances of that name that are not gone. */
export async function instancesNamed({ aws }: AwsWorld, name: string): Promise<readonly Machine[]> {
  const { Reservations = [] } = await aws.ec2(
    'DescribeInstances',
    { Filters: [{ Name: 'tag:Name', Values: [name] }] },
    { what: 'instances', ...quiet },
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances)
    .flatMap((instance) => machineOf(instance) ?? [])
    .filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
}

/** Goes through the whole wizard. Answers, or the faults of the first page that does not accept what is typed. */
export async function answer(
  { flow }: Pick<AwsWorld, 'flow'>,
  typed: Readonly<Record<string, FormValues>>,
): Promise<{ readonly answers: Answers; readonly faults: Readonly<Record<string, FormValues>> }> {
  let answers: Answers = {};
  for (const step of flow.steps) {
    const form = step.form(answers);
    const values = await filled(form, typed[step.key] ?? {});
    const faults = faultsOf(form, values);
    if (Object.keys(faults).length > 0) return { answers, faults: { [step.key]: faults } };
    answers = { ...answers, [step.key]: acceptedValues(form, values) };
  }
  return { answers, faults: {} };
}
