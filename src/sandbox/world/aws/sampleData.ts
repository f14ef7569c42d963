import type { AwsRegionName } from './places.ts';
import type { HealthCheck, Tag } from './records.ts';

/** An instance of the sample data. */
export interface InstanceSample {
  readonly name: string;
  /** The letter of its zone. */
  readonly zone: string;
  readonly type: string;
  readonly fate?: 'stopped' | 'sick';
  readonly vpc?: 'backoffice';
  readonly tags?: readonly Tag[];
}

/** A listener: front and back, with a certificate's name where the front is secure. */
export interface ListenerSample {
  readonly front: readonly ['HTTP' | 'HTTPS' | 'TCP' | 'SSL', number];
  readonly back: readonly ['HTTP' | 'HTTPS' | 'TCP' | 'SSL', number];
  readonly certificate?: string;
}

/** A policy, and the front-end or instance ports that it is set on. */
export interface PolicySample {
  readonly name: string;
  readonly type: string;
  readonly attribute: readonly [name: string, value: string];
  readonly listeners?: readonly number[];
  readonly backends?: readonly number[];
}

/** A balancer of the sample data. */
export interface ElbSample {
  readonly name: string;
  readonly internal?: boolean;
  readonly zones: string;
  readonly listeners: readonly ListenerSample[];
  readonly policies?: readonly PolicySample[];
  /** Names of its instances. */
  readonly members: readonly string[];
  readonly check: Partial<HealthCheck> & Pick<HealthCheck, 'target'>;
  /** Seconds; null: off. */
  readonly draining: number | null;
  readonly crossZone?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a region begins with. */
export interface RegionSample {
  readonly instances: readonly InstanceSample[];
  readonly elbs: readonly ElbSample[];
}

const scaled: readonly Tag[] = [{ key: 'aws:autoscaling:groupName', value: 'intapi-asg' }];

const VIRGINIA: RegionSample = {
  instances: [
    { name: 'classic-web-1', zone: 'a', type: 't3.medium' },
    { name: 'classic-web-2', zone: 'b', type: 't3.medium' },
    { name: 'classic-web-3', zone: 'c', type: 't3.medium' },
    { name: 'classic-web-4', zone: 'a', type: 't3.medium' },
    { name: 'checkout-1', zone: 'a', type: 'm6i.large' },
    { name: 'checkout-2', zone: 'b', type: 'm6i.large', fate: 'sick' },
    { name: 'checkout-3', zone: 'c', type: 'm6i.large' },
    { name: 'intapi-1', zone: 'a', type: 'c6i.large', tags: scaled },
    { name: 'intapi-2', zone: 'b', type: 'c6i.large', tags: scaled },
    { name: 'ingest-1', zone: 'a', type: 'm6i.large' },
    { name: 'ingest-2', zone: 'b', type: 'm6i.large' },
    { name: 'legacy-1', zone: 'a', type: 't3.small' },
    { name: 'legacy-2', zone: 'a', type: 't3.small', fate: 'stopped' },
    { name: 'spare-1', zone: 'b', type: 't3.medium' },
    { name: 'office-wiki', zone: 'a', type: 't3.small', vpc: 'backoffice' },
  ],
  elbs: [
    {
      name: 'web-classic',
      zones: 'abc',
      listeners: [
        { front: ['HTTP', 80], back: ['HTTP', 8080] },
        { front: ['HTTPS', 443], back: ['HTTP', 8080], certificate: 'shop.example.com' },
      ],
      policies: [
        {
          name: 'web-sticky',
          type: 'LBCookieStickinessPolicyType',
          attribute: ['CookieExpirationPeriod', '3600'],
          listeners: [80],
        },
      ],
      members: ['classic-web-1', 'classic-web-2', 'classic-web-3', 'classic-web-4'],
      check: { target: 'HTTP:8080/healthz', interval: 10, healthyThreshold: 3 },
      draining: 300,
      crossZone: true,
      tags: { Name: 'web-classic', env: 'production', team: 'storefront' },
    },
    {
      name: 'checkout-elb',
      zones: 'abc',
      listeners: [{ front: ['HTTPS', 443], back: ['HTTPS', 8443], certificate: 'checkout-2026' }],
      policies: [
        {
          name: 'jsession',
          type: 'AppCookieStickinessPolicyType',
          attribute: ['CookieName', 'JSESSIONID'],
          listeners: [443],
        },
        {
          name: 'tls12-only',
          type: 'SSLNegotiationPolicyType',
          attribute: ['Reference-Security-Policy', 'ELBSecurityPolicy-TLS-1-2-2017-01'],
          listeners: [443],
        },
      ],
      members: ['checkout-1', 'checkout-2', 'checkout-3'],
      check: { target: 'HTTPS:8443/ping', interval: 15, healthyThreshold: 2 },
      draining: 60,
      tags: { Name: 'checkout-elb', env: 'production', team: 'payments' },
    },
    {
      name: 'api-internal',
      internal: true,
      zones: 'ab',
      listeners: [
        { front: ['HTTP', 80], back: ['HTTP', 9000] },
        { front: ['TCP', 9443], back: ['TCP', 9443] },
      ],
      members: ['intapi-1', 'intapi-2'],
      check: { target: 'TCP:9000' },
      draining: 120,
      tags: { env: 'production', team: 'platform' },
    },
    {
      name: 'tcp-ingest',
      zones: 'ab',
      listeners: [
        { front: ['TCP', 5140], back: ['TCP', 5140] },
        { front: ['SSL', 6514], back: ['TCP', 5140], certificate: 'shop.example.com' },
      ],
      policies: [
        {
          name: 'proxy-header',
          type: 'ProxyProtocolPolicyType',
          attribute: ['ProxyProtocol', 'true'],
          backends: [5140],
        },
      ],
      members: ['ingest-1', 'ingest-2'],
      check: { target: 'TCP:5140', interval: 10 },
      draining: 300,
      crossZone: true,
      tags: { env: 'production', team: 'logging' },
    },
    {
      name: 'legacy-blue',
      zones: 'a',
      listeners: [{ front: ['HTTP', 80], back: ['HTTP', 80] }],
      members: ['legacy-1', 'legacy-2'],
      check: { target: 'HTTP:80/index.html' },
      draining: null,
      tags: { env: 'legacy' },
    },
    {
      name: 'empty-elb',
      zones: 'bc',
      listeners: [{ front: ['HTTP', 80], back: ['HTTP', 8080] }],
      members: [],
      check: { target: 'TCP:8080' },
      draining: 300,
      tags: {},
    },
  ],
};

const OREGON: RegionSample = {
  instances: [
    { name: 'west-web-1', zone: 'a', type: 't3.medium' },
    { name: 'west-web-2', zone: 'b', type: 't3.medium' },
  ],
  elbs: [
    {
      name: 'west-classic',
      zones: 'ab',
      listeners: [{ front: ['HTTP', 80], back: ['HTTP', 8080] }],
      members: ['west-web-1', 'west-web-2'],
      check: { target: 'HTTP:8080/healthz', interval: 10 },
      draining: 300,
      tags: { env: 'staging' },
    },
  ],
};

/** What each region begins with. */
export const AWS_SAMPLES: Readonly<Record<AwsRegionName, RegionSample>> = {
  'us-east-1': VIRGINIA,
  'us-west-2': OREGON,
  'eu-west-1': { instances: [], elbs: [] },
};
