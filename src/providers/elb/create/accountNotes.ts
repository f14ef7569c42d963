import { some } from '../../inWords.ts';
import type { SecurityGroup } from '../sections/network.ts';
import { admits, admitsClients } from './admission.ts';
import { healthCheckFilled, listenerFilled } from './filled.ts';
import { defaultElbGroup, defaultGroup } from './groups.ts';
import { vpcOf } from './networkCheck.ts';
import type { Offers } from './offers.ts';
import { type ElbSpec, existingInstances, newInstances } from './spec.ts';

/** What stands in nobody's way but keeps clients out, or instances from ever being in service. Throws Failure. */
export async function accountNotes(
  spec: ElbSpec,
  offers: Offers,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const existing = existingInstances(spec);
  const [groups, subnets, machines, vpcs] = await Promise.all([
    offers.groups.get(signal),
    offers.subnets.get(signal),
    existing.length === 0 ? [] : offers.instances.get(signal),
    offers.vpcs.get(signal),
  ]);
  if (groups.length === 0) return [];
  const vpcId = vpcOf(spec, subnets, offers);
  const usual = defaultGroup(groups, vpcId);
  const taken = defaultElbGroup(groups, vpcs.find(({ id }) => id === vpcId) ?? null);
  const own = spec.securityGroups ?? (taken ? [taken.id] : []);
  const ports = [
    ...new Set([
      ...spec.listeners.map(listenerFilled).map(({ instancePort }) => instancePort),
      healthCheckFilled(spec).port,
    ]),
  ];
  const shut = (ids: readonly string[]) => {
    const those = groups.filter(({ id }) => ids.includes(id));
    return those.length === 0 ? [] : ports.filter((port) => !admits(those, port, own));
  };
  const note = (who: string, closed: readonly number[]) =>
    closed.length === 0
      ? []
      : [
          `No rule of the security groups of ${who} admits the balancer on port ${some(closed.map(String), 'and')}: it stays out of service until one does`,
        ];
  const zones = subnets.filter(({ id }) => spec.subnets?.includes(id)).map(({ zone }) => zone);
  return [
    ...clientNotes(
      spec,
      groups.filter(({ id }) => own.includes(id)),
    ),
    ...newInstances(spec).flatMap(({ name, securityGroups }) =>
      note(name, shut(securityGroups ?? (usual ? [usual.id] : []))),
    ),
    ...machines
      .filter(({ id }) => existing.includes(id))
      .flatMap(({ id, name, zone, securityGroupIds }) => [
        ...note(name ?? id, shut(securityGroupIds)),
        ...(zone !== null && zones.length > 0 && !zones.includes(zone)
          ? [`${name ?? id} is in ${zone}, where the balancer is not: it gets no requests`]
          : []),
      ]),
  ];
}

/** Ports of listeners that no rule of the balancer's groups opens. */
function clientNotes({ listeners, scheme }: ElbSpec, own: readonly SecurityGroup[]): readonly string[] {
  const ports = [...new Set(listeners.map(({ port }) => port))];
  const closed = ports.filter((port) => !admitsClients(own, port, scheme === 'internal'));
  if (own.length === 0 || closed.length === 0) return [];
  const names = some(
    own.map(({ name }) => name),
    'and',
  );
  return [
    `No rule of the balancer’s security ${own.length === 1 ? 'group' : 'groups'} ${names} admits clients on port ${some(closed.map(String), 'and')}: nobody can connect there until one does`,
  ];
}
