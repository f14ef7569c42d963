import type { Node } from '../../model/node.ts';
import { problemOf } from '../../model/problem.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import type { Context } from '../context.ts';
import { afterChange, type CommandDeadline } from '../deadline.ts';
import type { NodesRead } from '../resolve/nodeReader.ts';
import { nodeJson } from './json.ts';

/** What a change was about. */
export interface Concerned {
  readonly balancer: BalancerRef;
  readonly read: NodesRead;
  /** Is this node part of the answer? */
  readonly wanted: (node: Node) => boolean;
  readonly deadline: CommandDeadline;
}

/** Is the node one of these? */
export function oneOf(nodes: readonly Node[]): (node: Node) => boolean {
  const ids = new Set(nodes.map(({ id }) => id));
  return ({ id }) => ids.has(id);
}

/** Prints what became of a change: `lines`, or as JSON the nodes as they are now. */
export async function tellNodes(
  context: Context,
  concerned: Concerned,
  lines: readonly string[],
): Promise<void> {
  const { report } = context;
  const nodes = report.json ? await nodesNow(context, concerned) : [];
  report.result(
    nodes.filter(concerned.wanted).map((node) => nodeJson(concerned.balancer, node)),
    lines,
  );
}

/** The nodes read afresh. When that fails the change is made all the same, and what was read last must do. */
async function nodesNow(context: Context, { balancer, read, deadline }: Concerned): Promise<readonly Node[]> {
  try {
    return await afterChange(deadline, () => read.again());
  } catch (thrown) {
    const { message } = problemOf(thrown);
    context.report.note(`The change is made, but the nodes could not be read again: ${message}`);
    const known = context.workspace.queries.knownBalancer(balancer.session, balancer.id);
    return known ? read.named(known.value) : read.nodes;
  }
}
