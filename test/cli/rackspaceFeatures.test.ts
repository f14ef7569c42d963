import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureRow } from '../docs/featureTable.ts';
import { balancerAt, type Fact, servedWorld } from '../flows/rackspaceFacts.ts';
import { COLLECTIONS } from '../flows/rackspaceFactsCollections.ts';
import { NODES } from '../flows/rackspaceFactsNodes.ts';
import { SETTINGS } from '../flows/rackspaceFactsSettings.ts';
import { Machine } from './kit/cli.ts';

const FACTS = { ...SETTINGS, ...COLLECTIONS, ...NODES } satisfies Readonly<Record<string, Fact>>;
type Row = readonly [feature: keyof typeof FACTS, prints: RegExp | string];

const BALANCERS: readonly Row[] = [
  ['list the balancers of a region', / shop-front-tls +ACTIVE +HTTPS :443/],
  ['find a balancer', /^ +name +shop-front$/m],
  ['see everything of a balancer', /^virtual-ips +Virtual IPs +2$/m],
  ['see which protocols and algorithms there are', /one of DNS_TCP, DNS_UDP/],
  ['create a balancer with new servers, nodes and a virtual IP', /^balancer +shop +ACTIVE +HTTP :8088/m],
  ['share the virtual IP of another balancer', /^balancer +shop +ACTIVE +HTTP :8088/m],
  ['change the name', /^ +General: Name shop-front → Name shop$/m],
  ['change the protocol', 'Protocol TCP → Protocol TCP_CLIENT_FIRST'],
  ['change the port', 'Port 80 → Port 8081'],
  ['change the algorithm', 'Algorithm LEAST_CONNECTIONS → Algorithm ROUND_ROBIN'],
  ['change the timeout of idle connections', 'Timeout 30 → Timeout 90'],
  ['half-closed connections', 'General of session-cache is set'],
  ['redirect HTTP to HTTPS', 'General of shop-front-tls is set'],
  ['delete a balancer', 'billing-api is deleted'],
];

const ROWS: readonly Row[] = [
  ['see the nodes and their servers', /10\.20\.0\.12:8080 .* web-2 /],
  ['add a node', '10.20.0.15:8080'],
  ['add a node that gets no traffic yet', '10.20.0.15:8080 is added to shop-front'],
  ['add a reserve with a weight', '10.20.0.75:3306 is added to orders-db'],
  ['drain a node', 'web-2 is DRAINING'],
  ['disable a node', 'web-2 is DISABLED'],
  ['enable a node', 'web-3 is ENABLED'],
  ['change several nodes at once', 'web-2, web-4 are DRAINING'],
  ['weigh a node', 'api-3 has weight 7'],
  ['make a node PRIMARY or SECONDARY', 'orders-db-2 is SECONDARY'],
  ['remove a node', 'web-3 is removed from shop-front'],
  ['remove several nodes', 'web-3, web-4 are removed from shop-front'],
];

const SETTINGS_ROWS: readonly Row[] = [
  ['watch nodes by opening a connection', 'Health monitor of shop-front is set'],
  ['watch nodes by asking for a page', 'Health monitor of shop-front is set'],
  ['change the health monitor', 'Check every 5 → Check every 30'],
  ['remove the health monitor', 'Health monitor of shop-front is reset'],
  ['keep clients on their node by a cookie', 'nothing → Kept by HTTP_COOKIE'],
  ['keep clients on their node by their address', 'nothing → Kept by SOURCE_IP'],
  ['end session persistence', 'HTTP_COOKIE → nothing'],
  ['limit the connections of a client', 'Most connections 40'],
  ['change the limit', 'Most connections 100 → Most connections 25'],
  ['remove the limit', '→ nothing'],
  ['switch connection logging on', 'On no → On yes'],
  ['switch connection logging off', 'On yes → On no'],
  ['switch content caching on', 'On no → On yes'],
  ['switch content caching off', 'On yes → On no'],
  ['put up an error page of your own', 'Error page of shop-front is set'],
  ['read the error page', '\t<body>Back at noon</body>\n'],
  ['go back to the error page of Rackspace', 'Error page of shop-front is reset'],
  ['see where the traffic to the nodes comes from', '10.183.248.3'],
];

const SSL: readonly Row[] = [
  ['end SSL on the balancer', 'SSL termination of edge-fleet is set'],
  ['change its switches and port without the key', 'Secure port 443'],
  ['turn TLS 1.0 off', 'TLS 1.0 yes → TLS 1.0 no'],
  ['choose the cipher profile', 'Cipher profile CLBCipherPolicy2019-05'],
  ['replace the certificate', 'SSL termination of edge-fleet is set'],
  ['remove SSL termination', 'SSL termination of edge-fleet is reset'],
  ['see the certificates for other host names', 'www.example.com'],
  ['add a certificate for another host name', 'The certificate is added to edge-fleet'],
  ['replace such a certificate', 'has its new certificate'],
  ['change its host name', 'www.example.com → Host name shop.example.com'],
  ['remove such a certificate', 'The certificate www.example.com of edge-fleet is removed'],
  ['see the ciphers', 'AES256-SHA'],
];

const LISTS: readonly Row[] = [
  ['see the virtual IPs', /203\.0\.113\.20 +PUBLIC +IPV4/],
  ['add an IPv6 address', 'The virtual IP is added to shop-front'],
  ['remove a virtual IP', 'is removed'],
  ['see the access list', /198\.51\.100\.0\/24 +DENY/],
  ['let addresses in or keep them out', '198.51.100.0/24'],
  ['let only some in', '0.0.0.0/0'],
  ['remove an access rule', 'The access rule 198.51.100.0/24 of shop-front is removed'],
  ['remove several access rules', '192.0.2.7, 198.51.100.0/24'],
  ['remove the whole access list', 'are removed'],
  ['see the metadata', /team +checkout/],
  ['add metadata', 'Key owner, Value nina'],
  ['change a value', 'Value checkout → Value search'],
  ['remove an item', 'The item team of shop-front is removed'],
  ['remove all metadata', 'team, tier of shop-front are removed'],
  ['replace all metadata', 'Key owner, Value nina'],
  ['see the metadata of a node', /team +checkout/],
  ['add metadata to a node', 'The item is added to web-2 of shop-front'],
  ['change a value of a node', 'Value checkout → Value search'],
  ['remove metadata of a node', 'The item team of web-2 of shop-front is removed'],
  ['remove all metadata of a node', 'team, tier of web-2 of shop-front are removed'],
  ['see what happened to the nodes', '10.20.0.11:8080'],
  ['see which domains host names of nodes may be in', 'rackclouddb.com'],
];

describe.each([
  ['balancers', BALANCERS],
  ['nodes', ROWS],
  ['settings', SETTINGS_ROWS],
  ['SSL', SSL],
  ['lists', LISTS],
])('%s, by the commands of docs/rackspace.md', (_, rows) => {
  for (const [feature, prints] of rows)
    it(feature, async () => {
      const fact: Fact = FACTS[feature];
      const machine = new Machine();
      for (const [name, text] of Object.entries(fact.files ?? {}))
        fs.writeFileSync(path.join(machine.home, name), text, { mode: 0o600 });
      const at = await balancerAt(await servedWorld(machine), fact.balancer);
      await fact.before?.(at);
      let printed = '';
      for (const command of featureRow('rackspace.md', feature).commands) {
        const { code, out, err } = await machine.run(command.replace(/^sluice /, ''));
        expect({ command, code, err }).toMatchObject({ command, code: 0 });
        printed += out;
      }
      if (typeof prints === 'string') expect(printed).toContain(prints);
      else expect(printed).toMatch(prints);
      await fact.after(at);
    });
});

describe('sluice node type', () => {
  it('says which types there are, and which engine has none; what is so already is left alone', async () => {
    const machine = new Machine();
    const wrong = await machine.run('node type orders-db orders-db-2 --to reserve');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toBe('sluice: --to reserve is no type of node\n  Choose PRIMARY or SECONDARY\n');
    const refused = await machine.run('node type web-classic classic-web-1 --to secondary -a sandbox-aws');
    expect(refused.code).toBe(2);
    const made = await machine.json('node type orders-db orders-db-1 orders-db-2 --to primary');
    expect(made.code).toBe(0);
    expect(made.value).toMatchObject([
      { server: 'orders-db-1', type: 'PRIMARY' },
      { server: 'orders-db-2', type: 'PRIMARY' },
    ]);
    const reserve = await machine.json('node type orders-db orders-db-2 --to Secondary');
    expect(reserve.value).toMatchObject([{ server: 'orders-db-2', type: 'SECONDARY' }]);
    const { value } = await machine.json('journal');
    expect(value).toMatchObject([{ node: 'orders-db-2', before: 'PRIMARY', after: 'SECONDARY' }]);
  });
});
