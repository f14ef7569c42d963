import * as z from 'zod/mini';
import { type Balancer, type BalancerDetail, countNodes, type VirtualIp } from '../../model/balancer.ts';
import type { Node } from '../../model/node.ts';
import { byName } from '../../model/order.ts';
import { compareAddresses } from './address.ts';
import { address, cleanJson, list, number, readEach, text, time, word } from './wireFields.ts';

const balancerShape = z.object({
  id: text,
  name: text,
  status: word,
  // Not a `word`: protocol names keep their case (IMAPv4).
  protocol: text,
  port: number,
  algorithm: word,
  timeout: number,
  nodeCount: number,
  nodes: list,
  virtualIps: list,
  created: time,
  updated: time,
});

const nodeShape = z.object({
  id: text,
  address,
  port: number,
  condition: word,
  status: word,
  type: word,
  weight: number,
});

const virtualIpShape = z.object({ id: text, address, type: word, ipVersion: word });

const listShape = z.object({ loadBalancers: z.nullable(z.array(z.unknown())) });
const detailShape = z.object({ loadBalancer: z.record(z.string(), z.unknown()) });

/** One page of the list. `size` counts the engine's rows, so that a full page can be told from a short one. */
export interface BalancerPage {
  readonly rows: readonly Balancer[];
  readonly size: number;
}

/** Reads `GET /loadbalancers`; null when it is no such answer. Deleted balancers and rows without an id are left out. */
export function readBalancerPage(json: unknown): BalancerPage | null {
  const read = listShape.safeParse(json);
  if (!read.success) return null;
  const rows = read.data.loadBalancers ?? [];
  return {
    size: rows.length,
    rows: readEach(balancerShape, rows).flatMap((row) =>
      row.id === null || row.status === 'DELETED'
        ? []
        : [balancerOf(row, row.id, listedNodes(row.nodeCount))],
    ),
  };
}

/** Reads `GET /loadbalancers/{id}`; null when it is no such answer. A deleted one is read like any other. */
export function readBalancerDetail(json: unknown, id: string): BalancerDetail | null {
  const wrapped = detailShape.safeParse(json);
  const read = wrapped.success ? balancerShape.safeParse(wrapped.data.loadBalancer) : null;
  if (!read?.success) return null;
  const nodeList = readNodes(read.data.nodes);
  return {
    ...balancerOf(read.data, read.data.id ?? id, countNodes(nodeList)),
    nodeList,
    timeoutSeconds: read.data.timeout,
    raw: cleanJson(json),
  };
}

/** The engine's node order is not stable: they are sorted by address, port, id. */
function readNodes(members: readonly unknown[]): Node[] {
  return readEach(nodeShape, members)
    .flatMap(({ id, condition, status, ...node }) =>
      id === null
        ? []
        : [
            {
              ...node,
              id,
              condition: condition ?? 'UNKNOWN',
              health: status,
              server: null,
              connections: null,
              drainEndsAt: null,
            },
          ],
    )
    .sort(
      (a, b) => compareAddresses(a.address, b.address) || (a.port ?? 0) - (b.port ?? 0) || byName(a.id, b.id),
    );
}

function balancerOf(row: z.infer<typeof balancerShape>, id: string, nodes: Balancer['nodes']): Balancer {
  return {
    id,
    // As for a node without an address: the id is the one name that is certain.
    name: row.name ?? id,
    status: row.status ?? 'UNKNOWN',
    protocol: row.protocol,
    port: row.port,
    algorithm: row.algorithm,
    nodes,
    virtualIps: readEach(virtualIpShape, row.virtualIps).flatMap(readVirtualIp),
    createdAt: row.created,
    updatedAt: row.updated,
  };
}

function readVirtualIp(read: z.infer<typeof virtualIpShape>): VirtualIp[] {
  if (read.address === null) return [];
  const ipVersion = read.ipVersion === 'IPV4' || read.ipVersion === 'IPV6' ? read.ipVersion : null;
  return [{ id: read.id, address: read.address, type: read.type, ipVersion }];
}

function listedNodes(total: number | null): Balancer['nodes'] {
  return { total, enabled: null, draining: null, disabled: null, online: null };
}
