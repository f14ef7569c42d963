import { knownNodes } from '../nodes/knownNodes.ts';
import type { Workspace } from '../workspace.ts';
import { type Plan, planChange } from './plan.ts';
import type { ChangeRequest } from './request.ts';

/** A plan against what is known now; the same for keys and commands. */
export function planNow(workspace: Workspace, request: ChangeRequest): Plan {
  const { balancer } = request;
  const { desk, queries, readOnly } = workspace;
  const detail = queries.knownBalancer(balancer.session, balancer.id)?.value ?? null;
  const read = detail?.nodeList;
  // With their servers' names, so that a question calls a node what the screen calls it.
  const known = read ? knownNodes(read, queries.knownServers(balancer.session), null) : null;
  return planChange(request, {
    detail,
    // What is under way counts as if it had happened: two quick keys must not take out the last two nodes unasked.
    nodes:
      known?.map((node) => {
        const pending = desk.pending.of(balancer, node.id);
        return pending?.action === 'condition' && pending.to ? { ...node, condition: pending.to } : node;
      }) ?? null,
    isPending: (nodeId) => desk.pending.of(balancer, nodeId) !== null,
    readOnly,
  });
}
