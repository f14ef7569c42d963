import type { NewNode } from '../../../src/model/node.ts';
import type { NodeEditing, Provider } from '../../../src/providers/provider.ts';
import { type Double, LB, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { type Answer, cut, type Seen } from '../kit/scriptedServer.ts';

interface Wire {
  id: number;
  address: string;
  port: number;
  condition: string;
  weight?: number;
}

/** A balancer that can be scripted: what it answers to writes, and its state for reads. */
export class Shop {
  status = 'ACTIVE';
  nodes: Wire[] = [
    { id: 5101, address: '10.20.0.11', port: 80, condition: 'ENABLED' },
    { id: 5102, address: '10.20.0.12', port: 80, condition: 'ENABLED' },
  ];
  /** Reads until a pending change is over. */
  pendingReads = 0;
  writes: ((seen: Seen) => Answer)[] = [];

  answer(seen: Seen): Answer {
    if (seen.method !== 'GET') return this.writes.shift()?.(seen) ?? this.accept(seen);
    if (this.status === 'PENDING_UPDATE' && this.pendingReads-- <= 0) this.status = 'ACTIVE';
    const { status, nodes } = this;
    return { json: { loadBalancer: { id: 7001, name: 'shop-front', status, nodes } } };
  }

  /** Applies a write as the engine does. */
  accept(seen: Seen): Answer {
    this.status = 'PENDING_UPDATE';
    const id = Number(/nodes\/(\d+)/.exec(seen.url)?.[1]);
    if (seen.method === 'PUT')
      this.nodes = this.nodes.map((n) => (n.id === id ? { ...n, ...JSON.parse(seen.body).node } : n));
    if (seen.method === 'POST')
      this.nodes.push(
        ...JSON.parse(seen.body).nodes.map((n: NewNode, at: number) => ({ ...n, id: 6000 + at })),
      );
    if (seen.method === 'DELETE') {
      const many = new URL(seen.url, 'http://x').searchParams.getAll('id').map(Number);
      this.nodes = this.nodes.filter((n) => n.id !== id && !many.includes(n.id));
    }
    return { status: 202, headers: { 'x-request-id': 'req-1' } };
  }

  /** Takes the write but loses the answer. */
  readonly acceptAndCut = (seen: Seen): Answer => {
    this.accept(seen);
    return cut;
  };
}

/** The refusal of a balancer in that state. */
export const immutable = (status: string) => () => ({
  status: 422,
  json: {
    code: 422,
    message: `Load Balancer '7001' has a status of '${status}' and is considered immutable.`,
  },
});
export const busy = immutable('PENDING_UPDATE');

/** The scripted balancer shop-front, and an account opened on it. */
export async function open(limits = {}): Promise<{ shop: Shop; double: Double; provider: Provider }> {
  const shop = new Shop();
  const double = await rackspaceDouble((seen) => shop.answer(seen), { limits });
  return { shop, double, provider: await double.open() };
}

/** How a look at it is written down. */
export const READ = `GET ${LB}/loadbalancers/7001`;
/** Asks for DRAINING of its second node. */
export const drain = (provider: Provider) =>
  provider.changeNode('7001', '5102', { condition: 'DRAINING' }, { signal: never });

/** The provider's room for adding and removing nodes. */
export function editing(provider: Provider): NodeEditing {
  if (!provider.nodes) throw new Error('Rackspace can edit nodes');
  return provider.nodes;
}
