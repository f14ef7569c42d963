import { chance } from './chance.ts';
import { PROTOCOLS } from './protocols.ts';
import type { NodeRecord } from './records.ts';
import { mark } from './stamps.ts';
import type { WorldState } from './state.ts';
import { DAY } from './timings.ts';

const USUAL = ['HTTP', 'HTTPS', 'HTTP', 'TCP', 'MYSQL', 'HTTP'] as const;
const ALGORITHM = ['ROUND_ROBIN', 'LEAST_CONNECTIONS', 'RANDOM', 'WEIGHTED_ROUND_ROBIN'] as const;
const NOTHING: readonly never[] = [];

/** A world for measuring: `lb-00001` and on, all in DFW, their nodes made when they are first looked at. */
export function loadWorld(
  world: WorldState,
  load: { readonly balancers: number; readonly nodes: number },
  at: number,
): void {
  const region = world.regions.DFW;
  for (let index = 0; index < load.balancers; index += 1) {
    const balancer = world.newBalancer(region);
    const protocol = USUAL[index % USUAL.length] ?? 'HTTP';
    balancer.name = `lb-${String(index + 1).padStart(5, '0')}`;
    balancer.protocol = protocol;
    balancer.port = PROTOCOLS.find((candidate) => candidate.name === protocol)?.port || 7000;
    balancer.algorithm = ALGORITHM[index % ALGORITHM.length] ?? 'RANDOM';
    balancer.createdAt = at - Math.floor((1 + chance(index, 1) * 300) * DAY);
    balancer.updatedAt = at - Math.floor(chance(index, 2) * DAY);
    if (index % 97 === 96) balancer.failed = { status: 'ERROR', at: at - DAY };
    balancer.virtualIps = [world.newVip(region, 'PUBLIC', 'IPV4')];
    mark(balancer, balancer.createdAt, 'CREATE_LOADBALANCER');
    const first = world.ids('node', load.nodes);
    balancer.plan(load.nodes, () =>
      Array.from({ length: load.nodes }, (_, place) => loadNode(first + place, index, place, at)),
    );
  }
}

function loadNode(id: number, balancer: number, place: number, at: number): NodeRecord {
  const drawn = chance(balancer, place, 3);
  return {
    id,
    address: `10.${20 + (balancer >> 14)}.${(balancer >> 6) & 0xff}.${((balancer & 0x3f) << 2) + (place & 3)}`,
    port: 8080 + (place >> 2),
    condition: drawn < 0.04 ? 'DISABLED' : drawn < 0.07 ? 'DRAINING' : 'ENABLED',
    type: 'PRIMARY',
    weight: 1 + (place % 4),
    down: drawn > 0.97,
    onlineAt: 0,
    trafficFrom: 0,
    trafficSince: at - DAY,
    metadata: NOTHING,
  };
}
