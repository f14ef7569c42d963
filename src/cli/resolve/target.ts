import type { Node } from '../../model/node.ts';
import { Failure } from '../../model/problem.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import type { Context } from '../context.ts';
import { resolveBalancer } from './balancer.ts';
import { resolveNodes } from './node.ts';
import { type NodesRead, readNodes } from './nodeReader.ts';

/** What a change is about. */
export interface Target {
  readonly balancer: BalancerRef;
  readonly read: NodesRead;
  readonly nodes: readonly Node[];
}

/** Finds what a change is about. Throws Failure; whoever stops the command here is told that nothing was sent. */
export async function resolveTarget(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
): Promise<Target> {
  try {
    const balancer = await resolveBalancer(context, typedBalancer, { forChange: true });
    const read = await readNodes(context, balancer);
    return { balancer, read, nodes: resolveNodes(typedNodes, read.nodes, balancer.name) };
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown;
    throw new Failure({ kind: 'cancelled', message: 'Stopped before anything was sent' }, { cause: thrown });
  }
}
