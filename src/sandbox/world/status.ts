import type { BalancerRecord, NodeRecord, ServerRecord } from './records.ts';
import { TIMINGS } from './timings.ts';

/** Every status a balancer can have here. */
export const BALANCER_STATUSES = [
  'ACTIVE',
  'BUILD',
  'PENDING_UPDATE',
  'PENDING_DELETE',
  'ERROR',
  'SUSPENDED',
  'DELETED',
] as const;
/** One of them. */
export type BalancerStatus = (typeof BALANCER_STATUSES)[number];

/** What a balancer is at a time. */
export function statusOf(balancer: BalancerRecord, at: number): BalancerStatus {
  if (balancer.deletedAt !== null)
    return at >= balancer.deletedAt + TIMINGS.remove ? 'DELETED' : 'PENDING_DELETE';
  if (balancer.failed && at >= balancer.failed.at) return balancer.failed.status;
  if (at < balancer.activeAt) return 'BUILD';
  return at < balancer.pendingUntil ? 'PENDING_UPDATE' : 'ACTIVE';
}

/** Whether it carries traffic: changing and going balancers still do. */
export function isServing(status: BalancerStatus): boolean {
  return status === 'ACTIVE' || status === 'PENDING_UPDATE' || status === 'PENDING_DELETE';
}

/** What health checking says of a node. */
export function healthOf(node: NodeRecord, at: number): 'ONLINE' | 'OFFLINE' {
  return node.down || at < node.onlineAt ? 'OFFLINE' : 'ONLINE';
}

/** What a server is doing. */
export interface ServerStatus {
  readonly status: 'BUILD' | 'ACTIVE' | 'SHUTOFF' | 'ERROR';
  /** 0 to 100. */
  readonly progress: number;
  readonly task: string | null;
}

/** What a server is at a time, or null when it has gone. */
export function serverStatus(server: ServerRecord, at: number): ServerStatus | null {
  if (server.deletedAt !== null) {
    if (at >= server.deletedAt + TIMINGS.serverRemove) return null;
    return { status: at < server.activeAt ? 'BUILD' : server.settled, progress: 100, task: 'deleting' };
  }
  if (at >= server.activeAt)
    return { status: server.settled, progress: server.settled === 'ERROR' ? 0 : 100, task: null };
  const part = (at - server.createdAt) / (server.activeAt - server.createdAt);
  // Progress comes in steps of 5 and never says 100 before ACTIVE.
  const progress = Math.max(0, Math.min(95, Math.floor(part * 20) * 5));
  const task = part < 0.15 ? 'scheduling' : part < 0.3 ? 'networking' : 'spawning';
  return { status: 'BUILD', progress, task };
}
