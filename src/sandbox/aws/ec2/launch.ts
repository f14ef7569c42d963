import { parametersOf } from '../../world/aws/catalogue.ts';
import type { LaunchSpec } from '../../world/aws/commands.ts';
import type { Tag } from '../../world/aws/records.ts';
import type { AwsRegion } from '../../world/aws/state.ts';
import { AwsError } from '../errors.ts';
import type { Params } from '../params.ts';
import { type Actions, type ServiceCall, submitUnlessDry } from '../service.ts';
import { reservations } from './instances.ts';

/** Instances of one launch. */
const MOST = 100;

/** EC2 on making instances. The same client token again makes none, as at AWS. */
export const LAUNCH_ACTIONS: Actions = {
  RunInstances(call) {
    const { region } = call;
    const spec = specOf(call);
    submitUnlessDry(call, { type: 'aws.ec2.run', spec });
    // A launch that was made before under this token is told of as it is now.
    const ids = (spec.token === null ? null : region.launches.get(spec.token)?.instances) ?? spec.ids;
    const made = ids.flatMap((id) => region.instances.get(id) ?? []);
    const [reservation] = reservations(call, made) as readonly object[];
    return { ...reservation };
  },
};

function specOf({ world, region, params }: ServiceCall): LaunchSpec {
  const most = params.needWhole('MaxCount');
  if (most > MOST)
    throw new AwsError(
      'InstanceLimitExceeded',
      `A launch can be of ${MOST} instances at most, not of ${most}`,
    );
  const network = networkOf(region, params);
  const userData = params.text('UserData') || null;
  if (userData !== null && !isBase64(userData))
    throw new AwsError('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  const token = params.text('ClientToken') || null;
  if (token !== null && token.length > 64)
    throw new AwsError('InvalidParameterValue', 'The client token must not be longer than 64 characters');
  return {
    ids: Array.from({ length: Math.max(0, most) }, () => `i-0${world.newId()}`),
    reservation: `r-0${world.newId()}`,
    least: params.needWhole('MinCount'),
    most,
    image: imageOf(region, params.need('ImageId')),
    type: params.text('InstanceType') || 't3.micro',
    keyName: params.text('KeyName') || null,
    zone: params.text('Placement.AvailabilityZone') || null,
    ...network,
    imdsTokens: params.text('MetadataOptions.HttpTokens') === 'optional' ? 'optional' : 'required',
    tags: tagsOf(params),
    userData,
    token,
  };
}

/** Subnet and groups, from the launch itself or from the one interface that it describes. */
function networkOf(region: AwsRegion, params: Params): Pick<LaunchSpec, 'subnet' | 'groups' | 'publicIp'> {
  const own = { subnet: params.text('SubnetId') || null, groups: params.list('SecurityGroupId') ?? [] };
  const [card] = params.structs('NetworkInterface');
  if (card && (own.subnet !== null || own.groups.length > 0))
    throw new AwsError(
      'InvalidParameterCombination',
      `Network interfaces and an instance-level ${own.subnet === null ? 'security groups' : 'subnet ID'} may not be specified on the same request`,
    );
  if (card)
    return {
      subnet: card.text('SubnetId') || null,
      groups: card.list('SecurityGroupId') ?? [],
      publicIp: card.flag('AssociatePublicIpAddress') ?? null,
    };
  const named = (params.list('SecurityGroup') ?? []).map((name) => {
    const group = region.network.groups.find((candidate) => candidate.name === name);
    if (!group) throw new AwsError('InvalidGroup.NotFound', `The security group '${name}' does not exist`);
    return group.id;
  });
  return { ...own, groups: [...own.groups, ...named], publicIp: null };
}

function imageOf(region: AwsRegion, given: string): string {
  const parameter = /^resolve:ssm:(.+)$/.exec(given)?.[1];
  if (parameter === undefined) return given;
  const found = parametersOf(region.name).find(({ name }) => name === parameter);
  if (!found)
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value for ImageId: the parameter ${parameter} does not exist`,
    );
  return found.value;
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
}

function tagsOf(params: Params): readonly Tag[] {
  return params
    .structs('TagSpecification')
    .filter((specification) => specification.text('ResourceType') === 'instance')
    .flatMap((specification) =>
      specification.structs('Tag').map((tag) => ({ key: tag.need('Key'), value: tag.text('Value') ?? '' })),
    );
}
