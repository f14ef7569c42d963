import type { BalancerRecord, NodeEvent, NodeRecord } from './records.ts';
import type { WorldState } from './state.ts';

const TITLES = {
  CREATE_NODE: 'Node Successfully Created',
  UPDATE_NODE: 'Node Successfully Updated',
  DELETE_NODE: 'Node Successfully Deleted',
} as const;
/** Older events make room. */
const EVENTS_KEPT = 400;

/** A change of a node that a user made. */
export function note(
  world: WorldState,
  balancer: BalancerRecord,
  node: NodeRecord,
  type: NodeEvent['type'],
  at: number,
): void {
  const facts = `address: '${node.address}', port: '${node.port}', condition: '${node.condition}', weight: '${node.weight}'`;
  add(balancer, {
    id: world.id('event'),
    nodeId: node.id,
    at,
    type,
    title: TITLES[type],
    description: `${TITLES[type]} with ${facts}`,
    detailedMessage: '',
  });
}

/** A health check changed its mind. `at` may lie ahead; the event is listed from then on. */
export function noteHealth(
  world: WorldState,
  balancer: BalancerRecord,
  node: NodeRecord,
  health: 'ONLINE' | 'OFFLINE',
  at: number,
): void {
  add(balancer, {
    id: world.id('event'),
    nodeId: node.id,
    at,
    type: 'UPDATE_NODE',
    title: 'Node Status Updated',
    description: `Node '${node.id}' status changed to '${health}' for load balancer '${balancer.id}'`,
    detailedMessage: health === 'OFFLINE' ? 'Connection timed out' : 'Connected successfully',
  });
}

function add(balancer: BalancerRecord, event: NodeEvent): void {
  balancer.events = [...balancer.events.slice(1 - EVENTS_KEPT), event];
}
