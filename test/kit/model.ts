import type { Account } from '../../src/model/account.ts';
import { type BalancerDetail, countNodes } from '../../src/model/balancer.ts';
import type { Node } from '../../src/model/node.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { BalancerRef } from '../../src/state/changes/request.ts';
import type { Session } from '../../src/state/sessions.ts';

/** A node with the fields a test cares for. */
export function aNode(fields: Partial<Node> = {}): Node {
  return {
    id: '1',
    address: '10.0.0.1',
    port: 80,
    condition: 'ENABLED',
    health: 'ONLINE',
    weight: 1,
    type: 'PRIMARY',
    server: null,
    connections: 0,
    drainEndsAt: null,
    ...fields,
  };
}

/** Nodes web-1 … web-n, all ENABLED and ONLINE without connections. */
export function nodes(count: number, fields: Partial<Node> = {}): readonly Node[] {
  return Array.from({ length: count }, (_, index) =>
    aNode({ id: String(index + 1), address: `10.0.0.${index + 1}`, server: `web-${index + 1}`, ...fields }),
  );
}

export function anAccount(fields: Partial<Account> = {}): Account {
  return {
    id: 'a1',
    name: 'lab',
    engine: 'rackspace',
    region: null,
    settings: {},
    secrets: {},
    origin: { kind: 'added' },
    production: false,
    readOnly: false,
    isDefault: false,
    ...fields,
  };
}

/** A provider that answers nothing but what a test gives it. */
export function aProvider(fields: Partial<Provider> = {}): Provider {
  const unexpected = () => Promise.reject(new Error('not expected in this test'));
  return {
    engine: 'rackspace',
    label: 'Rackspace',
    region: 'DFW',
    regions: ['DFW'],
    oneChangeAtATime: true,
    conditions: { ENABLED: {}, DRAINING: {}, DISABLED: {} },
    missing: {},
    listBalancers: unexpected,
    getBalancer: unexpected,
    changeNode: unexpected,
    close: async () => {},
    nodes: {
      removeAtMost: 10,
      addForm: () => ({ title: 'Add a node', fields: [] }),
      newNodes: () => [],
      editable: ['weight', 'type'],
      weight: { min: 1, max: 100 },
      types: ['PRIMARY', 'SECONDARY'],
      add: unexpected,
      remove: unexpected,
    },
    ...fields,
  };
}

export function aSession(provider: Provider = aProvider(), account: Account = anAccount()): Session {
  return { key: `${account.id}@DFW`, account, region: 'DFW', provider };
}

export function aBalancer(session: Session = aSession(), name = 'shop-front'): BalancerRef {
  return { session, id: '7001', name };
}

export function aDetail(nodeList: readonly Node[]): BalancerDetail {
  return {
    id: '7001',
    name: 'shop-front',
    status: 'ACTIVE',
    protocol: 'HTTP',
    port: 80,
    algorithm: 'ROUND_ROBIN',
    nodes: countNodes(nodeList),
    virtualIps: [],
    createdAt: null,
    updatedAt: null,
    timeoutSeconds: 30,
    nodeList,
    raw: {},
  };
}
