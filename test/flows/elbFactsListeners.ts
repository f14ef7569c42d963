import {
  CreateLoadBalancerPolicyCommand,
  SetLoadBalancerPoliciesForBackendServerCommand,
  SetLoadBalancerPoliciesOfListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { expect } from 'vitest';
import type { ElbAt } from './elbAt.ts';
import type { ElbFact } from './elbFacts.ts';

/** `80 HTTP → 8080 HTTP`, with the name of the certificate where there is one, by port. */
async function listenersOf(at: ElbAt): Promise<readonly string[]> {
  const { ListenerDescriptions = [] } = await at.description();
  return ListenerDescriptions.map(({ Listener }) => Listener)
    .sort((a, b) => (a?.LoadBalancerPort ?? 0) - (b?.LoadBalancerPort ?? 0))
    .map((one) => {
      const certificate = one?.SSLCertificateId?.split(/[:/]/).at(-1);
      const line = `${one?.LoadBalancerPort} ${one?.Protocol} → ${one?.InstancePort} ${one?.InstanceProtocol}`;
      return certificate ? `${line}, ${certificate}` : line;
    });
}

const listeners =
  (...wanted: readonly string[]) =>
  async (at: ElbAt) =>
    expect(await listenersOf(at)).toEqual(wanted);

/** The policies that are set on a listener's port. */
const onListener =
  (port: number, ...wanted: readonly string[]) =>
  async (at: ElbAt) => {
    const { ListenerDescriptions = [] } = await at.description();
    const found = ListenerDescriptions.find(({ Listener }) => Listener?.LoadBalancerPort === port);
    expect([...(found?.PolicyNames ?? [])].sort()).toEqual([...wanted].sort());
  };

/** The policies that are set on an instance port. */
const onInstances =
  (port: number, ...wanted: readonly string[]) =>
  async (at: ElbAt) => {
    const { BackendServerDescriptions = [] } = await at.description();
    const found = BackendServerDescriptions.find(({ InstancePort }) => InstancePort === port);
    expect(found?.PolicyNames ?? []).toEqual(wanted);
  };

/** A policy of that name, its type and some of its attributes. */
const policy =
  (name: string, type: string, wanted: Readonly<Record<string, string>> = {}) =>
  async (at: ElbAt) => {
    const found = (await at.policies()).find(({ PolicyName }) => PolicyName === name);
    expect(found?.PolicyTypeName).toBe(type);
    const attributes = Object.fromEntries(
      (found?.PolicyAttributeDescriptions ?? []).map(({ AttributeName = '', AttributeValue = '' }) => [
        AttributeName,
        AttributeValue,
      ]),
    );
    expect(attributes).toMatchObject(wanted);
  };

const noPolicy = (name: string) => async (at: ElbAt) =>
  expect((await at.policies()).map(({ PolicyName }) => PolicyName)).not.toContain(name);

/** Makes a policy behind the program's back. */
const makePolicy =
  (PolicyName: string, PolicyTypeName: string, AttributeName: string, AttributeValue: string) =>
  async (at: ElbAt) => {
    await at.send(
      new CreateLoadBalancerPolicyCommand({
        LoadBalancerName: at.name,
        PolicyName,
        PolicyTypeName,
        PolicyAttributes: [{ AttributeName, AttributeValue }],
      }),
    );
  };

const setOnListener =
  (LoadBalancerPort: number, ...PolicyNames: string[]) =>
  async (at: ElbAt) => {
    await at.send(
      new SetLoadBalancerPoliciesOfListenerCommand({
        LoadBalancerName: at.name,
        LoadBalancerPort,
        PolicyNames,
      }),
    );
  };

const setOnInstances =
  (InstancePort: number, ...PolicyNames: string[]) =>
  async (at: ElbAt) => {
    await at.send(
      new SetLoadBalancerPoliciesForBackendServerCommand({
        LoadBalancerName: at.name,
        InstancePort,
        PolicyNames,
      }),
    );
  };

const both =
  (...tasks: readonly ((at: ElbAt) => Promise<void>)[]) =>
  async (at: ElbAt) => {
    for (const task of tasks) await task(at);
  };

const HTTP_80 = '80 HTTP → 8080 HTTP';
const HTTPS_443 = '443 HTTPS → 8080 HTTP, 1c9f2a70-6f0b-4a55-9d6e-3f1d0b7a1001';
const BASIC = 'ELBSecurityPolicy-2016-08';
/** In the form of a public key, and nobody's. */
export const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----\n${'MIIBIjANBgkqhkiG9w0BAQEF'.repeat(3)}\n-----END PUBLIC KEY-----\n`;
const hasPublicKey = makePolicy('node-key', 'PublicKeyPolicyType', 'PublicKey', 'MIIBIjANBgkqhkiG9w0BAQEF');

/** What listeners come to at AWS, by the features of docs/aws-elb.md. */
export const LISTENERS = {
  'see the listeners': { prints: /443 +HTTPS +8080 +HTTP +ELBSecurityPolicy-2016-08/ },
  'add a listener': { after: listeners(HTTP_80, HTTPS_443, '8081 HTTP → 8080 HTTP') },
  'add a listener with a certificate': {
    after: listeners(HTTP_80, HTTPS_443, '8443 HTTPS → 8080 HTTP, checkout-2026'),
  },
  'add several listeners at once': {
    files: { 'listeners.txt': '8082 HTTP 8080\n8083 TCP 8083\n' },
    after: listeners(
      HTTP_80,
      HTTPS_443,
      '8081 HTTP → 8080 HTTP',
      '8082 HTTP → 8080 HTTP',
      '8083 TCP → 8083 TCP',
    ),
  },
  'replace the certificate of a listener': {
    after: both(listeners(HTTP_80, '443 HTTPS → 8080 HTTP, checkout-2026'), onListener(443, BASIC)),
  },
  'choose the policies of a listener': { after: onListener(443, BASIC, 'web-sticky') },
  'take all policies off a listener': { after: onListener(80) },
  'remove a listener': { after: listeners(HTTPS_443) },
} as const satisfies Readonly<Record<string, ElbFact>>;

/** What policies come to at AWS, by the features of docs/aws-elb.md. */
export const POLICIES = {
  'see the policies': { prints: /web-sticky +LBCookieStickiness +CookieExpirationPeriod 3600 +listener 80/ },
  'see what types of policies there are': { prints: /^ProxyProtocolPolicyType +ProxyProtocol /m },
  'keep clients on their node for a time': {
    after: policy('half-hour', 'LBCookieStickinessPolicyType', { CookieExpirationPeriod: '1800' }),
  },
  'keep clients on their node as long as the application does': {
    after: policy('app-session', 'AppCookieStickinessPolicyType', { CookieName: 'JSESSIONID' }),
  },
  'take a predefined security policy': {
    after: policy('tls12', 'SSLNegotiationPolicyType', {
      'Reference-Security-Policy': 'ELBSecurityPolicy-TLS-1-2-2017-01',
    }),
  },
  'choose protocols and ciphers yourself': {
    after: policy('own-tls', 'SSLNegotiationPolicyType', {
      'Protocol-TLSv1.2': 'true',
      'ECDHE-RSA-AES128-GCM-SHA256': 'true',
      'Protocol-TLSv1': 'false',
    }),
  },
  'tell the nodes who the client is': {
    balancer: 'tcp-ingest',
    after: policy('EnableProxyProtocol', 'ProxyProtocolPolicyType', { ProxyProtocol: 'true' }),
  },
  'trust a public key of the nodes': {
    balancer: 'checkout-elb',
    files: { 'node.pem': PUBLIC_KEY },
    after: policy('node-key', 'PublicKeyPolicyType', {
      PublicKey: 'MIIBIjANBgkqhkiG9w0BAQEF'.repeat(3),
    }),
  },
  'let the nodes prove who they are': {
    balancer: 'checkout-elb',
    before: hasPublicKey,
    after: policy('known-nodes', 'BackendServerAuthenticationPolicyType', {
      PublicKeyPolicyName: 'node-key',
    }),
  },
  'enable a policy on a listener': { after: onListener(443, BASIC, 'web-sticky') },
  'enable a policy on an instance port': {
    balancer: 'tcp-ingest',
    before: setOnInstances(5140),
    after: onInstances(5140, 'proxy-header'),
  },
  'disable a policy': { after: onListener(80) },
  'choose the policies of an instance port': {
    balancer: 'tcp-ingest',
    before: setOnInstances(5140),
    after: onInstances(5140, 'proxy-header'),
  },
  'take all policies off an instance port': { balancer: 'tcp-ingest', after: onInstances(5140) },
  'delete a policy': { before: setOnListener(80), after: noPolicy('web-sticky') },
  'take a policy off everywhere and delete it': { after: both(onListener(80), noPolicy('web-sticky')) },
} as const satisfies Readonly<Record<string, ElbFact>>;
