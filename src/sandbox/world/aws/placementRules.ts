import type { Plan } from '../refusal.ts';
import { defaultElbGroup, type Subnet, type Vpc } from './network.ts';
import { zonesOf } from './places.ts';
import type { ElbRecord } from './records.ts';
import { type Coded, deny, doing, invalid, unfit } from './refusals.ts';
import type { AwsRegion } from './state.ts';

/** Where a balancer stands. */
export interface Placement {
  readonly vpc: Vpc;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}

/** Where a new balancer would stand, or why it cannot. */
export function placementOf(
  region: AwsRegion,
  asked: {
    readonly scheme: string;
    readonly subnets: readonly string[];
    readonly zones: readonly string[];
    readonly groups: readonly string[] | null;
  },
): Placement | Coded {
  if (asked.subnets.length > 0 && asked.zones.length > 0)
    return invalid('Only one of SubnetIds or AvailabilityZones may be specified');
  if (asked.subnets.length === 0 && asked.zones.length === 0)
    return invalid('Either AvailabilityZones or SubnetIds must be specified');
  const found =
    asked.subnets.length > 0 ? subnetsOf(region, asked.subnets) : defaultSubnets(region, asked.zones);
  if ('refusal' in found) return found;
  const fault = togetherFault(found.subnets);
  if (fault) return fault;
  const vpc = region.network.vpcs.find(({ id }) => id === found.subnets[0]?.vpc);
  if (!vpc) return deny('InvalidSubnet', 'The subnets belong to no VPC');
  if (asked.scheme !== 'internal' && !vpc.gateway)
    return deny('InvalidSubnet', `VPC ${vpc.id} has no internet gateway`);
  const groups = asked.groups ?? [defaultElbGroup(region.network, vpc)];
  return groupFault(region, vpc.id, groups) ?? { vpc, subnets: found.subnets.map(({ id }) => id), groups };
}

function subnetsOf(
  region: AwsRegion,
  ids: readonly string[],
): { readonly subnets: readonly Subnet[] } | Coded {
  const subnets: Subnet[] = [];
  for (const id of new Set(ids)) {
    const subnet = region.network.subnets.find((candidate) => candidate.id === id);
    if (!subnet) return deny('SubnetNotFound', `Subnet ${id} does not exist`);
    subnets.push(subnet);
  }
  return { subnets };
}

function defaultSubnets(
  region: AwsRegion,
  zones: readonly string[],
): { readonly subnets: readonly Subnet[] } | Coded {
  const unknown = zones.find((zone) => !zonesOf(region.name).includes(zone));
  if (unknown !== undefined) return invalid(`The requested Availability Zone ${unknown} is not valid`);
  return {
    subnets: region.network.subnets.filter(({ isPublic, zone }) => isPublic && zones.includes(zone)),
  };
}

function togetherFault(subnets: readonly Subnet[]): Coded | null {
  if (new Set(subnets.map(({ vpc }) => vpc)).size > 1)
    return deny('InvalidSubnet', 'The subnets belong to different VPCs');
  return new Set(subnets.map(({ zone }) => zone)).size < subnets.length
    ? unfit('ELB cannot be attached to multiple subnets in the same AZ.')
    : null;
}

function groupFault(region: AwsRegion, vpc: string, groups: readonly string[]): Coded | null {
  if (groups.length === 0) return deny('InvalidSecurityGroup', 'At least one security group is required');
  const here = region.network.groups.filter((group) => group.vpc === vpc).map(({ id }) => id);
  return groups.every((group) => here.includes(group))
    ? null
    : deny(
        'InvalidSecurityGroup',
        'One or more of the specified security groups do not exist in the VPC of the load balancer.',
      );
}

/** The zones a balancer sends traffic to, as its subnets have them. */
export function zonesOfElb(region: AwsRegion, elb: ElbRecord): readonly string[] {
  return region.network.subnets.filter(({ id }) => elb.subnets.includes(id)).map(({ zone }) => zone);
}

/** Attaches subnets of the balancer's VPC, one a zone. */
export function attachSubnets(region: AwsRegion, elb: ElbRecord, ids: readonly string[]): Plan {
  const found = subnetsOf(region, ids);
  if ('refusal' in found) return found;
  const before = region.network.subnets.filter(({ id }) => elb.subnets.includes(id));
  const added = found.subnets.filter((subnet) => !before.includes(subnet));
  return togetherFault([...before, ...added]) ?? attaching(elb, added);
}

function attaching(elb: ElbRecord, added: readonly Subnet[]): Plan {
  return doing(() => {
    elb.subnets = [...elb.subnets, ...added.map(({ id }) => id)];
    const zones = added.map(({ zone }) => zone);
    elb.leavingZones = new Map([...elb.leavingZones].filter(([zone]) => !zones.includes(zone)));
  });
}

/** Detaches subnets; one must stay. One that is not attached is passed over. */
export function detachSubnets(region: AwsRegion, elb: ElbRecord, ids: readonly string[], at: number): Plan {
  const left = elb.subnets.filter((id) => !ids.includes(id));
  if (left.length === 0)
    return unfit('ELB cannot be detached from all subnets: it must be attached to at least one');
  const zones = region.network.subnets
    .filter(({ id }) => elb.subnets.includes(id) && ids.includes(id))
    .map(({ zone }) => zone);
  return doing(() => {
    elb.subnets = left;
    elb.leavingZones = new Map([...elb.leavingZones, ...zones.map((zone) => [zone, at] as const)]);
  });
}

/** Zones in place of subnets, for a balancer in the default VPC. */
export function enableZones(region: AwsRegion, elb: ElbRecord, zones: readonly string[]): Plan {
  const wrong = notByZone(region, elb);
  if (wrong) return wrong;
  const found = defaultSubnets(region, zones);
  if ('refusal' in found) return found;
  const there = zonesOfElb(region, elb);
  return attaching(
    elb,
    found.subnets.filter(({ zone }) => !there.includes(zone)),
  );
}

/** Takes zones out of a balancer in the default VPC. */
export function disableZones(region: AwsRegion, elb: ElbRecord, zones: readonly string[], at: number): Plan {
  const wrong = notByZone(region, elb);
  if (wrong) return wrong;
  const ids = region.network.subnets
    .filter(({ id, zone }) => elb.subnets.includes(id) && zones.includes(zone))
    .map(({ id }) => id);
  return detachSubnets(region, elb, ids, at);
}

function notByZone(region: AwsRegion, elb: ElbRecord): Coded | null {
  const vpc = region.network.vpcs.find(({ id }) => id === elb.vpc);
  return vpc?.isDefault
    ? null
    : unfit('Availability Zones of a load balancer in a VPC are changed by its subnets');
}

/** Makes these the balancer's security groups. */
export function applyGroups(region: AwsRegion, elb: ElbRecord, groups: readonly string[]): Plan {
  return (
    groupFault(region, elb.vpc, groups) ??
    doing(() => {
      elb.groups = groups;
    })
  );
}
