import type { BalancerSpec, HealthMonitor, NodeSpec } from './specs.ts';

/** A balancer of the sample data: what a request would say, and what has become of it. */
export interface Sample {
  readonly spec: Partial<Omit<BalancerSpec, 'nodes'>> & Pick<BalancerSpec, 'name' | 'protocol' | 'port'>;
  readonly nodes: readonly SampleNode[];
  readonly fate?: 'BUILD' | 'ERROR' | 'SUSPENDED';
  /** Shares the virtual IPs of the balancer of that name. */
  readonly shares?: string;
  /** Ends SSL on this port; `only` refuses plain traffic. */
  readonly ssl?: { readonly port: number; readonly only: boolean };
}
interface SampleNode extends NodeSpec {
  /** Name of the server with this address. */
  readonly server: string;
  readonly down: boolean;
}

type Change = Partial<Pick<SampleNode, 'condition' | 'weight' | 'type' | 'down'>>;

/** Nodes `prefix`-1 to `prefix`-n at consecutive addresses; `changes` by place from 1. */
function rank(
  prefix: string,
  count: number,
  address: string,
  port: number,
  changes: Readonly<Record<number, Change>> = {},
): SampleNode[] {
  const [a, b, c, first = '0'] = address.split('.');
  const digits = count > 9 ? 2 : 1;
  return Array.from({ length: count }, (_, place) => ({
    server: `${prefix}-${String(place + 1).padStart(digits, '0')}`,
    address: `${a}.${b}.${c}.${Number(first) + place}`,
    port,
    condition: 'ENABLED',
    type: 'PRIMARY',
    weight: 1,
    down: false,
    ...changes[place + 1],
  }));
}

const CONNECT: HealthMonitor = { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 3 };
const HTTP: HealthMonitor = {
  type: 'HTTP',
  delay: 10,
  timeout: 5,
  attemptsBeforeDeactivation: 3,
  path: '/healthz',
  statusRegex: '^[23][0-9][0-9]$',
};
const SERVICENET = [{ type: 'SERVICENET', ipVersion: null }] as const;
const IPV4 = [{ type: 'PUBLIC', ipVersion: 'IPV4' }] as const;
const IPV6 = [{ type: 'PUBLIC', ipVersion: 'IPV6' }] as const;

const DFW: readonly Sample[] = [
  {
    spec: { name: 'shop-front', protocol: 'HTTP', port: 80, algorithm: 'LEAST_CONNECTIONS' },
    nodes: rank('web', 4, '10.20.0.11', 8080, { 3: { condition: 'DISABLED' } }),
  },
  {
    spec: {
      name: 'shop-front-tls',
      protocol: 'HTTPS',
      port: 443,
      algorithm: 'LEAST_CONNECTIONS',
      sessionPersistence: 'SSL_ID',
    },
    nodes: rank('web', 4, '10.20.0.11', 8443),
    shares: 'shop-front',
  },
  {
    spec: {
      name: 'api-gateway',
      protocol: 'HTTP',
      port: 8080,
      algorithm: 'WEIGHTED_ROUND_ROBIN',
      healthMonitor: HTTP,
      timeout: 60,
    },
    nodes: rank('api', 6, '10.20.0.31', 9000, {
      1: { weight: 10 },
      2: { weight: 10 },
      3: { weight: 5 },
      4: { weight: 5 },
      5: { weight: 1 },
      6: { weight: 1, condition: 'DRAINING' },
    }),
    ssl: { port: 8443, only: false },
  },
  {
    spec: {
      name: 'edge-fleet',
      protocol: 'HTTP',
      port: 80,
      algorithm: 'ROUND_ROBIN',
      healthMonitor: CONNECT,
    },
    nodes: rank('edge', 24, '10.20.1.11', 80, {
      7: { condition: 'DISABLED' },
      8: { condition: 'DISABLED' },
      15: { down: true },
      20: { condition: 'DRAINING' },
    }),
  },
  {
    spec: { name: 'billing-api', protocol: 'HTTPS', port: 443, algorithm: 'RANDOM', virtualIps: SERVICENET },
    nodes: rank('billing', 3, '10.20.0.51', 8443, {
      2: { condition: 'DISABLED' },
      3: { condition: 'DISABLED' },
    }),
  },
  {
    spec: {
      name: 'search',
      protocol: 'HTTP',
      port: 9200,
      algorithm: 'LEAST_CONNECTIONS',
      healthMonitor: HTTP,
      virtualIps: SERVICENET,
    },
    nodes: rank('search', 5, '10.20.0.61', 9200, { 2: { down: true }, 4: { down: true }, 5: { down: true } }),
  },
  {
    spec: {
      name: 'orders-db',
      protocol: 'MYSQL',
      port: 3306,
      algorithm: 'LEAST_CONNECTIONS',
      healthMonitor: CONNECT,
      virtualIps: SERVICENET,
    },
    nodes: rank('orders-db', 4, '10.20.0.71', 3306, { 3: { type: 'SECONDARY' }, 4: { type: 'SECONDARY' } }),
  },
  {
    spec: {
      name: 'session-cache',
      protocol: 'TCP',
      port: 6379,
      algorithm: 'WEIGHTED_LEAST_CONNECTIONS',
      virtualIps: SERVICENET,
    },
    nodes: rank('cache', 6, '10.20.0.81', 6379, {
      1: { weight: 4 },
      2: { weight: 4, condition: 'DRAINING' },
      3: { weight: 2, condition: 'DRAINING' },
      4: { weight: 2 },
      5: { condition: 'DRAINING' },
      6: { condition: 'DISABLED' },
    }),
  },
  {
    spec: {
      name: 'media',
      protocol: 'HTTP',
      port: 80,
      algorithm: 'ROUND_ROBIN',
      virtualIps: IPV6,
      healthMonitor: HTTP,
      sessionPersistence: 'HTTP_COOKIE',
      connectionThrottle: {
        minConnections: 10,
        maxConnections: 200,
        maxConnectionRate: 50,
        rateInterval: 60,
      },
      contentCaching: true,
      connectionLogging: true,
      accessList: [
        { address: '198.51.100.0/24', type: 'DENY' },
        { address: '203.0.113.140', type: 'ALLOW' },
      ],
      metadata: [
        { key: 'team', value: 'content' },
        { key: 'tier', value: 'gold' },
        { key: 'ticket', value: 'OPS-2291' },
      ],
    },
    nodes: rank('media', 3, '10.20.0.101', 8080),
  },
  {
    spec: { name: 'launch-page', protocol: 'HTTP', port: 80, algorithm: 'RANDOM' },
    nodes: rank('launch', 2, '10.20.0.111', 8080),
    fate: 'BUILD',
  },
  {
    spec: { name: 'legacy-ftp', protocol: 'FTP', port: 21, algorithm: 'RANDOM', virtualIps: IPV4 },
    nodes: rank('ftp', 2, '10.20.0.121', 21, { 2: { condition: 'DISABLED' } }),
    fate: 'ERROR',
  },
  {
    spec: { name: 'mail-in', protocol: 'SMTP', port: 25, algorithm: 'ROUND_ROBIN', virtualIps: IPV4 },
    nodes: rank('mx', 3, '10.20.0.131', 25),
  },
  {
    spec: { name: 'resolver-tcp', protocol: 'DNS_TCP', port: 53, algorithm: 'RANDOM' },
    nodes: rank('ns', 2, '10.20.0.141', 53),
  },
  {
    spec: { name: 'resolver-udp', protocol: 'DNS_UDP', port: 53, algorithm: 'RANDOM' },
    nodes: rank('ns', 2, '10.20.0.141', 53),
    shares: 'resolver-tcp',
  },
];

const ORD: readonly Sample[] = [
  {
    spec: {
      name: 'shop-front',
      protocol: 'HTTP',
      port: 80,
      algorithm: 'LEAST_CONNECTIONS',
      healthMonitor: HTTP,
    },
    nodes: rank('web', 3, '10.30.0.11', 8080),
    ssl: { port: 443, only: true },
  },
  {
    spec: {
      name: 'reports',
      protocol: 'HTTPS',
      port: 443,
      algorithm: 'ROUND_ROBIN',
      sessionPersistence: 'SOURCE_IP',
    },
    nodes: rank('reports', 2, '10.30.0.21', 8443, { 2: { condition: 'DRAINING' } }),
  },
  {
    spec: { name: 'ldap', protocol: 'LDAPS', port: 636, algorithm: 'RANDOM', virtualIps: SERVICENET },
    nodes: rank('ldap', 2, '10.30.0.31', 636),
  },
  {
    spec: {
      name: 'queue',
      protocol: 'TCP_CLIENT_FIRST',
      port: 5672,
      algorithm: 'WEIGHTED_ROUND_ROBIN',
      halfClosed: true,
      virtualIps: SERVICENET,
    },
    nodes: rank('queue', 3, '10.30.0.41', 5672, { 1: { weight: 20 }, 2: { weight: 10 }, 3: { weight: 1 } }),
  },
  {
    spec: { name: 'syslog', protocol: 'UDP_STREAM', port: 514, algorithm: 'ROUND_ROBIN', virtualIps: IPV4 },
    nodes: rank('syslog', 2, '10.30.0.51', 514),
  },
  {
    spec: { name: 'mail-out', protocol: 'SMTP', port: 587, algorithm: 'ROUND_ROBIN', virtualIps: IPV4 },
    nodes: rank('relay', 3, '10.30.0.61', 587, { 2: { down: true } }),
  },
  {
    spec: {
      name: 'mailboxes',
      protocol: 'IMAPS',
      port: 993,
      algorithm: 'LEAST_CONNECTIONS',
      healthMonitor: CONNECT,
    },
    nodes: rank('imap', 4, '10.30.0.71', 993),
  },
  {
    spec: { name: 'old-intranet', protocol: 'HTTP', port: 80, algorithm: 'RANDOM', virtualIps: IPV4 },
    nodes: rank('intranet', 1, '10.30.0.81', 80),
    fate: 'SUSPENDED',
  },
];

const SYD: readonly Sample[] = [
  {
    spec: { name: 'shop-front', protocol: 'HTTP', port: 80, algorithm: 'ROUND_ROBIN' },
    nodes: rank('web', 2, '10.40.0.11', 8080),
  },
  {
    spec: {
      name: 'git-mirror',
      protocol: 'SFTP',
      port: 22,
      algorithm: 'LEAST_CONNECTIONS',
      virtualIps: IPV4,
    },
    nodes: rank('git', 2, '10.40.0.21', 22, { 2: { condition: 'DISABLED' } }),
  },
  {
    spec: { name: 'empty-shell', protocol: 'HTTP', port: 8080, algorithm: 'RANDOM' },
    nodes: [],
  },
];

/** The sample balancers by region, in the order of their ids. */
export const SAMPLES = { DFW, ORD, SYD } as const;

/** Servers that stand behind no balancer. */
export const SPARE_SERVERS = {
  DFW: ['bastion', 'build-runner-1', 'build-runner-2', 'staging-web-1'],
  ORD: ['bastion', 'batch-1'],
  SYD: ['bastion'],
} as const;
