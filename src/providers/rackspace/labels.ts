import type { Balancer, BalancerDetail } from '../../model/balancer.ts';
import { nodeAddress } from '../../model/node.ts';

/** What the things seen so far are called, so that messages name them and not only their ids. */
export class Labels {
  readonly #balancers = new Map<string, string>();
  readonly #nodes = new Map<string, string>();

  sawBalancers(balancers: readonly Balancer[]): void {
    for (const { id, name } of balancers) this.#balancers.set(id, name);
  }

  sawDetail(detail: BalancerDetail): void {
    this.sawBalancers([detail]);
    for (const node of detail.nodeList) this.#nodes.set(`${detail.id} ${node.id}`, nodeAddress(node));
  }

  /** The name alone; null where it has not been seen. */
  nameOf(id: string): string | null {
    return this.#balancers.get(id) ?? null;
  }

  /** `shop-front (7001)`, or `balancer 7001`. */
  balancer(id: string): string {
    const name = this.#balancers.get(id);
    return name === undefined || name === id ? `balancer ${id}` : `${name} (${id})`;
  }

  /** `node 10.20.0.11:8080 (5101)`, or `node 5101`. */
  node(balancerId: string, id: string): string {
    const address = this.#nodes.get(`${balancerId} ${id}`);
    return address === undefined || address === id ? `node ${id}` : `node ${address} (${id})`;
  }
}
