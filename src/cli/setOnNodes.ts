import type { NodeRequest } from '../state/changes/request.ts';
import { carryOut, leftOut } from './change.ts';
import { usageFailure } from './commandFailure.ts';
import type { Context } from './context.ts';
import { beforeSending, deadlineOf } from './deadline.ts';
import { oneOf, tellNodes } from './print/nodesAfter.ts';
import { resolveTarget, type Target } from './resolve/target.ts';

/** A command that gives nodes a new value, as it was typed. */
interface SetOnNodes {
  readonly balancer: string;
  readonly nodes: readonly string[];
  /** Pass the guard rails. */
  readonly yes: boolean;
  /** Milliseconds; undefined where --timeout was not given. */
  readonly timeout: number | undefined;
  readonly field: 'weight' | 'type';
  /** Ends "Rackspace has no … to set", said where the engine cannot set the field and gives no reason itself. */
  readonly lacks: string;
  /** Called when the nodes are found and the engine can set the field. Throws Failure where it has no such value. */
  request(target: Target): NodeRequest;
}

/** Sets one field of nodes and prints them as they are then. Throws Failure as `carryOut` does. */
export async function setOnNodes(
  context: Context,
  { balancer: typed, nodes: typedNodes, yes, timeout, field, lacks, request }: SetOnNodes,
): Promise<void> {
  const deadline = deadlineOf(context, timeout);
  const target = await beforeSending(
    context,
    deadline,
    `${typed} could not be read, and nothing was changed`,
    (inTime) => resolveTarget(inTime, typed, typedNodes),
  );
  const { balancer, read, nodes } = target;
  const { provider } = balancer.session;
  if (!provider.nodes?.editable.includes(field))
    throw usageFailure(
      provider.missing[field] ?? `${provider.label} has no ${lacks} to set`,
      'sluice nodes shows what its nodes have',
    );
  const { summary, skipped } = await carryOut(context, request(target), { yes, deadline });
  await tellNodes(context, { balancer, read, wanted: oneOf(nodes), deadline }, [
    summary,
    ...leftOut(skipped, nodes),
  ]);
}
