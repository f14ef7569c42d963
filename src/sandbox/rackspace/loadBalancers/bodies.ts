import { REGIONS, type RegionName } from '../../world/commands.ts';
import type { BalancerRecord, NodeRecord, VipRecord } from '../../world/records.ts';
import { healthOf, statusOf } from '../../world/status.ts';
import { isoSeconds } from '../times.ts';

/** A node; its weight is told only where the algorithm looks at it. */
export function nodeBody(node: NodeRecord, weighted: boolean, now: number) {
  return {
    id: node.id,
    address: node.address,
    port: node.port,
    condition: node.condition,
    status: healthOf(node, now),
    type: node.type,
    ...(weighted ? { weight: node.weight } : {}),
  };
}

/** Whether the algorithm looks at weights. */
export function isWeighted(balancer: BalancerRecord): boolean {
  return balancer.algorithm.startsWith('WEIGHTED_');
}

/** A virtual IP. */
export function vipBody(vip: VipRecord) {
  return { id: vip.id, address: vip.address, type: vip.type, ipVersion: vip.ipVersion };
}

function timesOf(balancer: BalancerRecord) {
  return {
    created: { time: isoSeconds(balancer.createdAt) },
    updated: { time: isoSeconds(balancer.updatedAt) },
  };
}

/** A row of the list: no nodes, no settings. */
export function rowBody(balancer: BalancerRecord, now: number) {
  return {
    id: balancer.id,
    name: balancer.name,
    protocol: balancer.protocol,
    port: balancer.port,
    algorithm: balancer.algorithm,
    status: statusOf(balancer, now),
    timeout: balancer.timeout,
    nodeCount: balancer.nodeCount,
    virtualIps: balancer.virtualIps.map(vipBody),
    ...timesOf(balancer),
  };
}

/** The whole balancer. What is not configured is left out; a deleted one is little more than a name. */
export function detailBody(balancer: BalancerRecord, region: RegionName, now: number, weights = false) {
  const status = statusOf(balancer, now);
  const { id, name } = balancer;
  if (status === 'DELETED') return { id, name, status, ...timesOf(balancer) };
  const weighted = weights || isWeighted(balancer);
  const ssl = balancer.sslTermination;
  return {
    id,
    name,
    protocol: balancer.protocol,
    port: balancer.port,
    algorithm: balancer.algorithm,
    status,
    timeout: balancer.timeout,
    halfClosed: balancer.halfClosed,
    httpsRedirect: balancer.httpsRedirect,
    ...listed(
      'nodes',
      balancer.nodes.map((node) => nodeBody(node, weighted, now)),
    ),
    virtualIps: balancer.virtualIps.map(vipBody),
    ...set(
      'sessionPersistence',
      balancer.sessionPersistence && { persistenceType: balancer.sessionPersistence },
    ),
    ...set('connectionThrottle', balancer.connectionThrottle),
    ...set('healthMonitor', balancer.healthMonitor),
    ...listed('accessList', balancer.accessList),
    ...listed('metadata', balancer.metadata),
    connectionLogging: { enabled: balancer.connectionLogging },
    contentCaching: { enabled: balancer.contentCaching },
    ...set(
      'sslTermination',
      ssl && { enabled: ssl.enabled, securePort: ssl.securePort, secureTrafficOnly: ssl.secureTrafficOnly },
    ),
    cluster: { name: `ztm-n0${1 + (id % 7)}.${region.toLowerCase()}1.lbaas.example` },
    sourceAddresses: sourceAddresses(region, id),
    ...timesOf(balancer),
  };
}

const listed = (name: string, items: readonly unknown[]) => (items.length > 0 ? { [name]: items } : {});
const set = (name: string, value: unknown) => (value === null ? {} : { [name]: value });

/** Where a cluster's traffic to the nodes comes from. */
export function sourceAddresses(region: RegionName, id: number) {
  const host = 2 + (id % 7);
  const place = REGIONS.indexOf(region);
  return {
    ipv4Public: `${['203.0.113', '198.51.100', '192.0.2'][place]}.${host}`,
    ipv4Servicenet: `10.${183 + place}.248.${host}`,
    ipv6Public: `2001:db8:${(0xa1 + place).toString(16)}::${host}/64`,
  };
}
