import { Answered, type Matched } from '../../exchange.ts';
import type { BalancerRecord, NodeRecord } from '../../world/records.ts';
import { statusOf } from '../../world/status.ts';
import { TIMINGS } from '../../world/timings.ts';
import { flat, gone } from '../faults.ts';
import type { ServiceCall } from '../service.ts';

/** The balancer of that id, also a deleted one while the service remembers it; 404 when there is none. */
export function findBalancer({ world, region, now }: ServiceCall, id: number): BalancerRecord {
  const balancer = world.state.regions[region].balancers.get(id);
  if (!balancer || (balancer.deletedAt !== null && now > balancer.deletedAt + TIMINGS.keepDeleted))
    throw new Answered(flat(404, 'Load balancer not found'));
  return balancer;
}

/** The same for reading what hangs off it: 410 when it is deleted. */
export function readBalancer(service: ServiceCall, id: number): BalancerRecord {
  const balancer = findBalancer(service, id);
  if (statusOf(balancer, service.now) === 'DELETED') throw gone(410);
  return balancer;
}

/** The node named second in the path; 404 when the balancer has none such. */
export function readNode(service: ServiceCall, matched: Matched): NodeRecord {
  const node = readBalancer(service, matched.id(0)).node(matched.id(1));
  if (!node) throw new Answered(flat(404, 'Node not found'));
  return node;
}

/** A whole number of the query; what makes no sense counts as not given. */
export function queryNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
