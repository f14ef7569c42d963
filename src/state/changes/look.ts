import type { Node } from '../../model/node.ts';
import type { ChangeRequest } from './request.ts';

/** The question may be late, but not missing: longer than this nobody waits for a count. */
const LOOK_MS = 3_000;

/** True where connections would be cut and the engine can say how many: worth a look before the plan. */
export function needsLook(request: ChangeRequest): boolean {
  const cuts = request.kind === 'remove' || (request.kind === 'condition' && request.to === 'DISABLED');
  return cuts && request.balancer.session.provider.connections !== undefined;
}

/**
 * The request with how many connections are open on its nodes, as far as the engine says. When it does not answer, the
 * counts stay unknown, which the guard takes for "some".
 */
export async function lookBefore<R extends ChangeRequest>(request: R, signal: AbortSignal): Promise<R> {
  const room = request.balancer.session.provider.connections;
  if (!room || request.kind === 'add') return request;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
    const counts = await room.read(request.balancer.id, { signal: limited });
    const counted = (node: Node): Node => ({ ...node, connections: counts.get(node.id) ?? null });
    return { ...request, nodes: request.nodes.map(counted) };
  } catch {
    return request;
  }
}
