import { expect } from 'vitest';
import { CERTIFICATE, PRIVATE_KEY, RENEWED_CERTIFICATE } from '../kit/pem.ts';
import type { BalancerAt, Fact } from './rackspaceFacts.ts';
import { hasSsl } from './rackspaceFactsSettings.ts';

interface Rule {
  readonly address: string;
  readonly type: string;
}

export const RULES: readonly Rule[] = [
  { address: '192.0.2.7', type: 'ALLOW' },
  { address: '198.51.100.0/24', type: 'DENY' },
  { address: '203.0.113.99', type: 'DENY' },
];
const TAGS = [
  { key: 'team', value: 'checkout' },
  { key: 'tier', value: 'front' },
];

/** The members under the key, each reduced to these of its own; sorted, for the engine has no order. */
async function listAt(at: BalancerAt, path: string, root: string, names: readonly string[]) {
  const list = (await at.get(path))[root] as readonly Readonly<Record<string, unknown>>[];
  return list.map((member) => names.map((name) => member[name]).join(' ')).sort();
}

const rulesAre =
  (...lines: readonly string[]) =>
  async (at: BalancerAt) =>
    expect(await listAt(at, '/accesslist', 'accessList', ['address', 'type'])).toEqual(lines);
const tagsAre =
  (...lines: readonly string[]) =>
  async (at: BalancerAt) =>
    expect(await listAt(at, '/metadata', 'metadata', ['key', 'value'])).toEqual(lines);
const versionsAre =
  (...versions: readonly string[]) =>
  async (at: BalancerAt) =>
    expect(await listAt(at, '/virtualips', 'virtualIps', ['type', 'ipVersion'])).toEqual(versions);

/** The access list has the three rules. */
export const hasRules = (at: BalancerAt) => at.change('POST', '/accesslist', { accessList: RULES });
const hasTags = (at: BalancerAt) => at.change('POST', '/metadata', { metadata: TAGS });

const nodePath = async (at: BalancerAt) => `/nodes/${await at.nodeId('10.20.0.12')}/metadata`;
const nodeHasTags = async (at: BalancerAt) => at.change('POST', await nodePath(at), { metadata: TAGS });
const nodeTagsAre =
  (...lines: readonly string[]) =>
  async (at: BalancerAt) =>
    expect(await listAt(at, await nodePath(at), 'metadata', ['key', 'value'])).toEqual(lines);

const MAPPINGS = '/ssltermination/certificatemappings';
const OTHER = { 'other.crt': RENEWED_CERTIFICATE, 'other.key': PRIVATE_KEY };
const hasMapping = async (at: BalancerAt) => {
  await hasSsl(at);
  const certificateMapping = {
    hostName: 'www.example.com',
    certificate: CERTIFICATE,
    privateKey: PRIVATE_KEY,
  };
  await at.change('POST', MAPPINGS, { certificateMapping });
};
/** The mappings with their certificates, which only each by itself tells. */
async function mappingsAt(at: BalancerAt) {
  const { certificateMappings } = (await at.get(MAPPINGS)) as {
    certificateMappings: readonly { readonly certificateMapping: { readonly id: number } }[];
  };
  const read = certificateMappings.map(({ certificateMapping: { id } }) => at.get(`${MAPPINGS}/${id}`));
  return (await Promise.all(read)).map(({ certificateMapping }) => certificateMapping);
}
const mappingIs = (hostName: string, certificate: string) => async (at: BalancerAt) =>
  expect(await mappingsAt(at)).toMatchObject([{ hostName, certificate }]);

/** What the collections of a balancer come to at the engine, by the features of docs/rackspace.md. */
export const COLLECTIONS = {
  'see the virtual IPs': { after: versionsAre('PUBLIC IPV4', 'PUBLIC IPV6') },
  'add an IPv6 address': { after: versionsAre('PUBLIC IPV4', 'PUBLIC IPV6', 'PUBLIC IPV6') },
  'remove a virtual IP': { balancer: 'edge-fleet', after: versionsAre('PUBLIC IPV4') },
  'see the access list': {
    before: hasRules,
    after: rulesAre('192.0.2.7 ALLOW', '198.51.100.0/24 DENY', '203.0.113.99 DENY'),
  },
  'let addresses in or keep them out': {
    files: { 'rules.txt': '192.0.2.7 ALLOW\n198.51.100.0/24 DENY\n' },
    after: rulesAre('192.0.2.7 ALLOW', '198.51.100.0/24 DENY'),
  },
  'let only some in': { after: rulesAre('0.0.0.0/0 DENY', '192.0.2.0/24 ALLOW') },
  'remove an access rule': {
    before: hasRules,
    after: rulesAre('192.0.2.7 ALLOW', '203.0.113.99 DENY'),
  },
  'remove several access rules': { before: hasRules, after: rulesAre('203.0.113.99 DENY') },
  'remove the whole access list': { before: hasRules, after: rulesAre() },
  'see the metadata': { before: hasTags, after: tagsAre('team checkout', 'tier front') },
  'add metadata': { before: hasTags, after: tagsAre('owner nina', 'team checkout', 'tier front') },
  'change a value': { before: hasTags, after: tagsAre('team search', 'tier front') },
  'remove an item': { before: hasTags, after: tagsAre('tier front') },
  'remove all metadata': { before: hasTags, after: tagsAre() },
  'replace all metadata': { before: hasTags, after: tagsAre('owner nina') },
  'see the metadata of a node': { before: nodeHasTags, after: nodeTagsAre('team checkout', 'tier front') },
  'add metadata to a node': { after: nodeTagsAre('owner nina') },
  'change a value of a node': { before: nodeHasTags, after: nodeTagsAre('team search', 'tier front') },
  'remove metadata of a node': { before: nodeHasTags, after: nodeTagsAre('tier front') },
  'remove all metadata of a node': { before: nodeHasTags, after: nodeTagsAre() },
  'see the certificates for other host names': {
    balancer: 'edge-fleet',
    before: hasMapping,
    after: mappingIs('www.example.com', CERTIFICATE),
  },
  'add a certificate for another host name': {
    balancer: 'edge-fleet',
    before: hasSsl,
    files: OTHER,
    after: mappingIs('www.example.com', RENEWED_CERTIFICATE),
  },
  'replace such a certificate': {
    balancer: 'edge-fleet',
    before: hasMapping,
    files: OTHER,
    after: mappingIs('www.example.com', RENEWED_CERTIFICATE),
  },
  'change its host name': {
    balancer: 'edge-fleet',
    before: hasMapping,
    after: mappingIs('shop.example.com', CERTIFICATE),
  },
  'remove such a certificate': {
    balancer: 'edge-fleet',
    before: hasMapping,
    after: async (at) => expect(await mappingsAt(at)).toEqual([]),
  },
  'see the ciphers': {
    balancer: 'edge-fleet',
    before: hasSsl,
    after: async (at) =>
      expect(await at.get('/ssltermination/ciphers')).toMatchObject({
        ciphers: expect.arrayContaining([{ name: 'AES256-SHA' }]),
      }),
  },
  'see what happened to the nodes': {
    before: async (at) => {
      const node = { condition: 'DRAINING' };
      await at.change('PUT', `/nodes/${await at.nodeId('10.20.0.11')}`, { node });
    },
    after: async (at) =>
      expect(await at.get('/nodes/events')).toMatchObject({
        nodeServiceEvents: [{ type: 'UPDATE_NODE', loadbalancerId: 7001 }],
      }),
  },
  'see which domains host names of nodes may be in': {
    after: async (at) =>
      expect(await at.get('../alloweddomains')).toMatchObject({
        allowedDomains: expect.arrayContaining([{ allowedDomain: { name: 'rackclouddb.com' } }]),
      }),
  },
} satisfies Readonly<Record<string, Fact>>;
