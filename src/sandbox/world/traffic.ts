import { chanceBetween, wave } from './chance.ts';
import type { BalancerRecord, NodeRecord } from './records.ts';
import { healthOf, isServing, statusOf } from './status.ts';
import { TIMINGS } from './timings.ts';

/** Open connections of a node. Derived: the same at the same time in every process, and after any restart. */
export function connectionsOf(balancer: BalancerRecord, node: NodeRecord, at: number): number {
  if (!isServing(statusOf(balancer, at)) || node.condition === 'DISABLED') return 0;
  if (healthOf(node, at) === 'OFFLINE') return 0;
  const elapsed = Math.max(0, at - node.trafficSince);
  if (node.condition === 'DRAINING') {
    const left = 1 - elapsed / drainTime(node);
    return left <= 0 ? 0 : Math.ceil(node.trafficFrom * left);
  }
  const share = carries(balancer, node, at) ? level(balancer, node, at) : 0;
  const part = Math.min(1, elapsed / TIMINGS.rampUp);
  return Math.round(node.trafficFrom + (share - node.trafficFrom) * part);
}

/** Milliseconds from DRAINING to the last connection. */
function drainTime(node: NodeRecord): number {
  return chanceBetween(TIMINGS.drainLeast, TIMINGS.drainMost, node.id, node.trafficSince);
}

/** Secondary nodes get traffic only when no enabled primary is up. */
function carries(balancer: BalancerRecord, node: NodeRecord, at: number): boolean {
  if (node.type === 'PRIMARY') return true;
  return !balancer.nodes.some(
    (other) => other.type === 'PRIMARY' && other.condition === 'ENABLED' && healthOf(other, at) === 'ONLINE',
  );
}

/** 5 to 40, slowly moving; by weight where the algorithm looks at it. */
function level(balancer: BalancerRecord, node: NodeRecord, at: number): number {
  const heaviest = Math.max(...balancer.nodes.map((other) => other.weight));
  const weight = balancer.algorithm.startsWith('WEIGHTED_') ? node.weight / heaviest : 1;
  return 5 + Math.round(35 * weight * (0.25 + 0.75 * wave(node.id, at, TIMINGS.wave)));
}

/** All open connections of a balancer. */
export function balancerConnections(balancer: BalancerRecord, at: number): number {
  let sum = 0;
  for (const node of balancer.nodes) sum += connectionsOf(balancer, node, at);
  return sum;
}

/** Sets the condition and starts the node's traffic from where it was at that moment. */
export function turn(
  balancer: BalancerRecord,
  node: NodeRecord,
  condition: NodeRecord['condition'],
  at: number,
): void {
  if (condition === node.condition) return;
  node.trafficFrom = connectionsOf(balancer, node, at);
  node.trafficSince = at;
  node.condition = condition;
}
