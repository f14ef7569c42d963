import type { Plan } from '../refusal.ts';
import { DOOMED } from '../specs.ts';
import { type AmiRecord, INSTANCE_TYPES, type InstanceType, imagesOf, zonesWith } from './catalogue.ts';
import type { LaunchSpec } from './commands.ts';
import { instanceState } from './instanceStates.ts';
import { addressIn, type Subnet } from './network.ts';
import { AWS_REGIONS } from './places.ts';
import type { InstanceRecord } from './records.ts';
import { type Coded, deny, doing } from './refusals.ts';
import type { AwsRegion } from './state.ts';

/** Virtual processors that may run at once. */
const MOST_VCPUS = 512;

/**
 * Launches instances, all in one subnet. The same request with the same token again makes nothing: it tells of what
 * was made before.
 */
export function runInstances(region: AwsRegion, spec: LaunchSpec, at: number): Plan {
  const request = fingerprint(spec);
  const before = spec.token === null ? undefined : region.launches.get(spec.token);
  if (before)
    return before.request === request
      ? doing(() => {})
      : deny(
          'IdempotentParameterMismatch',
          'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
        );
  const found = launchOf(region, spec, at);
  if ('refusal' in found) return found;
  return doing(() => {
    const ids = spec.ids.slice(0, spec.most);
    if (spec.token !== null) region.launches.set(spec.token, { request, instances: ids });
    for (const [index, id] of ids.entries())
      region.instances.set(id, newInstance(region, spec, found, id, index, at));
  });
}

/** The request without what we drew for it ourselves. */
function fingerprint({ ids: _ids, reservation: _reservation, ...rest }: LaunchSpec): string {
  return JSON.stringify(rest);
}

interface Launch {
  readonly subnet: Subnet;
  readonly groups: readonly string[];
}

/** Where a launch would go and with which groups, or why it cannot. */
function launchOf(region: AwsRegion, spec: LaunchSpec, at: number): Launch | Coded {
  if (!(spec.least >= 1 && spec.least <= spec.most))
    return deny(
      'InvalidParameterValue',
      `Invalid value for MinCount and MaxCount: ${spec.least}, ${spec.most}`,
    );
  const image = imagesOf(region.name).find(({ id }) => id === spec.image);
  if (!image) return noImage(spec.image);
  const type = INSTANCE_TYPES.find(({ name }) => name === spec.type);
  if (!type) return deny('InvalidParameterValue', `Invalid value '${spec.type}' for InstanceType.`);
  const subnet = subnetOf(region, spec);
  if ('refusal' in subnet) return subnet;
  const groups = groupsOf(region, spec, subnet);
  if ('refusal' in groups) return groups;
  return (
    typeFault(region, image, type, subnet) ??
    keyFault(region, spec.keyName) ??
    quotaFault(region, type, spec.most, at) ?? { subnet, groups: groups.ids }
  );
}

function noImage(id: string): Coded {
  return /^ami-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(id)
    ? deny('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`)
    : deny('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`);
}

function subnetOf(region: AwsRegion, { subnet: id, zone }: LaunchSpec): Subnet | Coded {
  const { subnets, vpcs } = region.network;
  if (id === null && !vpcs.some(({ isDefault }) => isDefault))
    return deny('VPCIdNotSpecified', 'No default VPC for this user');
  const found =
    id === null
      ? subnets.find((subnet) => subnet.isPublic && (zone === null || subnet.zone === zone))
      : subnets.find((subnet) => subnet.id === id);
  if (found) return found;
  return id === null
    ? deny('InvalidParameterValue', `Invalid availability zone: [${zone}]`)
    : deny('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
}

function groupsOf(
  region: AwsRegion,
  { groups }: LaunchSpec,
  subnet: Subnet,
): { readonly ids: readonly string[] } | Coded {
  const known = region.network.groups;
  if (groups.length === 0)
    return {
      ids: known.filter(({ vpc, name }) => vpc === subnet.vpc && name === 'default').map(({ id }) => id),
    };
  for (const id of groups) {
    const group = known.find((candidate) => candidate.id === id);
    if (!group) return deny('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    if (group.vpc !== subnet.vpc)
      return deny(
        'InvalidParameter',
        `Security group ${id} and subnet ${subnet.id} belong to different networks.`,
      );
  }
  return { ids: groups };
}

function typeFault(region: AwsRegion, image: AmiRecord, type: InstanceType, subnet: Subnet): Coded | null {
  if (type.architecture !== image.architecture)
    return deny(
      'InvalidParameterValue',
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  const zones = zonesWith(type, region.name);
  return zones.includes(subnet.zone)
    ? null
    : deny(
        'Unsupported',
        `Your requested instance type (${type.name}) is not supported in your requested Availability Zone (${subnet.zone}). Please retry your request by not specifying an Availability Zone or choosing ${zones.join(', ')}.`,
      );
}

function keyFault(region: AwsRegion, name: string | null): Coded | null {
  return name === null || region.network.keys.some((key) => key.name === name)
    ? null
    : deny('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}

function quotaFault(region: AwsRegion, type: InstanceType, count: number, at: number): Coded | null {
  const used = region
    .visible(at)
    .filter((instance) => !['stopped', 'terminated'].includes(instanceState(instance, at).name))
    .reduce(
      (sum, { type: name }) => sum + (INSTANCE_TYPES.find((known) => known.name === name)?.vcpus ?? 0),
      0,
    );
  return used + type.vcpus * count <= MOST_VCPUS
    ? null
    : deny(
        'VcpuLimitExceeded',
        `You have requested more vCPU capacity than your current vCPU limit of ${MOST_VCPUS} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
      );
}

function newInstance(
  region: AwsRegion,
  spec: LaunchSpec,
  { subnet, groups }: Launch,
  id: string,
  launchIndex: number,
  at: number,
): InstanceRecord {
  const count = region.takeAddress(subnet.id);
  const name = spec.tags.find(({ key }) => key === 'Name')?.value ?? '';
  return {
    id,
    reservation: spec.reservation,
    image: spec.image,
    type: spec.type,
    keyName: spec.keyName,
    subnet: subnet.id,
    vpc: subnet.vpc,
    zone: subnet.zone,
    groups,
    privateIp: addressIn(subnet, count),
    publicIp: (spec.publicIp ?? subnet.isPublic) ? publicAddress(region, 10 + region.instances.size) : null,
    clientToken: spec.token,
    launchIndex,
    launchedAt: at,
    imdsTokens: spec.imdsTokens,
    doomed: name.startsWith(DOOMED),
    sick: false,
    tags: spec.tags,
    wanted: 'running',
    wantedAt: at,
  };
}

/** The public address of the n-th instance of a region, from the range kept for measuring: nobody's host. */
export function publicAddress(region: AwsRegion, count: number): string {
  return `198.18.${64 * AWS_REGIONS.indexOf(region.name) + (count >> 8)}.${count & 0xff}`;
}
