import type { Node } from './node.ts';

/** An address that clients connect to. `id` is null where the engine gives addresses none. */
export interface VirtualIp {
  readonly id: string | null;
  readonly address: string;
  /** PUBLIC, SERVICENET or the engine's own word. */
  readonly type: string | null;
  readonly ipVersion: 'IPV4' | 'IPV6' | null;
}

/** How many nodes in each condition; null where the engine's list does not say. */
export interface NodeCounts {
  readonly total: number | null;
  readonly enabled: number | null;
  readonly draining: number | null;
  readonly disabled: number | null;
  /** Those whose health is ONLINE, whatever their condition. */
  readonly online: number | null;
}

/** A balancer as a list shows it. Unknown is null, never a made-up value. */
export interface Balancer {
  readonly id: string;
  readonly name: string;
  /** ACTIVE, BUILD, PENDING_UPDATE, … or the engine's own word, upper case with underscores; UNKNOWN where it is not told. */
  readonly status: string;
  readonly protocol: string | null;
  readonly port: number | null;
  readonly algorithm: string | null;
  readonly nodes: NodeCounts;
  readonly virtualIps: readonly VirtualIp[];
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** A balancer with its nodes. `raw` is the engine's own answer, for the details view. */
export interface BalancerDetail extends Balancer {
  readonly nodeList: readonly Node[];
  /** Seconds an idle connection is kept, where the engine says. */
  readonly timeoutSeconds: number | null;
  readonly raw: unknown;
}

/** Counts of a node list that is known. */
export function countNodes(nodes: readonly Node[]): NodeCounts {
  const having = (condition: string) => nodes.filter((node) => node.condition === condition).length;
  return {
    total: nodes.length,
    enabled: having('ENABLED'),
    draining: having('DRAINING'),
    disabled: having('DISABLED'),
    online: nodes.every((node) => node.health === null)
      ? nodes.length === 0
        ? 0
        : null
      : nodes.filter((node) => node.health === 'ONLINE').length,
  };
}
