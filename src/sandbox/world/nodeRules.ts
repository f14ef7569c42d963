import { note, noteHealth } from './nodeEvents.ts';
import type { BalancerRecord, NodeRecord } from './records.ts';
import { NO_IDS, type Plan, refuse } from './refusal.ts';
import type { NodeChangeSpec, NodeSpec, NodeType } from './specs.ts';
import { touch } from './stamps.ts';
import type { WorldState } from './state.ts';
import { TIMINGS } from './timings.ts';
import { turn } from './traffic.ts';

const DUPLICATE = 'Duplicate nodes detected. One or more nodes already configured on load balancer.';
const SECONDARY_ALONE =
  'An enabled secondary node needs a health monitor and at least one enabled primary node';

/** One entry of a balancer's node list. */
export function makeNode(
  world: WorldState,
  balancer: BalancerRecord,
  spec: NodeSpec,
  at: number,
): NodeRecord {
  return {
    id: world.id('node'),
    address: spec.address,
    port: spec.port,
    condition: spec.condition,
    type: spec.type,
    weight: spec.weight,
    down: false,
    // With a monitor a node has to pass its first check before it counts as up.
    onlineAt: balancer.healthMonitor ? at + TIMINGS.firstCheck : at,
    trafficFrom: 0,
    trafficSince: at,
    metadata: [],
  };
}

interface NodeRole {
  readonly condition: string;
  readonly type: NodeType;
}

/** An enabled SECONDARY stands only beside an enabled PRIMARY and under a monitor; disabled ones do not count. */
function secondariesStand(nodes: readonly NodeRole[], monitored: boolean): boolean {
  const enabled = nodes.filter((node) => node.condition === 'ENABLED');
  if (!enabled.some((node) => node.type === 'SECONDARY')) return true;
  return monitored && enabled.some((node) => node.type === 'PRIMARY');
}

/** Faults of a list of nodes that is sent as a whole. */
export function nodeListFaults(nodes: readonly NodeSpec[], monitored: boolean): string[] {
  const faults: string[] = [];
  if (new Set(nodes.map(place)).size < nodes.length) faults.push(DUPLICATE);
  if (!secondariesStand(nodes, monitored)) faults.push(SECONDARY_ALONE);
  return faults;
}

/** One place can be listed once. Addresses are compared without regard to case, as IPv6 and host names are. */
function place(node: Pick<NodeSpec, 'address' | 'port'>): string {
  return `${node.address.toLowerCase()} ${node.port}`;
}

/** Adds nodes, all or none. */
export function addNodes(
  world: WorldState,
  balancer: BalancerRecord,
  specs: readonly NodeSpec[],
  at: number,
): Plan {
  const there = new Set(balancer.nodes.map(place));
  if (new Set(specs.map(place)).size < specs.length) return refuse({ kind: 'bad', message: DUPLICATE });
  if (specs.some((spec) => there.has(place(spec)))) return refuse({ kind: 'conflict', message: DUPLICATE });
  const limit = world.limits.nodes;
  if (balancer.nodes.length + specs.length > limit)
    return refuse({ kind: 'quota', message: `Nodes must not exceed ${limit}` });
  const own = specs.find((spec) => balancer.virtualIps.some((vip) => vip.address === spec.address));
  if (own)
    return refuse({
      kind: 'invalid',
      messages: [`Node address ${own.address} is the load balancer's own virtual ip`],
    });
  const adds = specs.some((spec) => spec.type === 'SECONDARY' && spec.condition === 'ENABLED');
  if (adds && !secondariesStand([...balancer.nodes, ...specs], balancer.healthMonitor !== null))
    return refuse({ kind: 'invalid', messages: [SECONDARY_ALONE] });
  return {
    apply() {
      const made = specs.map((spec) => makeNode(world, balancer, spec, at));
      balancer.nodes = [...balancer.nodes, ...made];
      for (const node of made) {
        note(world, balancer, node, 'CREATE_NODE', at);
        if (node.onlineAt > at) noteHealth(world, balancer, node, 'ONLINE', node.onlineAt);
      }
      touch(balancer, at);
      return made.map((node) => node.id);
    },
  };
}

/** Changes nodes, all or none; `many` was a request for several, which names missing ones in another way. */
export function updateNodes(
  world: WorldState,
  balancer: BalancerRecord,
  changes: readonly NodeChangeSpec[],
  many: boolean,
  at: number,
): Plan {
  const missing = changes.filter((change) => !balancer.node(change.id)).map((change) => change.id);
  if (missing.length > 0)
    return refuse(
      many ? { kind: 'invalid', messages: [foreign(missing)] } : { kind: 'missing', what: 'Node' },
    );
  const after = balancer.nodes.map((node) => {
    const change = changes.find((candidate) => candidate.id === node.id);
    return { condition: change?.condition ?? node.condition, type: change?.type ?? node.type };
  });
  const monitored = balancer.healthMonitor !== null;
  if (!secondariesStand(after, monitored) && secondariesStand(balancer.nodes, monitored))
    return refuse({ kind: 'invalid', messages: [SECONDARY_ALONE] });
  return {
    apply() {
      for (const change of changes) {
        const node = balancer.node(change.id);
        if (!node) continue;
        if (change.condition) turn(balancer, node, change.condition, at);
        node.type = change.type ?? node.type;
        node.weight = change.weight ?? node.weight;
        note(world, balancer, node, 'UPDATE_NODE', at);
      }
      touch(balancer, at);
      return changes.map((change) => change.id);
    },
  };
}

/** Removes nodes, all or none. */
export function deleteNodes(
  world: WorldState,
  balancer: BalancerRecord,
  ids: readonly number[],
  many: boolean,
  at: number,
): Plan {
  if (ids.length === 0) return refuse(NO_IDS);
  const limit = world.limits.batchDelete;
  if (ids.length > limit)
    return refuse({
      kind: 'invalid',
      messages: [`Must not request the deletion of more than ${limit} nodes at once`],
    });
  const missing = ids.filter((id) => !balancer.node(id));
  if (missing.length > 0)
    return refuse(
      many ? { kind: 'invalid', messages: [foreign(missing)] } : { kind: 'missing', what: 'Node' },
    );
  return {
    apply() {
      for (const node of balancer.nodes.filter((candidate) => ids.includes(candidate.id)))
        note(world, balancer, node, 'DELETE_NODE', at);
      balancer.nodes = balancer.nodes.filter((node) => !ids.includes(node.id));
      touch(balancer, at);
      return [];
    },
  };
}

function foreign(ids: readonly number[]): string {
  return `Node ids ${ids.join(',')} are not a part of your loadbalancer`;
}
