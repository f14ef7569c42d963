import { some } from '../../inWords.ts';
import { admits } from './admission.ts';
import { healthCheckFilled, listenerFilled } from './filled.ts';
import { vpcOf } from './networkCheck.ts';
import type { Offers } from './offers.ts';
import { type ElbSpec, existingInstances, newInstances } from './spec.ts';

/** What stands in nobody's way but keeps instances from ever being in service. Throws Failure. */
export async function accountNotes(
  spec: ElbSpec,
  offers: Offers,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const existing = existingInstances(spec);
  const [groups, subnets, machines] = await Promise.all([
    offers.groups.get(signal),
    offers.subnets.get(signal),
    existing.length === 0 ? [] : offers.instances.get(signal),
    offers.vpcs.get(signal),
  ]);
  if (groups.length === 0) return [];
  const vpcId = vpcOf(spec, subnets, offers);
  const usual = groups.find(({ name, vpcId: of }) => name === 'default' && of === vpcId);
  const own = spec.securityGroups ?? (usual ? [usual.id] : []);
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
