import type { Node } from '../../model/node.ts';
import type { Server } from '../../model/server.ts';

/** Nodes with what other calls tell of them: the server behind the address, the open connections. */
export function knownNodes(
  nodes: readonly Node[],
  servers: readonly Server[] | null,
  connections: ReadonlyMap<string, number> | null,
): readonly Node[] {
  const nameByAddress = new Map<string, string>();
  for (const server of servers ?? [])
    for (const address of server.addresses) nameByAddress.set(address, server.name);
  return nodes.map((node) => ({
    ...node,
    server: node.server ?? (node.address === null ? null : (nameByAddress.get(node.address) ?? null)),
    connections: connections?.get(node.id) ?? node.connections,
  }));
}
