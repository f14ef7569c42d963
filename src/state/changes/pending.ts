import { Listeners } from '../store.ts';
import { type BalancerRef, balancerKey, nodeKey } from './request.ts';

/** queued: its turn has not come · asked: the engine was asked · applying: the engine has taken it and is applying it */
export type PendingPhase = 'queued' | 'asked' | 'applying';

/** What is under way for one node. */
export interface PendingChange {
  readonly action: string;
  /** The value it had when the change was begun. */
  readonly from: string | null;
  /** The value it will have: a condition, a weight, a type; null for a removal. */
  readonly to: string | null;
  readonly phase: PendingPhase;
}

/** Everything that is under way, by node and by balancer. */
export class Pending {
  readonly #byNode = new Map<string, PendingChange>();
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;

  of(balancer: BalancerRef, nodeId: string): PendingChange | null {
    return this.#byNode.get(nodeKey(balancer, nodeId)) ?? null;
  }

  /** How many nodes of this balancer have a change under way. */
  count(balancer: Pick<BalancerRef, 'session' | 'id'>): number {
    const prefix = `${balancerKey(balancer)}/`;
    let count = 0;
    for (const key of this.#byNode.keys()) if (key.startsWith(prefix)) count += 1;
    return count;
  }

  get size(): number {
    return this.#byNode.size;
  }

  set(balancer: BalancerRef, nodeId: string, change: PendingChange): void {
    this.#byNode.set(nodeKey(balancer, nodeId), change);
    this.#listeners.notify();
  }

  clear(balancer: BalancerRef, nodeIds: readonly string[]): void {
    for (const id of nodeIds) this.#byNode.delete(nodeKey(balancer, id));
    this.#listeners.notify();
  }
}
