import { describe, it } from 'vitest';
import { type Fill, fields } from './featureSteps.ts';
import { SETTINGS } from './rackspaceFactsSettings.ts';
import { prove } from './rackspaceFeaturesKit.ts';

type Row = readonly [feature: keyof typeof SETTINGS, shows: RegExp | string, ...fills: readonly Fill[]];

const GENERAL: readonly Row[] = [
  ['change the name', 'General of shop-front is set', 'shop'],
  ['change the protocol', /TCP_CLIENT_FIRST :6379/, fields(null, 'tcp_client_first')],
  ['change the port', /HTTP :8081 LEAST/, fields(null, null, '8081')],
  ['change the algorithm', /HTTP :80 ROUND_ROBIN/, fields(null, null, null, 'round_robin')],
  [
    'change the timeout of idle connections',
    'General of shop-front is set',
    fields(null, null, null, null, '90'),
  ],
  ['half-closed connections', 'General of session-cache is set', fields(null, null, null, null, null, 'y')],
  ['redirect HTTP to HTTPS', 'General of shop-front-tls is set', fields(null, null, null, null, null, 'y')],
];

const SETTINGS_ROWS: readonly Row[] = [
  ['watch nodes by opening a connection', /CONNECT every 5 s/, fields('C', '5', '3', '2')],
  [
    'watch nodes by asking for a page',
    /HTTP \/health every 5 s/,
    fields('H', '5', '3', '2', '/health', '^200$'),
  ],
  ['change the health monitor', /HTTP \/health every 30 s/, fields(null, '30')],
  ['remove the health monitor', /Health monitor +none/],
  ['keep clients on their node by a cookie', /Session persistence +HTTP_COOKIE/],
  ['keep clients on their node by their address', /Session persistence +SOURCE_IP/],
  ['end session persistence', /Session persistence +none/],
  ['limit the connections of a client', /at most 40 connections of a client/, '40'],
  ['change the limit', /at most 25 connections of a client/, '25'],
  ['remove the limit', /Connection throttle +none/],
  ['switch connection logging on', /Connection logging +on/, 'y'],
  ['switch connection logging off', /Connection logging +off/, 'n'],
  ['switch content caching on', /Content caching +on/, 'y'],
  ['switch content caching off', /Content caching +off/, 'n'],
  ['put up an error page of your own', /Error page +own page, 42 characters/, '~/page.html'],
  ['read the error page', 'Back at noon'],
  ['go back to the error page of Rackspace', /Error page +Rackspace’s own/],
  ['see where the traffic to the nodes comes from', /^ *ipv4Servicenets: 10\.183\.248\.3$/m],
];

const SSL: readonly Row[] = [
  [
    'end SSL on the balancer',
    /SSL termination +port 443 and plain/,
    fields(null, null, null, '~/web.crt', '~/web.key'),
  ],
  [
    'change its switches and port without the key',
    /SSL termination +port 8443 only/,
    fields(null, '8443', 'y'),
  ],
  [
    'turn TLS 1.0 off',
    'SSL termination of edge-fleet is set',
    fields(null, null, null, null, null, null, 'n'),
  ],
  [
    'choose the cipher profile',
    'SSL termination of edge-fleet is set',
    fields(null, null, null, null, null, null, null, 'CLBCipherPolicy2019-05'),
  ],
  [
    'replace the certificate',
    'SSL termination of edge-fleet is set',
    fields(null, null, null, '~/new.crt', '~/new.key', '~/chain.crt'),
  ],
  ['remove SSL termination', /SSL termination +none/],
];

describe.each([
  ['the balancer itself', GENERAL],
  ['its settings', SETTINGS_ROWS],
  ['SSL termination', SSL],
])('%s, from the keyboard', (_, rows) => {
  for (const [feature, shows, ...fills] of rows)
    it(feature, async () => {
      await prove(feature, SETTINGS[feature], { fills, shows });
    });
});
