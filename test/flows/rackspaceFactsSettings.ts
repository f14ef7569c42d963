import { expect } from 'vitest';
import { AUTHORITY_CERTIFICATE, CERTIFICATE, PRIVATE_KEY, RENEWED_CERTIFICATE } from '../kit/pem.ts';
import type { BalancerAt, Fact } from './rackspaceFacts.ts';

const PAGE = '<html>\n\t<body>Back at noon</body>\n</html>\n';
const CONNECT = { type: 'CONNECT', delay: 5, timeout: 3, attemptsBeforeDeactivation: 2 };
const HTTP = { ...CONNECT, type: 'HTTP', path: '/health', statusRegex: '^200$' };
const THROTTLE = { maxConnections: 100, minConnections: 0, maxConnectionRate: 0, rateInterval: 1 };

/** The setting at the path is, or holds, this. */
const is = (path: string, value: Readonly<Record<string, unknown>>) => async (at: BalancerAt) =>
  expect(await at.get(path)).toMatchObject(value);
/** What SSL termination speaks with clients when nobody has chosen. */
const USUAL = {
  cipherProfile: 'default',
  securityProtocols: [{ securityProtocolName: 'TLS_10', securityProtocolStatus: 'ENABLED' }],
};
const isOnly = (path: string, value: Readonly<Record<string, unknown>>) => async (at: BalancerAt) =>
  expect(await at.get(path)).toEqual(value);
const detailIs = (value: Readonly<Record<string, unknown>>) => async (at: BalancerAt) =>
  expect(await at.detail()).toMatchObject(value);
const put = (path: string, body: unknown) => (at: BalancerAt) => at.change('PUT', path, body);

/** The balancer has this setting. */
export const hasMonitor = put('/healthmonitor', { healthMonitor: HTTP });
export const hasSsl = put('/ssltermination', {
  sslTermination: { certificate: CERTIFICATE, privatekey: PRIVATE_KEY, securePort: 443, enabled: true },
});

/** What the settings of a balancer come to at the engine, by the features of docs/rackspace.md. */
export const SETTINGS = {
  'change the name': { after: detailIs({ name: 'shop' }) },
  'change the protocol': {
    balancer: 'session-cache',
    after: detailIs({ protocol: 'TCP_CLIENT_FIRST', port: 6379 }),
  },
  'change the port': { after: detailIs({ port: 8081 }) },
  'change the algorithm': { after: detailIs({ algorithm: 'ROUND_ROBIN' }) },
  'change the timeout of idle connections': { after: detailIs({ timeout: 90 }) },
  'half-closed connections': { balancer: 'session-cache', after: detailIs({ halfClosed: true }) },
  'redirect HTTP to HTTPS': { balancer: 'shop-front-tls', after: detailIs({ httpsRedirect: true }) },
  'watch nodes by opening a connection': { after: isOnly('/healthmonitor', { healthMonitor: CONNECT }) },
  'watch nodes by asking for a page': { after: isOnly('/healthmonitor', { healthMonitor: HTTP }) },
  'change the health monitor': {
    before: hasMonitor,
    after: isOnly('/healthmonitor', { healthMonitor: { ...HTTP, delay: 30 } }),
  },
  'remove the health monitor': { before: hasMonitor, after: isOnly('/healthmonitor', {}) },
  'keep clients on their node by a cookie': {
    after: isOnly('/sessionpersistence', { sessionPersistence: { persistenceType: 'HTTP_COOKIE' } }),
  },
  'keep clients on their node by their address': {
    balancer: 'session-cache',
    after: isOnly('/sessionpersistence', { sessionPersistence: { persistenceType: 'SOURCE_IP' } }),
  },
  'end session persistence': {
    before: put('/sessionpersistence', { sessionPersistence: { persistenceType: 'HTTP_COOKIE' } }),
    after: isOnly('/sessionpersistence', { sessionPersistence: {} }),
  },
  'limit the connections of a client': {
    after: isOnly('/connectionthrottle', { connectionThrottle: { ...THROTTLE, maxConnections: 40 } }),
  },
  'change the limit': {
    before: put('/connectionthrottle', { connectionThrottle: THROTTLE }),
    after: isOnly('/connectionthrottle', { connectionThrottle: { ...THROTTLE, maxConnections: 25 } }),
  },
  'remove the limit': {
    before: put('/connectionthrottle', { connectionThrottle: THROTTLE }),
    after: isOnly('/connectionthrottle', {}),
  },
  'switch connection logging on': {
    after: isOnly('/connectionlogging', { connectionLogging: { enabled: true } }),
  },
  'switch connection logging off': {
    before: put('/connectionlogging', { connectionLogging: { enabled: true } }),
    after: isOnly('/connectionlogging', { connectionLogging: { enabled: false } }),
  },
  'switch content caching on': { after: isOnly('/contentcaching', { contentCaching: { enabled: true } }) },
  'switch content caching off': {
    before: put('/contentcaching', { contentCaching: { enabled: true } }),
    after: isOnly('/contentcaching', { contentCaching: { enabled: false } }),
  },
  'put up an error page of your own': {
    files: { 'page.html': PAGE },
    after: isOnly('/errorpage', { errorpage: { content: PAGE } }),
  },
  'read the error page': {
    before: put('/errorpage', { errorpage: { content: PAGE } }),
    after: is('/errorpage', { errorpage: { content: PAGE } }),
  },
  'go back to the error page of Rackspace': {
    before: put('/errorpage', { errorpage: { content: PAGE } }),
    after: is('/errorpage', { errorpage: { content: expect.stringContaining('Service Unavailable') } }),
  },
  'end SSL on the balancer': {
    balancer: 'edge-fleet',
    files: { 'web.crt': CERTIFICATE, 'web.key': PRIVATE_KEY },
    after: isOnly('/ssltermination', {
      sslTermination: {
        certificate: CERTIFICATE,
        enabled: true,
        securePort: 443,
        secureTrafficOnly: false,
        ...USUAL,
      },
    }),
  },
  'change its switches and port without the key': {
    balancer: 'edge-fleet',
    before: hasSsl,
    after: isOnly('/ssltermination', {
      sslTermination: {
        certificate: CERTIFICATE,
        enabled: true,
        securePort: 8443,
        secureTrafficOnly: true,
        ...USUAL,
      },
    }),
  },
  'turn TLS 1.0 off': {
    balancer: 'edge-fleet',
    before: hasSsl,
    after: is('/ssltermination', {
      sslTermination: {
        securityProtocols: [{ securityProtocolName: 'TLS_10', securityProtocolStatus: 'DISABLED' }],
      },
    }),
  },
  'choose the cipher profile': {
    balancer: 'edge-fleet',
    before: hasSsl,
    after: is('/ssltermination', { sslTermination: { cipherProfile: 'CLBCipherPolicy2019-05' } }),
  },
  'replace the certificate': {
    balancer: 'edge-fleet',
    before: hasSsl,
    files: { 'new.crt': RENEWED_CERTIFICATE, 'new.key': PRIVATE_KEY, 'chain.crt': AUTHORITY_CERTIFICATE },
    after: is('/ssltermination', {
      sslTermination: {
        certificate: RENEWED_CERTIFICATE,
        intermediateCertificate: AUTHORITY_CERTIFICATE,
        securePort: 443,
      },
    }),
  },
  'remove SSL termination': {
    balancer: 'edge-fleet',
    before: hasSsl,
    after: async (at) => expect(await at.status('/ssltermination')).toBe(404),
  },
  'see where the traffic to the nodes comes from': {
    after: is('/clustersourceaddresses', {
      clusterSourceAddresses: { ipv4Servicenets: ['10.183.248.3'] },
    }),
  },
} satisfies Readonly<Record<string, Fact>>;
