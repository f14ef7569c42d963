import type { BalancerDetail } from '../../model/balancer.ts';
import { type NewNode, type NodeChange, nodeAddress } from '../../model/node.ts';
import { shortAddress } from './address.ts';
import type { Balancers } from './balancers.ts';
import type { ChangePlan } from './changePlan.ts';
import type { Labels } from './labels.ts';

/** Makes the plans for one region's balancers. */
export class NodePlans {
  readonly #balancers: Balancers;
  readonly #labels: Labels;

  constructor(balancers: Balancers, labels: Labels) {
    this.#balancers = balancers;
    this.#labels = labels;
  }

  /** Only the changed fields are sent: an unknown or read-only one is a 400 (spec §4). */
  change(balancerId: string, nodeId: string, change: NodeChange): ChangePlan {
    const { condition, weight, type } = change;
    const wanted = {
      ...(condition === undefined ? {} : { condition }),
      ...(weight === undefined ? {} : { weight }),
      ...(type === undefined ? {} : { type }),
    };
    const to = Object.entries(wanted).map(([field, value]) =>
      field === 'condition' ? `to ${value}` : `to ${field} ${value}`,
    );
    const where = `${this.#labels.node(balancerId, nodeId)} of ${this.#labels.balancer(balancerId)}`;
    return {
      balancerId,
      what: `set ${where} ${to.join(' and ')}`,
      request: {
        method: 'PUT',
        url: this.#balancers.nodeUrl(balancerId, nodeId),
        body: { node: wanted },
      },
      repeatable: true,
      trace(detail) {
        const node = detail.nodeList.find(({ id }) => id === nodeId);
        if (!node) return 'unclear';
        if (condition !== undefined && node.condition !== condition) return 'none';
        if (type !== undefined && node.type !== type) return 'none';
        // The weight is hidden unless the algorithm is a weighted one.
        if (weight !== undefined && node.weight === null) return 'unclear';
        return weight === undefined || node.weight === weight ? 'done' : 'none';
      },
    };
  }

  /** All in one request, because a second one would meet a balancer that is busy with the first. */
  add(balancerId: string, nodes: readonly NewNode[]): ChangePlan {
    const names = nodes.map((node) => nodeAddress({ ...node, id: '' }));
    return {
      balancerId,
      what: `add ${some(names)} to ${this.#labels.balancer(balancerId)}`,
      request: {
        method: 'POST',
        url: this.#balancers.nodesUrl(balancerId, []),
        body: {
          nodes: nodes.map(({ address, port, condition, weight, type }) => ({
            address,
            port,
            condition,
            ...(type === undefined ? {} : { type }),
            ...(weight === undefined ? {} : { weight }),
          })),
        },
      },
      repeatable: false,
      trace(detail) {
        const there = nodes.map((node) =>
          detail.nodeList.find(
            ({ address, port }) =>
              port === node.port && address?.toLowerCase() === shortAddress(node.address).toLowerCase(),
          ),
        );
        if (there.every((found) => found === undefined)) return 'none';
        // Somebody else's node would be there in a condition of its own.
        return there.every((found, n) => found?.condition === nodes[n]?.condition) ? 'done' : 'unclear';
      },
    };
  }

  /** At most ten, all or nothing (spec §4). */
  remove(balancerId: string, nodeIds: readonly string[]): ChangePlan {
    const [first, ...others] = nodeIds;
    const names = nodeIds.map((id) => this.#labels.node(balancerId, id));
    const still = (detail: BalancerDetail) =>
      nodeIds.filter((nodeId) => detail.nodeList.some(({ id }) => id === nodeId));
    return {
      balancerId,
      what: `remove ${some(names)} from ${this.#labels.balancer(balancerId)}`,
      request: {
        method: 'DELETE',
        url:
          first !== undefined && others.length === 0
            ? this.#balancers.nodeUrl(balancerId, first)
            : this.#balancers.nodesUrl(balancerId, nodeIds),
      },
      repeatable: true,
      trace(detail) {
        const left = still(detail).length;
        return left === 0 ? 'done' : left === nodeIds.length ? 'none' : 'unclear';
      },
      left: (detail) => {
        const left = still(detail);
        if (left.length === 0) return 'nothing';
        return left.length < nodeIds.length ? this.remove(balancerId, left) : 'all';
      },
    };
  }
}

/** The first few names and how many more. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
