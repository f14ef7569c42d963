import { describe, expect, it } from 'vitest';
import type { SluiceUnderTest } from '../kit/sluice.ts';
import type { ElbFact } from './elbFacts.ts';
import { LISTENERS, POLICIES } from './elbFactsListeners.ts';
import { BALANCERS, NODES } from './elbFactsNodes.ts';
import { SETTINGS } from './elbFactsSettings.ts';
import { prove } from './elbKit.ts';
import { type Fill, fields } from './featureSteps.ts';

type Row<Facts> = readonly [feature: keyof Facts & string, shows: RegExp | string, ...fills: readonly Fill[]];

const BALANCER_ROWS: readonly Row<typeof BALANCERS>[] = [
  ['see the balancers of another region', /▌ +west-classic /],
  ['see what an alias record needs', /Z35SXDOTRQ7X7K/],
  ['delete a balancer', /legacy-blue is deleted/, 'legacy-blue'],
  ['see what a balancer carried', /Requests|REQUESTS/],
  ['see what all balancers carried', /tcp-ingest .*[KMG]B/],
];

const NODE_ROWS: readonly Row<typeof NODES>[] = [
  ['drain a node', /DRAINING .*classic-web-1 .*at most 4m/],
  ['disable a node', /classic-web-1 .*at most 4m/],
  ['disable a node whose connections cannot drain', /DISABLED .*legacy-1 .*taken out, to come back/],
  ['enable a node', /ENABLED .*ONLINE .*classic-web-1/],
  ['toggle a node', /classic-web-1 .*at most 4m/],
  ['drain several nodes', /classic-web-2 .*at most 4m/],
  ['register an instance', /ENABLED .*spare-1/, 'spare-1'],
  ['register an instance by its private address', /ENABLED .*spare-1/, '172.31.16.14'],
  ['take a node out for good', /DRAINING .*classic-web-4|Nodes 3\/3/, 'classic-web-4'],
  ['see the nodes and their health', /OFFLINE .*checkout-2/],
  ['see why a node is not in service', /checkout-2 .*fails the health check/],
];

const LISTENER_ROWS: readonly Row<typeof LISTENERS>[] = [
  ['see the listeners', /443 +HTTPS +8080 +HTTP +ELBSecurityPolicy-2016-08/],
  ['add a listener', /8081 +HTTP +8080/, fields(null, '8081', null, '8080')],
  [
    'add a listener with a certificate',
    /8443 +HTTPS +8080/,
    after('right', fields(null, '8443', null, '8080', 'checkout')),
  ],
  [
    'add several listeners at once',
    '[Listeners 5]',
    async (app) => {
      await fields(null, '8081', null, '8080', null, null)(app);
      app.terminal.paste('8082 HTTP 8080\n8083 TCP 8083');
      await app.idle();
    },
  ],
  ['replace the certificate of a listener', /443 +HTTPS .*checkout-2026/, 'checkout'],
  ['choose the policies of a listener', /443 .*ELBSecurityPolicy-2016-08, web-sticky/, 'web-sticky'],
  ['take all policies off a listener', /80 +HTTP +8080 +HTTP +—/, 'web-sticky'],
  ['remove a listener', '[Listeners 1]'],
];

const POLICY_ROWS: readonly Row<typeof POLICIES>[] = [
  ['see the policies', /web-sticky +LBCookieStickiness/],
  ['see what types of policies there are', /BackendServerAuthenticationPolicyType/],
  ['keep clients on their node for a time', /half-hour +LBCookie/, fields('L', 'half-hour', '1800')],
  [
    'keep clients on their node as long as the application does',
    /app-session +AppCookie/,
    fields('A', 'app-session', 'JSESSIONID'),
  ],
  [
    'take a predefined security policy',
    /tls12 +SSLNegotiation/,
    fields('S', 'tls12', 'ELBSecurityPolicy-TLS-1-2-2017'),
  ],
  [
    'choose protocols and ciphers yourself',
    /own-tls +SSLNegotiation/,
    fields('S', 'own-tls', null, '☐ Protocol-TLSv1.2', null, '☐ ECDHE-RSA-AES128-GCM-SHA256'),
  ],
  [
    'tell the nodes who the client is',
    /EnableProxyProtocol +ProxyProtocol/,
    fields(null, 'EnableProxyProtocol'),
  ],
  [
    'trust a public key of the nodes',
    /node-key +PublicKey/,
    after('right', fields(null, 'node-key', '~/node.pem')),
  ],
  [
    'let the nodes prove who they are',
    /known-nodes +BackendServerAuth/,
    fields('B', 'known-nodes', '☐ node-key'),
  ],
  ['enable a policy on a listener', /web-sticky .*listener 80.*listener 443/, 'listener 443'],
  ['enable a policy on an instance port', /proxy-header .*instance port 5140/, 'instance port 5140'],
  [
    'disable a policy',
    /web-sticky +LBCookieStickiness +CookieExpirationPeriod 3600 +(?:—|nowhere)/,
    'listener 80',
  ],
  ['choose the policies of an instance port', /▌ +5140 .*proxy-header/, 'proxy-header'],
  ['take all policies off an instance port', /5140 +TCP +5140, 6514 +—/, 'proxy-header'],
  ['delete a policy', '[Policies 1]'],
  ['take a policy off everywhere and delete it', '[Policies 1]'],
];

const SETTING_ROWS: readonly Row<typeof SETTINGS>[] = [
  ['check nodes by asking for a page', /HTTP:9000\/healthz/, fields('H', '9000', '/healthz')],
  ['check nodes by opening a connection', /TCP:8080/, 'T'],
  [
    'change how often nodes are checked, and what counts as up',
    /every 20 s/,
    fields(null, null, null, '20', '4', '2'),
  ],
  ['switch connection draining on', /on, at most 120 s/, fields('y', '120')],
  ['change how long it lasts at most', /on, at most 60 s/, fields(null, '60')],
  ['switch connection draining off', /Connection draining +off/, 'n'],
  ['change the idle timeout', /Idle timeout +90 s/, '90'],
  ['switch cross-zone balancing off', /Cross-zone balancing +off/, 'n'],
  ['switch cross-zone balancing on', /Cross-zone balancing +on/, 'y'],
  ['write an access log', /shop-logs/, fields('y', 'shop-logs', 'elb', '5')],
  ['end the access log', /Access log +off/, 'n'],
  ['change the desync mitigation mode', /Desync mitigation +strictest/, 's'],
];

const NETWORK_ROWS: readonly Row<typeof SETTINGS>[] = [
  ['see the subnets', /us-east-1b +subnet-\w+ +public-b/],
  ['attach a subnet', '[Subnets 3]', 'public-c'],
  ['detach a subnet', '[Subnets 2]'],
  ['see the zones of a balancer without a VPC', /\[Zones 2\][\s\S]*eu-west-1b/],
  ['enable a zone for it', '[Zones 3]', 'eu-west-1c'],
  ['disable a zone for it', '[Zones 1]'],
  ['choose the security groups', /sg-\w+, sg-\w+/, 'app'],
  ['see the tags', /team +storefront/],
  ['add a tag', /owner +nina/, fields('owner', 'nina')],
  ['change a tag', /env +staging/, 'staging'],
  ['remove a tag', '[Tags 2]'],
];

/** A key, and then more. */
function after(key: string, fill: (app: SluiceUnderTest) => Promise<void>): Fill {
  return async (app) => {
    await app.press(key);
    await fill(app);
  };
}

function proving<Name extends string>(
  facts: Readonly<Record<Name, ElbFact>>,
  rows: readonly (readonly [feature: NoInfer<Name>, shows: RegExp | string, ...fills: readonly Fill[]])[],
): void {
  for (const [feature, shows, ...fills] of rows)
    it(feature, async () => {
      await prove(feature, facts[feature], { fills, shows });
    });
}

describe('balancers, from the keyboard', () => {
  proving(BALANCERS, BALANCER_ROWS);

  it('copy the DNS name', async () => {
    const app = await prove('copy the DNS name', BALANCERS['copy the DNS name'], {
      shows: 'Copied the address of web-classic',
    });
    expect(app.copied).toEqual([expect.stringMatching(BALANCERS['copy the DNS name'].prints)]);
  });

  it('read all that AWS says of a balancer', async () => {
    const app = await prove('read all that AWS says of a balancer', {}, { shows: 'LoadBalancerName' });
    expect(app.screen()).toContain('"web-classic"');
  });
});

describe('nodes, from the keyboard', () => proving(NODES, NODE_ROWS));
describe('listeners, from the keyboard', () => proving(LISTENERS, LISTENER_ROWS));
describe('policies, from the keyboard', () => proving(POLICIES, POLICY_ROWS));
describe('settings, from the keyboard', () => proving(SETTINGS, SETTING_ROWS));
describe('networks and tags, from the keyboard', () => proving(SETTINGS, NETWORK_ROWS));
