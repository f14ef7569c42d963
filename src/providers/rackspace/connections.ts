import * as z from 'zod/mini';
import { Failure } from '../../model/problem.ts';
import { unreadable } from './problems.ts';
import type { Session } from './session.ts';
import { number, readEach, text } from './wireFields.ts';

const answerShape = z.object({ nodes: z.array(z.unknown()) });
const nodeShape = z.object({ id: text, connections: number });

/**
 * Open connections by node id. Rackspace itself does not count them; this service is in the sandbox's catalogue.
 * `url` is the balancer's address below that service.
 */
export async function readConnections(
  session: Session,
  url: string,
  what: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const { json, body, requestId } = await session.read({ url, what, signal });
  const read = answerShape.safeParse(json);
  if (!read.success) throw new Failure(unreadable(what, body, requestId));
  return new Map(
    readEach(nodeShape, read.data.nodes).flatMap(({ id, connections }) =>
      id === null || connections === null ? [] : [[id, connections] as const],
    ),
  );
}
