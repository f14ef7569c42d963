import type { BalancerDetail } from '../../model/balancer.ts';
import { CONDITIONS, isCondition } from '../../model/condition.ts';
import { type NewNode, type Node, nodeAddress } from '../../model/node.ts';
import type { Step } from './plan.ts';
import type { ChangeRequest } from './request.ts';
import { sectionInverse } from './sectionUndo.ts';

/**
 * The requests that put back what these steps of a request did; several where the nodes had different values before. `now` is the
 * balancer as it is, to find nodes that were added. Empty where there is no way back.
 */
export function inverseOf(
  request: ChangeRequest,
  steps: readonly Step[],
  now: BalancerDetail | null,
): readonly ChangeRequest[] {
  const { balancer } = request;
  const requests: ChangeRequest[] = steps.flatMap((step) =>
    step.call.kind === 'section' ? sectionInverse(step, request) : [],
  );
  const current = (node: Node) => now?.nodeList.find((other) => other.id === node.id) ?? null;
  const changed = steps.flatMap((step) =>
    step.subjects.flatMap((subject) => {
      const node = subject.node && current(subject.node);
      return node ? [{ action: step.action, node, before: subject.before }] : [];
    }),
  );
  for (const to of CONDITIONS) {
    const nodes = changed
      .filter((one) => one.action === 'condition' && one.before === to)
      .map((one) => one.node);
    if (nodes.length > 0) requests.push({ kind: 'condition', balancer, nodes, to });
  }
  for (const kind of ['weight', 'type'] as const) {
    for (const before of new Set(changed.filter((one) => one.action === kind).map((one) => one.before))) {
      if (before === null) continue;
      const nodes = changed
        .filter((one) => one.action === kind && one.before === before)
        .map((one) => one.node);
      requests.push(
        kind === 'weight'
          ? { kind, balancer, nodes, to: Number(before) }
          : { kind, balancer, nodes, to: before },
      );
    }
  }
  const removed = steps
    .flatMap((step) => (step.call.kind === 'remove' ? step.call.nodes : []))
    .flatMap(asNew);
  if (removed.length > 0) requests.push({ kind: 'add', balancer, nodes: removed });
  const added = steps.flatMap((step) => (step.call.kind === 'add' ? step.call.nodes : []));
  if (added.length > 0) {
    const addresses = new Set(added.map((node) => nodeAddress({ ...node, id: '' })));
    const nodes =
      now?.nodeList.filter((node) => addresses.has(nodeAddress(node)) || addresses.has(node.id)) ?? [];
    if (nodes.length > 0) requests.push({ kind: 'remove', balancer, nodes });
  }
  return requests;
}

function asNew(node: Node): NewNode[] {
  if (node.address === null || node.port === null || !isCondition(node.condition)) return [];
  return [
    {
      address: node.address,
      port: node.port,
      condition: node.condition,
      ...(node.weight === null ? {} : { weight: node.weight }),
      ...(node.type === null ? {} : { type: node.type }),
    },
  ];
}
