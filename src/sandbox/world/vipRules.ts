import { mayShareAPort } from './protocols.ts';
import type { BalancerRecord, VipRecord } from './records.ts';
import { NO_IDS, type Plan, refuse } from './refusal.ts';
import type { BalancerSpec, IpVersion, VipSpec } from './specs.ts';
import { mark, touch } from './stamps.ts';
import { liveBalancers, type RegionState, type WorldState } from './state.ts';

/** The virtual IPs a new balancer asks to share, none where it asks for its own. */
export function sharedVips(
  region: RegionState,
  spec: BalancerSpec,
  at: number,
): { readonly vips: readonly VipRecord[] } | ReturnType<typeof refuse> {
  const vips: VipRecord[] = [];
  for (const asked of spec.virtualIps) {
    if (!('id' in asked)) continue;
    const vip = region.vips.get(asked.id);
    if (!vip) return refuse({ kind: 'invalid', messages: [`Virtual ip ${asked.id} was not found`] });
    vips.push(vip);
  }
  if (new Set(vips.map((vip) => vip.ipVersion)).size < vips.length)
    return refuse({ kind: 'invalid', messages: ['Only one IPv4 and one IPv6 virtual ip can be shared'] });
  for (const vip of vips)
    if (portTaken(region, vip, spec.port, spec.protocol, null, at)) return refuse(PORT_TAKEN);
  return { vips };
}

/** The refusal of a port that a sharer of the virtual IP uses. */
export const PORT_TAKEN = {
  kind: 'bad',
  message: 'Another load balancer is currently using the requested port with the shared virtual ip.',
} as const;

/** Whether a balancer other than `except` uses the port on that virtual IP and does not pair with the protocol. */
export function portTaken(
  region: RegionState,
  vip: VipRecord,
  port: number,
  protocol: string,
  except: BalancerRecord | null,
  at: number,
): boolean {
  return liveBalancers(region, at).some(
    (other) =>
      other !== except &&
      (other.port === port || other.sslTermination?.securePort === port) &&
      other.virtualIps.some((candidate) => candidate.id === vip.id) &&
      !mayShareAPort(other.protocol, protocol),
  );
}

/** Makes what is asked for: a public one without a version comes as a pair. */
export function newVips(world: WorldState, region: RegionState, spec: VipSpec): VipRecord[] {
  if ('id' in spec) return [];
  if (spec.type === 'PUBLIC' && spec.ipVersion === null)
    return [world.newVip(region, 'PUBLIC', 'IPV4'), world.newVip(region, 'PUBLIC', 'IPV6')];
  return [world.newVip(region, spec.type, spec.ipVersion ?? 'IPV4')];
}

/** Gives back the addresses that nobody uses any more. */
export function freeVips(region: RegionState, vips: readonly VipRecord[], at: number): void {
  const used = new Set(
    liveBalancers(region, at)
      .filter((balancer) => balancer.deletedAt === null)
      .flatMap((balancer) => balancer.virtualIps.map((vip) => vip.id)),
  );
  for (const vip of vips) if (!used.has(vip.id)) region.vips.delete(vip.id);
}

/** Adds a virtual IP later: to public balancers, IPv6 only. */
export function addVip(
  world: WorldState,
  region: RegionState,
  balancer: BalancerRecord,
  ipVersion: IpVersion,
  at: number,
): Plan {
  if (!balancer.virtualIps.some((vip) => vip.type === 'PUBLIC'))
    return refuse({
      kind: 'invalid',
      messages: ['IPv6 virtual ips can only be added to public load balancers'],
    });
  const limit = world.limits.ipv6;
  if (balancer.virtualIps.filter((vip) => vip.ipVersion === 'IPV6').length >= limit)
    return refuse({ kind: 'quota', message: `Your load balancer may have ${limit} IPv6 virtual ips` });
  return {
    apply() {
      const vip = world.newVip(region, 'PUBLIC', ipVersion);
      balancer.virtualIps = [...balancer.virtualIps, vip];
      mark(balancer, at, 'CREATE_VIRTUAL_IP');
      touch(balancer, at);
      return [vip.id];
    },
  };
}

/** Takes virtual IPs away, all or nothing, but never the last. */
export function deleteVips(
  world: WorldState,
  region: RegionState,
  balancer: BalancerRecord,
  ids: readonly number[],
  many: boolean,
  at: number,
): Plan {
  if (ids.length === 0) return refuse(NO_IDS);
  const limit = world.limits.batchDelete;
  if (ids.length > limit)
    return refuse({
      kind: 'bad',
      message: `Must not request the deletion of more than ${limit} virtual ips at once`,
    });
  const missing = ids.filter((id) => !balancer.virtualIps.some((vip) => vip.id === id));
  if (missing.length > 0)
    return refuse(
      many
        ? {
            kind: 'invalid',
            messages: [`Virtual ips ${missing.join(',')} are not a part of your loadbalancer`],
          }
        : { kind: 'missing', what: 'Virtual ip' },
    );
  const left = balancer.virtualIps.filter((vip) => !ids.includes(vip.id));
  if (left.length === 0)
    return refuse({ kind: 'bad', message: 'Cannot delete the last virtual ip of a load balancer' });
  return {
    apply() {
      const gone = balancer.virtualIps.filter((vip) => ids.includes(vip.id));
      balancer.virtualIps = left;
      freeVips(region, gone, at);
      mark(balancer, at, 'DELETE_VIRTUAL_IP');
      touch(balancer, at);
      return [];
    },
  };
}
