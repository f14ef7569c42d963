import type { Plan } from '../refusal.ts';
import { defaultElbGroup, type Subnet, type Vpc } from './network.ts';
import { zonesOf } from './places.ts';
import type { ElbRecord } from './records.ts';
import { type Coded, deny, doing, invalid, unfit } from './refusals.ts';
import type { AwsRegion } from './state.ts';

/** Where a balancer stands. */
export interface Placement {
  /** Null in no VPC. */
  readonly vpc: string | null;
  readonly subnets: readonly string[];
  /** In no VPC; elsewhere the subnets tell them. */
  readonly zones: readonly string[];
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
  if (asked.subnets.length === 0 && !defaultVpc(region)) return placementByZones(region, asked);
  const found =
    asked.subnets.length > 0 ? subnetsOf(region, asked.subnets) : defaultSubnets(region, asked.zones);
  if ('refusal' in found) return found;
  const fault = togetherFault(found.subnets);
  if (fault) return fault;
  const vpc = region.network.vpcs.find(({ id }) => id === found.subnets[0]?.vpc);
  if (!vpc) return deny('InvalidSubnet', 'The subnets belong to no VPC');
  if (asked.scheme !== 'internal' && !vpc.gateway)
    return deny('InvalidSubnet', `VPC ${vpc.id} has no internet gateway`);
  const groups = [...new Set(asked.groups ?? [defaultElbGroup(region.network, vpc)])];
  const subnets = found.subnets.map(({ id }) => id);
  return groupFault(region, vpc.id, groups) ?? { vpc: vpc.id, subnets, zones: [], groups };
}

/** In no VPC, for want of a default one. */
function placementByZones(
  region: AwsRegion,
  {
    scheme,
    zones,
    groups,
  }: {
    readonly scheme: string;
    readonly zones: readonly string[];
    readonly groups: readonly string[] | null;
  },
): Placement | Coded {
  if (scheme === 'internal') return deny('InvalidScheme', 'Only a load balancer in a VPC can be internal');
  if (groups !== null && groups.length > 0) return outsideVpc('Security groups');
  return zoneFault(region, zones) ?? { vpc: null, subnets: [], zones: [...new Set(zones)], groups: [] };
}

function outsideVpc(what: string): Coded {
  return unfit(`${what} are only for a load balancer in a VPC`);
}

function defaultVpc(region: AwsRegion): Vpc | undefined {
  return region.network.vpcs.find(({ isDefault }) => isDefault);
}

function zoneFault(region: AwsRegion, zones: readonly string[]): Coded | null {
  const unknown = zones.find((zone) => !zonesOf(region.name).includes(zone));
  return unknown === undefined ? null : invalid(`The requested Availability Zone ${unknown} is not valid`);
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
  return (
    zoneFault(region, zones) ?? {
      subnets: region.network.subnets.filter(({ isPublic, zone }) => isPublic && zones.includes(zone)),
    }
  );
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

/** The zones a balancer sends traffic to, as its subnets have them where it is in a VPC. */
export function zonesOfElb(region: AwsRegion, elb: ElbRecord): readonly string[] {
  if (elb.vpc === null) return elb.zones;
  return region.network.subnets.filter(({ id }) => elb.subnets.includes(id)).map(({ zone }) => zone);
}

/** Attaches subnets of the balancer's VPC, one a zone. */
export function attachSubnets(region: AwsRegion, elb: ElbRecord, ids: readonly string[]): Plan {
  if (elb.vpc === null) return outsideVpc('Subnets');
  const found = subnetsOf(region, ids);
  if ('refusal' in found) return found;
  const before = region.network.subnets.filter(({ id }) => elb.subnets.includes(id));
  const added = found.subnets.filter((subnet) => !before.includes(subnet));
  return togetherFault([...before, ...added]) ?? attaching(elb, added);
}

function attaching(elb: ElbRecord, added: readonly Subnet[]): Plan {
  return doing(() => {
    elb.subnets = [...elb.subnets, ...added.map(({ id }) => id)];
    noLongerLeaving(
      elb,
      added.map(({ zone }) => zone),
    );
  });
}

function noLongerLeaving(elb: ElbRecord, zones: readonly string[]): void {
  elb.leavingZones = new Map([...elb.leavingZones].filter(([zone]) => !zones.includes(zone)));
}

function leaving(elb: ElbRecord, zones: readonly string[], at: number): void {
  elb.leavingZones = new Map([...elb.leavingZones, ...zones.map((zone) => [zone, at] as const)]);
}

/** Detaches subnets; one must stay. One that is not attached is passed over. */
export function detachSubnets(region: AwsRegion, elb: ElbRecord, ids: readonly string[], at: number): Plan {
  if (elb.vpc === null) return outsideVpc('Subnets');
  const left = elb.subnets.filter((id) => !ids.includes(id));
  if (left.length === 0)
    return unfit('ELB cannot be detached from all subnets: it must be attached to at least one');
  const zones = region.network.subnets
    .filter(({ id }) => elb.subnets.includes(id) && ids.includes(id))
    .map(({ zone }) => zone);
  return doing(() => {
    elb.subnets = left;
    leaving(elb, zones, at);
  });
}

/** Zones in place of subnets, for a balancer in no VPC or in the default one. */
export function enableZones(region: AwsRegion, elb: ElbRecord, zones: readonly string[]): Plan {
  if (elb.vpc === null)
    return (
      zoneFault(region, zones) ??
      doing(() => {
        elb.zones = [...new Set([...elb.zones, ...zones])];
        noLongerLeaving(elb, zones);
      })
    );
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

/** Takes zones out of a balancer in no VPC or in the default one; one must stay. */
export function disableZones(region: AwsRegion, elb: ElbRecord, zones: readonly string[], at: number): Plan {
  if (elb.vpc === null) return dropZones(elb, zones, at);
  const wrong = notByZone(region, elb);
  if (wrong) return wrong;
  const ids = region.network.subnets
    .filter(({ id, zone }) => elb.subnets.includes(id) && zones.includes(zone))
    .map(({ id }) => id);
  return detachSubnets(region, elb, ids, at);
}

function dropZones(elb: ElbRecord, zones: readonly string[], at: number): Plan {
  const left = elb.zones.filter((zone) => !zones.includes(zone));
  if (left.length === 0) return unfit('A load balancer must have at least one Availability Zone');
  const gone = elb.zones.filter((zone) => zones.includes(zone));
  return doing(() => {
    elb.zones = left;
    leaving(elb, gone, at);
  });
}

function notByZone(region: AwsRegion, elb: ElbRecord): Coded | null {
  const vpc = region.network.vpcs.find(({ id }) => id === elb.vpc);
  return vpc?.isDefault
    ? null
    : unfit('Availability Zones of a load balancer in a VPC are changed by its subnets');
}

/** Makes these the balancer's security groups. */
export function applyGroups(region: AwsRegion, elb: ElbRecord, groups: readonly string[]): Plan {
  if (elb.vpc === null) return outsideVpc('Security groups');
  return (
    groupFault(region, elb.vpc, groups) ??
    doing(() => {
      elb.groups = [...new Set(groups)];
    })
  );
}
