import { Failure } from '../../model/problem.ts';
import type { Lifetime } from '../http/lifetime.ts';
import type { ChangeOptions, NodeEditing, Receipt } from '../provider.ts';
import type { Changes } from './changes.ts';
import { NODE_TYPES, NODE_WEIGHT, newNode, nodeForm } from './nodeForm.ts';
import type { NodePlans } from './nodePlans.ts';

/** The engine refuses longer batches (spec §4). */
const REMOVE_AT_MOST = 10;

/** Adding and removing nodes. */
export function nodeEditing(lifetime: Lifetime, plans: NodePlans, changes: Changes): NodeEditing {
  const removeAll = async (
    balancerId: string,
    nodeIds: readonly string[],
    options: ChangeOptions,
  ): Promise<Receipt> => {
    let receipt: Receipt = { requestId: null, detail: null };
    for (let from = 0; from < nodeIds.length; from += REMOVE_AT_MOST) {
      const batch = nodeIds.slice(from, from + REMOVE_AT_MOST);
      receipt = await changes.carryOut(plans.remove(balancerId, batch), options);
    }
    return receipt;
  };
  return {
    removeAtMost: REMOVE_AT_MOST,
    addForm: () => nodeForm,
    newNodes: (values) => [newNode(values)],
    editable: ['weight', 'type'],
    weight: NODE_WEIGHT,
    types: NODE_TYPES,
    add(balancerId, nodes, options) {
      return lifetime.change(options, async (inner) => {
        if (nodes.length === 0) throw nothingNamed('add');
        return changes.carryOut(plans.add(balancerId, nodes), inner);
      });
    },
    remove(balancerId, nodeIds, options) {
      return lifetime.change(options, async (inner) => {
        if (nodeIds.length === 0) throw nothingNamed('remove');
        return removeAll(balancerId, [...new Set(nodeIds)], inner);
      });
    },
  };
}

function nothingNamed(verb: string): Failure {
  return new Failure({
    kind: 'invalid',
    message: `There are no nodes to ${verb}`,
    hint: 'Name at least one',
  });
}
