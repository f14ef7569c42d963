import { HALF_CLOSED, protocolFaults } from './fitRules.ts';
import { makeNode } from './nodeRules.ts';
import { ownPersistence } from './protocols.ts';
import type { BalancerRecord, VipRecord } from './records.ts';
import { NO_IDS, type Plan, refuse } from './refusal.ts';
import { type BalancerChange, type BalancerSpec, DOOMED } from './specs.ts';
import { mark, touch } from './stamps.ts';
import { liveBalancers, type RegionState, type WorldState } from './state.ts';
import { statusOf } from './status.ts';
import { TIMINGS } from './timings.ts';
import { freeVips, newVips, PORT_TAKEN, portTaken, sharedVips } from './vipRules.ts';

/** A new balancer: refused over the quota, or where a shared virtual IP cannot take it. */
export function createBalancer(world: WorldState, region: RegionState, spec: BalancerSpec, at: number): Plan {
  const limits = world.limits;
  if (liveBalancers(region, at).length >= limits.balancers)
    return refuse({
      kind: 'quota',
      message: `Load balancer limit reached. You may have ${limits.balancers} load balancers`,
    });
  if (spec.nodes.length > limits.nodes)
    return refuse({ kind: 'quota', message: `Nodes must not exceed ${limits.nodes}` });
  const shared = sharedVips(region, spec, at);
  if ('refusal' in shared) return shared;
  const own = shared.vips.find((vip) => spec.nodes.some((node) => node.address === vip.address));
  if (own)
    return refuse({
      kind: 'invalid',
      messages: [`Node address ${own.address} is the load balancer's own virtual ip`],
    });
  return {
    apply() {
      const balancer = world.newBalancer(region);
      furnish(world, region, balancer, spec, shared.vips, at);
      balancer.activeAt = at + TIMINGS.build;
      if (spec.name.startsWith(DOOMED)) balancer.failed = { status: 'ERROR', at: balancer.activeAt };
      return [balancer.id];
    },
  };
}

/** Fills a new balancer in. */
export function furnish(
  world: WorldState,
  region: RegionState,
  balancer: BalancerRecord,
  spec: BalancerSpec,
  shared: readonly VipRecord[],
  at: number,
): void {
  balancer.name = spec.name;
  balancer.protocol = spec.protocol;
  balancer.port = spec.port;
  balancer.algorithm = spec.algorithm;
  balancer.timeout = spec.timeout;
  balancer.halfClosed = spec.halfClosed;
  balancer.httpsRedirect = spec.httpsRedirect;
  balancer.createdAt = at;
  balancer.updatedAt = at;
  balancer.healthMonitor = spec.healthMonitor ?? null;
  balancer.sessionPersistence = spec.sessionPersistence ?? null;
  balancer.connectionThrottle = spec.connectionThrottle ?? null;
  balancer.connectionLogging = spec.connectionLogging;
  balancer.contentCaching = spec.contentCaching;
  balancer.accessList = spec.accessList.map((item) => ({ id: world.id('access'), ...item }));
  balancer.metadata = spec.metadata.map((item) => ({ id: world.id('metadata'), ...item }));
  balancer.virtualIps =
    shared.length > 0 ? shared : spec.virtualIps.flatMap((vip) => newVips(world, region, vip));
  balancer.nodes = spec.nodes.map((node) => makeNode(world, balancer, node, at));
  mark(balancer, at, 'CREATE_LOADBALANCER');
}

/** Changes a balancer's own fields, with the side effects of a new protocol. */
export function updateBalancer(
  region: RegionState,
  balancer: BalancerRecord,
  change: BalancerChange,
  at: number,
): Plan {
  const protocol = change.protocol ?? balancer.protocol;
  const port = change.port ?? balancer.port;
  const faults = protocol === balancer.protocol ? [] : protocolFaults(balancer, change, protocol);
  if (change.halfClosed && protocol !== 'TCP' && protocol !== 'TCP_CLIENT_FIRST') faults.push(HALF_CLOSED);
  if (change.httpsRedirect && !(protocol === 'HTTPS' && port === 443) && !balancer.sslTermination)
    faults.push('HTTPS redirect can only be enabled for HTTPS on port 443 or with SSL termination');
  if (balancer.sslTermination?.securePort === port) faults.push('The port is in use by SSL termination');
  if (faults.length > 0) return refuse({ kind: 'invalid', messages: faults });
  // A protocol may share a port where the next one may not.
  if (port !== balancer.port || protocol !== balancer.protocol)
    for (const vip of balancer.virtualIps)
      if (portTaken(region, vip, port, protocol, balancer, at)) return refuse(PORT_TAKEN);
  return {
    apply() {
      balancer.name = change.name ?? balancer.name;
      balancer.algorithm = change.algorithm ?? balancer.algorithm;
      balancer.timeout = change.timeout ?? balancer.timeout;
      balancer.httpsRedirect = change.httpsRedirect ?? balancer.httpsRedirect;
      balancer.halfClosed = change.halfClosed ?? balancer.halfClosed;
      balancer.port = port;
      if (protocol !== balancer.protocol) {
        balancer.protocol = protocol;
        // Side effects as the service has them: what does not fit the new protocol goes.
        const persistence = balancer.sessionPersistence;
        if (persistence !== (ownPersistence(protocol) ?? 'SOURCE_IP')) balancer.sessionPersistence = null;
        if (protocol !== 'HTTP') balancer.errorPage = null;
        if (protocol !== 'TCP' && protocol !== 'TCP_CLIENT_FIRST') balancer.halfClosed = false;
      }
      touch(balancer, at);
      return [];
    },
  };
}

/**
 * One or several: all or nothing, and a balancer that is missing or busy makes it a 400 on the real service, not a 404
 * or 422, so both are told as "bad".
 */
export function deleteBalancers(
  world: WorldState,
  region: RegionState,
  ids: readonly number[],
  at: number,
): Plan {
  if (ids.length === 0) return refuse(NO_IDS);
  const limit = world.limits.batchDelete;
  if (ids.length > limit)
    return refuse({
      kind: 'bad',
      message: `Must not request the deletion of more than ${limit} load balancers at once`,
    });
  const found = ids.map((id) => region.balancers.get(id));
  const missing = ids.filter((_, index) => {
    const balancer = found[index];
    return !balancer || statusOf(balancer, at) === 'DELETED';
  });
  if (missing.length > 0)
    return refuse({
      kind: 'bad',
      message: `Must provide valid load balancers: ${missing.join(', ')} could not be found.`,
    });
  const balancers = found.filter((balancer) => balancer !== undefined);
  const busy = balancers.filter((balancer) => statusOf(balancer, at) !== 'ACTIVE');
  if (busy.length > 0)
    return refuse({
      kind: 'bad',
      message: `Must provide valid load balancers: ${busy.map((balancer) => balancer.id).join(', ')} are immutable and could not be processed.`,
    });
  return {
    apply() {
      for (const balancer of balancers) {
        balancer.deletedAt = at;
        balancer.updatedAt = at;
        mark(balancer, at, 'DELETE_LOADBALANCER');
        freeVips(region, balancer.virtualIps, at);
      }
      return [];
    },
  };
}
