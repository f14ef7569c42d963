import type { ReportedCondition } from './condition.ts';

/** One back end of a balancer. Unknown is null, never a made-up value. */
export interface Node {
  readonly id: string;
  readonly address: string | null;
  readonly port: number | null;
  readonly condition: ReportedCondition;
  /** ONLINE, OFFLINE or the engine's own word, upper case; null where the engine does not say. */
  readonly health: string | null;
  readonly weight: number | null;
  /** PRIMARY, SECONDARY or the engine's own word; null where the engine has no such thing. */
  readonly type: string | null;
  /** Name of the server behind the address, where it could be looked up. */
  readonly server: string | null;
  /** Open connections, where the engine counts them per node. */
  readonly connections: number | null;
  /** When the engine will end a drain by itself, milliseconds since the epoch. */
  readonly drainEndsAt: number | null;
  /** Where it stands, where the engine has such places: an availability zone. */
  readonly zone?: string | null;
  /** A few words on its state: why it is OFFLINE, which other server it follows. */
  readonly note?: string | null;
}

/** A node that is to be added. `weight` and `type` fall to the engine's default when left out. */
export interface NewNode {
  /** An address, or what the engine knows it by: an instance's id. */
  readonly address: string;
  /** Null where the engine's nodes have no port of their own. */
  readonly port: number | null;
  /** The engine's other words for it. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly condition: 'ENABLED' | 'DRAINING' | 'DISABLED';
  readonly weight?: number;
  readonly type?: string;
}

/** What to change of a node; only the named fields are sent. */
export interface NodeChange {
  readonly condition?: 'ENABLED' | 'DRAINING' | 'DISABLED';
  readonly weight?: number;
  readonly type?: string;
}

/** `10.20.0.11:8080`, `[2001:db8::1]:80`; the id where the engine gives no address. */
export function nodeAddress(node: Pick<Node, 'id' | 'address' | 'port'>): string {
  if (node.address === null) return node.id;
  const host = node.address.includes(':') ? `[${node.address}]` : node.address;
  return node.port === null ? host : `${host}:${node.port}`;
}

/** What a person calls the node: its server's name where known, else its address. */
export function nodeName(node: Pick<Node, 'id' | 'address' | 'port' | 'server'>): string {
  return node.server ?? nodeAddress(node);
}
