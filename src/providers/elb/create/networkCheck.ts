import { didYouMean } from '../../closest.ts';
import type { SpecFault } from '../../create.ts';
import { some } from '../../inWords.ts';
import type { Machine } from '../machine.ts';
import type { SecurityGroup, Subnet } from '../sections/network.ts';
import { sameZoneFault } from './networkPage.ts';
import type { Offers } from './offers.ts';
import { type ElbSpec, existingInstances } from './spec.ts';

/** What AWS wants free in each subnet of a balancer (spec §4.2). */
const FREE_ADDRESSES = 8;

/** The VPC of the balancer: that of its first known subnet, the default one for zones; null where it is not known. */
export function vpcOf({ subnets }: ElbSpec, all: readonly Subnet[], offers: Offers): string | null {
  if (subnets === undefined) return offers.vpcs.last?.find(({ isDefault }) => isDefault)?.id ?? null;
  return all.find(({ id }) => subnets.includes(id))?.vpcId ?? null;
}

/** Subnets, zones, groups and instances that are not there, or not in the one VPC. Throws Failure. */
export async function networkFaults(
  spec: ElbSpec,
  offers: Offers,
  signal: AbortSignal,
): Promise<readonly SpecFault[]> {
  const existing = existingInstances(spec);
  const [subnets, zones, groups, machines] = await Promise.all([
    offers.subnets.fresh(signal),
    spec.zones === undefined ? [] : offers.zones.get(signal),
    offers.groups.fresh(signal),
    existing.length === 0 ? [] : offers.instances.fresh(signal),
    offers.vpcs.get(signal),
  ]);
  const vpcId = vpcOf(spec, subnets, offers);
  return [
    ...subnetFaults(spec, subnets, vpcId),
    ...zoneFaults(spec, zones),
    ...groupFaults('/securityGroups', spec.securityGroups, groups, vpcId),
    ...existing.flatMap((id, index) => {
      const message = machineFault(id, machines, vpcId);
      return message === null ? [] : [{ path: `/instances/existing/${index}`, message }];
    }),
  ];
}

function subnetFaults(spec: ElbSpec, all: readonly Subnet[], vpcId: string | null): SpecFault[] {
  const ids = spec.subnets ?? [];
  // An empty list means that subnets may not be listed; AWS decides then.
  if (all.length === 0) return [];
  const faults = ids.flatMap((id, index): SpecFault[] => {
    const path = `/subnets/${index}`;
    const subnet = all.find((one) => one.id === id);
    if (!subnet)
      return [
        {
          path,
          message: `There is no subnet ${id}${didYouMean(
            id,
            all.map((one) => one.id),
          )}`,
        },
      ];
    if (subnet.vpcId !== vpcId)
      return [
        { path, message: `${id} is in the VPC ${subnet.vpcId}, the first one in ${vpcId}: one VPC only` },
      ];
    if (subnet.free !== null && subnet.free < FREE_ADDRESSES)
      return [{ path, message: `${id} has ${subnet.free} addresses free: AWS needs ${FREE_ADDRESSES}` }];
    return [];
  });
  const twice = sameZoneFault(ids, all);
  return twice === null ? faults : [...faults, { path: '/subnets', message: twice }];
}

function zoneFaults({ zones = [] }: ElbSpec, all: readonly string[]): SpecFault[] {
  return zones.flatMap((zone, index) =>
    all.length === 0 || all.includes(zone)
      ? []
      : [
          {
            path: `/zones/${index}`,
            message: `There is no zone ${zone} here${didYouMean(zone, all) || `: there are ${some(all, 'and', 10)}`}`,
          },
        ],
  );
}

/** Groups that are not there, or of another VPC; nothing where groups may not be listed. */
export function groupFaults(
  path: string,
  ids: readonly string[] = [],
  all: readonly SecurityGroup[],
  vpcId: string | null,
): SpecFault[] {
  if (all.length === 0) return [];
  return ids.flatMap((id, index): SpecFault[] => {
    const group = all.find((one) => one.id === id);
    const at = `${path}/${index}`;
    if (!group) {
      const near = didYouMean(
        id,
        all.map((one) => one.id),
      );
      const named = all.find(({ name }) => name === id);
      return [
        {
          path: at,
          message: `There is no security group ${id}${named ? `: give its id, ${named.id}` : near}`,
        },
      ];
    }
    if (vpcId !== null && group.vpcId !== null && group.vpcId !== vpcId)
      return [
        { path: at, message: `${group.name} is a group of ${group.vpcId}, the balancer is in ${vpcId}` },
      ];
    return [];
  });
}

function machineFault(id: string, all: readonly Machine[], vpcId: string | null): string | null {
  const machine = all.find((one) => one.id === id);
  if (!machine)
    return `There is no instance ${id} here${didYouMean(
      id,
      all.map((one) => one.id),
    )}`;
  if (machine.state !== 'running')
    return `${id} is ${machine.state ?? 'in no known state'}: start it, or leave it out`;
  if (vpcId !== null && machine.vpcId !== null && machine.vpcId !== vpcId)
    return `${id} is in the VPC ${machine.vpcId}, the balancer in ${vpcId}: leave it out`;
  return null;
}
