import type { Filter, IpPermission } from '@aws-sdk/client-ec2';
import { byName } from '../../../model/order.ts';
import type { Aws } from '../aws.ts';
import { reading } from './subject.ts';

/** A part of a VPC in one zone; a balancer takes one a zone. */
export interface Subnet {
  readonly id: string;
  readonly name: string | null;
  readonly zone: string | null;
  readonly vpcId: string | null;
  /** Addresses that are not in use. */
  readonly free: number | null;
  /** Instances in it get public addresses by themselves, which those that can be reached from outside do. */
  readonly isPublic: boolean;
}

/** A firewall around balancers and instances. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | null;
  /** What is let in; the rest is not. */
  readonly ingress: readonly IpPermission[];
}

/** Pages of a list that are read; no region has so many of anything. */
const MOST_PAGES = 50;

/** Filters of EC2: `vpc-id` is one of these. */
export function filter(Name: string, ...Values: readonly string[]): Filter {
  return { Name, Values: [...Values] };
}

/** The subnets that the filters let by, by zone. Throws Failure. */
export async function readSubnets(
  aws: Aws,
  Filters: readonly Filter[],
  signal: AbortSignal,
): Promise<readonly Subnet[]> {
  const rows = await pages(async (NextToken) => {
    const input = { Filters: [...Filters], ...NextToken };
    const answer = await aws.ec2('DescribeSubnets', input, reading('list the subnets', signal));
    return { rows: answer.Subnets ?? [], next: answer.NextToken };
  });
  return rows
    .flatMap((row): Subnet[] => {
      const { SubnetId, Tags, AvailabilityZone, VpcId, AvailableIpAddressCount, MapPublicIpOnLaunch } = row;
      if (!SubnetId) return [];
      return [
        {
          id: SubnetId,
          name: nameTag(Tags),
          zone: AvailabilityZone || null,
          vpcId: VpcId || null,
          free: AvailableIpAddressCount ?? null,
          isPublic: MapPublicIpOnLaunch ?? false,
        },
      ];
    })
    .sort((a, b) => byName(a.zone ?? '', b.zone ?? '') || byName(a.id, b.id));
}

/** The security groups that the filters let by, by name. Throws Failure. */
export async function readSecurityGroups(
  aws: Aws,
  Filters: readonly Filter[],
  signal: AbortSignal,
): Promise<readonly SecurityGroup[]> {
  const rows = await pages(async (NextToken) => {
    const input = { Filters: [...Filters], ...NextToken };
    const answer = await aws.ec2(
      'DescribeSecurityGroups',
      input,
      reading('list the security groups', signal),
    );
    return { rows: answer.SecurityGroups ?? [], next: answer.NextToken };
  });
  return rows
    .flatMap(({ GroupId, GroupName, VpcId, IpPermissions }): SecurityGroup[] => {
      if (!GroupId) return [];
      const id = GroupId;
      const vpcId = VpcId || null;
      return [{ id, name: GroupName || id, vpcId, ingress: IpPermissions ?? [] }];
    })
    .sort((a, b) => byName(a.name, b.name));
}

/** The names of the region's zones. Throws Failure. */
export async function readZones(aws: Aws, signal: AbortSignal): Promise<readonly string[]> {
  const { AvailabilityZones = [] } = await aws.ec2(
    'DescribeAvailabilityZones',
    {},
    reading('list the availability zones', signal),
  );
  return AvailabilityZones.flatMap(({ ZoneName, State, ZoneType }) =>
    ZoneName &&
    (State ?? 'available') === 'available' &&
    (ZoneType ?? 'availability-zone') === 'availability-zone'
      ? ZoneName
      : [],
  ).sort();
}

/** All pages of a list. */
export async function pages<T>(
  read: (next: { NextToken?: string }) => Promise<{ rows: readonly T[]; next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { rows, next } = await read(token ? { NextToken: token } : {});
    all.push(...rows);
    if (!next) break;
    token = next;
  }
  return all;
}

/** The tag `Name`; null where there is none. */
export function nameTag(tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) {
  return tags.find(({ Key }) => Key === 'Name')?.Value || null;
}

/** `us-east-1a, 250 free` */
export function subnetHelp({ zone, name, free }: Subnet): string {
  return [zone, name, free === null ? null : `${free} addresses free`].filter(Boolean).join(', ');
}
