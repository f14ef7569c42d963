import { expect } from 'vitest';
import type { BalancerAt, Fact } from './rackspaceFacts.ts';

const WEB = '10.20.0.12';
const OTHER = '10.20.0.14';

/** A node of the balancer, by its address, is so. */
const nodeIs = (address: string, facts: Readonly<Record<string, unknown>>) => async (at: BalancerAt) =>
  expect((await at.detail())['nodes']).toContainEqual(expect.objectContaining({ address, ...facts }));
const addressesAre =
  (...lastBytes: readonly number[]) =>
  async (at: BalancerAt) => {
    const nodes = (await at.detail())['nodes'] as readonly { readonly address: string }[];
    expect(nodes.map(({ address }) => address).sort()).toEqual(lastBytes.map((byte) => `10.20.0.${byte}`));
  };

/** The one of that name in the list of DFW; undefined where there is none. */
async function listed(at: BalancerAt, name: string) {
  const { loadBalancers } = (await at.get('..')) as {
    loadBalancers: readonly Readonly<Record<string, unknown>>[];
  };
  return loadBalancers.find((balancer) => balancer['name'] === name);
}

/** What `sluice create` reads: one new server, and an address that is there. */
const SHOP = {
  name: 'shop',
  protocol: 'HTTP',
  port: 8088,
  algorithm: 'ROUND_ROBIN',
  virtualIp: { type: 'PUBLIC' },
  servers: {
    create: [{ name: 'shop-1', image: 'Ubuntu 24.04 LTS (Noble Numbat) (PVHVM)', flavor: 'general1-1' }],
  },
  nodes: [
    { server: 'shop-1', port: 8080 },
    { address: WEB, port: 8080 },
  ],
};

/** What balancers and their nodes come to at the engine, by the features of docs/rackspace.md. */
export const NODES = {
  'list the balancers of a region': {
    after: async (at) => expect(await listed(at, 'shop-front-tls')).toBeDefined(),
  },
  'find a balancer': {
    after: async (at) =>
      expect(await at.detail()).toMatchObject({
        virtualIps: expect.arrayContaining([expect.objectContaining({ address: '203.0.113.20' })]),
      }),
  },
  'see everything of a balancer': {
    after: async (at) => expect(await at.detail()).toMatchObject({ cluster: { name: expect.any(String) } }),
  },
  'see which protocols and algorithms there are': {
    after: async (at) => {
      expect(await at.get('../protocols')).toMatchObject({
        protocols: expect.arrayContaining([{ name: 'DNS_UDP', port: 53 }]),
      });
      expect(await at.get('../algorithms')).toMatchObject({
        algorithms: expect.arrayContaining([{ name: 'RANDOM' }]),
      });
    },
  },
  'create a balancer with new servers, nodes and a virtual IP': {
    files: { 'shop.json': JSON.stringify(SHOP) },
    after: async (at) => {
      const { id } = (await listed(at, 'shop')) ?? {};
      const { loadBalancer } = await at.get(`../${id}`);
      expect(loadBalancer).toMatchObject({
        status: 'ACTIVE',
        nodes: [{ condition: 'ENABLED' }, { condition: 'ENABLED' }],
        virtualIps: [
          { type: 'PUBLIC', ipVersion: 'IPV4' },
          { type: 'PUBLIC', ipVersion: 'IPV6' },
        ],
      });
    },
  },
  'share the virtual IP of another balancer': {
    files: {
      'shared.json': JSON.stringify({
        ...SHOP,
        servers: undefined,
        nodes: [{ address: WEB, port: 8080 }],
        virtualIp: { share: [{ id: 2211 }] },
      }),
    },
    after: async (at) => {
      const addresses = (balancer: unknown) =>
        (balancer as { virtualIps: readonly { address: string }[] }).virtualIps.map(({ address }) => address);
      expect(addresses(await listed(at, 'shop'))).toContain('203.0.113.20');
      expect(addresses(await at.detail())).toContain('203.0.113.20');
    },
  },
  'delete a balancer': {
    balancer: 'billing-api',
    after: async (at) => {
      expect(await listed(at, 'billing-api')).toBeUndefined();
      expect(await at.detail()).toMatchObject({ status: 'DELETED' });
    },
  },
  'see the nodes and their servers': { after: nodeIs(WEB, { condition: 'ENABLED', status: 'ONLINE' }) },
  'add a node': { after: nodeIs('10.20.0.15', { port: 8080, condition: 'ENABLED', type: 'PRIMARY' }) },
  'add a node that gets no traffic yet': { after: nodeIs('10.20.0.15', { condition: 'DRAINING' }) },
  'add a reserve with a weight': {
    balancer: 'orders-db',
    after: nodeIs('10.20.0.75', { port: 3306, type: 'SECONDARY' }),
  },
  'drain a node': { after: nodeIs(WEB, { condition: 'DRAINING' }) },
  'disable a node': { after: nodeIs(WEB, { condition: 'DISABLED' }) },
  'enable a node': { after: nodeIs('10.20.0.13', { condition: 'ENABLED' }) },
  'change several nodes at once': {
    after: async (at) => {
      await nodeIs(WEB, { condition: 'DRAINING' })(at);
      await nodeIs(OTHER, { condition: 'DRAINING' })(at);
    },
  },
  'weigh a node': { balancer: 'api-gateway', after: nodeIs('10.20.0.33', { weight: 7 }) },
  'make a node PRIMARY or SECONDARY': {
    balancer: 'orders-db',
    after: nodeIs('10.20.0.72', { type: 'SECONDARY' }),
  },
  'remove a node': { after: addressesAre(11, 12, 14) },
  'remove several nodes': { after: addressesAre(11, 12) },
} satisfies Readonly<Record<string, Fact>>;
