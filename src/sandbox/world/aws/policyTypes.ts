import { CIPHERS, SSL_SWITCHES } from './ciphers.ts';

/** An attribute that policies of a type have. */
export interface PolicyAttributeType {
  readonly name: string;
  readonly type: 'Boolean' | 'String' | 'Long' | 'PolicyName';
  readonly cardinality: 'ONE' | 'ZERO_OR_ONE' | 'ONE_OR_MORE';
}

/** A kind of policy. */
export interface PolicyType {
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly PolicyAttributeType[];
  /** The listeners, or the instances' side of listeners, that it can be set on. */
  readonly on: 'listener' | 'backend' | 'nothing';
  readonly protocols: readonly string[];
}

/** The kinds of policies that there are. */
export const POLICY_TYPES: readonly PolicyType[] = [
  {
    name: 'ProxyProtocolPolicyType',
    description:
      'Policy that controls whether to include the IP address and port of the originating request for TCP messages. This policy operates on TCP/SSL listeners only',
    attributes: [{ name: 'ProxyProtocol', type: 'Boolean', cardinality: 'ONE' }],
    on: 'backend',
    protocols: ['TCP', 'SSL'],
  },
  {
    name: 'PublicKeyPolicyType',
    description:
      'Policy containing a list of public keys to accept when authenticating the back-end server(s). This policy cannot be applied directly to back-end servers or listeners but must be part of a BackendServerAuthenticationPolicyType.',
    attributes: [{ name: 'PublicKey', type: 'String', cardinality: 'ONE' }],
    on: 'nothing',
    protocols: [],
  },
  {
    name: 'AppCookieStickinessPolicyType',
    description:
      'Stickiness policy with session lifetimes controlled by the lifetime of the application-generated cookie. This policy can be associated only with HTTP/HTTPS listeners.',
    attributes: [{ name: 'CookieName', type: 'String', cardinality: 'ONE' }],
    on: 'listener',
    protocols: ['HTTP', 'HTTPS'],
  },
  {
    name: 'LBCookieStickinessPolicyType',
    description:
      'Stickiness policy with session lifetimes controlled by the browser (user-agent) or a specified expiration period. This policy can be associated only with HTTP/HTTPS listeners.',
    attributes: [{ name: 'CookieExpirationPeriod', type: 'Long', cardinality: 'ZERO_OR_ONE' }],
    on: 'listener',
    protocols: ['HTTP', 'HTTPS'],
  },
  {
    name: 'SSLNegotiationPolicyType',
    description:
      'Listener policy that defines the ciphers and protocols that will be accepted by the load balancer. This policy can be associated only with HTTPS/SSL listeners.',
    attributes: [
      ...SSL_SWITCHES.map((name) => ({ name, type: 'Boolean', cardinality: 'ZERO_OR_ONE' }) as const),
      { name: 'Reference-Security-Policy', type: 'String', cardinality: 'ZERO_OR_ONE' },
      ...CIPHERS.map((name) => ({ name, type: 'Boolean', cardinality: 'ZERO_OR_ONE' }) as const),
    ],
    on: 'listener',
    protocols: ['HTTPS', 'SSL'],
  },
  {
    name: 'BackendServerAuthenticationPolicyType',
    description:
      'Policy that controls authentication to back-end server(s) and contains one or more policies, such as an instance of a PublicKeyPolicyType. This policy can be associated only with back-end servers that are using HTTPS/SSL.',
    attributes: [{ name: 'PublicKeyPolicyName', type: 'PolicyName', cardinality: 'ONE_OR_MORE' }],
    on: 'backend',
    protocols: ['HTTPS', 'SSL'],
  },
];

/** The kind of that name. */
export function policyType(name: string): PolicyType | undefined {
  return POLICY_TYPES.find((type) => type.name === name);
}
