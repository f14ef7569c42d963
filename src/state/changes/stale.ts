import type { BalancerDetail } from '../../model/balancer.ts';
import { type Node, type NodeChange, nodeName } from '../../model/node.ts';
import type { Problem } from '../../model/problem.ts';
import type { Step } from './plan.ts';

/**
 * Why a step must not be taken any more: its node is not what it was when the change was asked for, because somebody else
 * has changed it meanwhile. Null when it is, or when nothing newer is known. A long change reads the balancer after each
 * node, so `now` is seldom older than the node before.
 */
export function staleness(step: Step, now: BalancerDetail | null): Problem | null {
  const [subject] = step.subjects;
  if (step.call.kind !== 'change' || !subject?.node || !now) return null;
  const node = now.nodeList.find((one) => one.id === subject.node?.id);
  const name = nodeName(subject.node);
  if (!node) {
    return { kind: 'conflict', message: `${name} is gone: somebody else has removed it` };
  }
  const value = nowOf(node, step.call.change);
  if (value === subject.before) return null;
  return {
    kind: 'conflict',
    message: `${name} was left alone: somebody else has changed it from ${subject.before ?? 'nothing'} to ${value ?? 'nothing'}`,
    hint: 'Look at it, then change it by itself if you still want to',
  };
}

/** What the node has now of that which the change sets. */
function nowOf(node: Node, change: NodeChange): string | null {
  if (change.condition !== undefined) return node.condition;
  if (change.weight !== undefined) return node.weight === null ? null : String(node.weight);
  return node.type;
}
