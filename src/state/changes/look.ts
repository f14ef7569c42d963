import type { Node } from '../../model/node.ts';
import type { ChangeRequest } from './request.ts';
import { needsReading, readBefore } from './sectionLook.ts';

/** The question may be late, but not missing: longer than this nobody waits for a count. */
const LOOK_MS = 3_000;

/**
 * True where a look before the plan is worth its while: connections would be cut and the engine can say how many, or what a
 * form was opened with may have been changed since.
 */
export function needsLook(request: ChangeRequest): boolean {
  if (request.kind === 'section') return needsReading(request);
  const cuts = request.kind === 'remove' || (request.kind === 'condition' && request.to === 'DISABLED');
  return cuts && request.balancer.session.provider.connections !== undefined;
}

/**
 * The request with how many connections are open on its nodes, as far as the engine says (when it does not answer, the
 * counts stay unknown, which the guard takes for "some"); or with what its section is now. Throws Failure where a section
 * cannot be read: what is there must not be overwritten unseen.
 */
export async function lookBefore<R extends ChangeRequest>(request: R, signal: AbortSignal): Promise<R> {
  if (request.kind === 'section') return readBefore(request, signal) as Promise<R>;
  const room = request.balancer.session.provider.connections;
  if (!room || request.kind === 'add' || request.kind === 'delete') return request;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
    const counts = await room.read(request.balancer.id, { signal: limited });
    const counted = (node: Node): Node => ({ ...node, connections: counts.get(node.id) ?? null });
    return { ...request, nodes: request.nodes.map(counted) };
  } catch {
    return request;
  }
}
