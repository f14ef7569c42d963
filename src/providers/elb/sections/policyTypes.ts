import type { PolicyTypeDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Aws } from '../aws.ts';
import { offered } from './offered.ts';
import { reading } from './subject.ts';

/** What a policy is for, by its type. `key` is enabled nowhere by itself; `other` is a type that we do not know. */
export type PolicyKind = 'stickiness' | 'ssl' | 'proxy' | 'key' | 'authentication' | 'other';

/** One attribute of a policy type. */
export interface AttributeType {
  readonly name: string;
  /** `Boolean`, `String`, `Long`, `PolicyName`, … */
  readonly type: string;
  readonly needed: boolean;
  readonly many: boolean;
  readonly initial: string | null;
  readonly help: string | null;
}

/** As AWS lists it: what a new policy is made of. */
export interface PolicyType {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly help: string | null;
  readonly attributes: readonly AttributeType[];
}

/** Kinds by the type's name without its ending, which emulators leave out (spec §12). */
const KINDS: Readonly<Record<string, PolicyKind>> = {
  LBCookieStickiness: 'stickiness',
  AppCookieStickiness: 'stickiness',
  SSLNegotiation: 'ssl',
  ProxyProtocol: 'proxy',
  PublicKey: 'key',
  BackendServerAuthentication: 'authentication',
};

/** What policies of a type are for. */
export function kindOf(typeName: string | undefined): PolicyKind {
  return KINDS[(typeName ?? '').replace(/(?:Policy)?(?:Type)?$/, '')] ?? 'other';
}

const attribute = (
  name: string,
  type: string,
  { needed = false, many = false, initial = null, help = null }: Partial<AttributeType> = {},
): AttributeType => ({ name, type, needed, many, initial, help });

/** Ciphers of the predefined policies in use, for an account whose policy types cannot be read. */
const CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES128-SHA256',
  'AES128-SHA',
  'AES256-GCM-SHA384',
  'AES256-SHA256',
  'AES256-SHA',
] as const;

/** The types as they are documented (spec §6), for when the call that lists them fails or is not offered. */
export const DOCUMENTED_TYPES: readonly PolicyType[] = [
  {
    name: 'LBCookieStickinessPolicyType',
    kind: 'stickiness',
    help: 'Clients stay on their node by a cookie of the balancer',
    attributes: [
      attribute('CookieExpirationPeriod', 'Long', {
        help: 'Seconds; 0 or nothing: until the browser is closed',
      }),
    ],
  },
  {
    name: 'AppCookieStickinessPolicyType',
    kind: 'stickiness',
    help: 'Clients stay on their node as long as the application’s cookie lives',
    attributes: [attribute('CookieName', 'String', { needed: true })],
  },
  {
    name: 'SSLNegotiationPolicyType',
    kind: 'ssl',
    help: 'Which protocols and ciphers clients may use',
    attributes: [
      attribute('Reference-Security-Policy', 'String'),
      attribute('Protocol-TLSv1.2', 'Boolean'),
      attribute('Protocol-TLSv1.1', 'Boolean'),
      attribute('Protocol-TLSv1', 'Boolean'),
      attribute('Protocol-SSLv3', 'Boolean'),
      attribute('Server-Defined-Cipher-Order', 'Boolean'),
      ...CIPHERS.map((name) => attribute(name, 'Boolean')),
    ],
  },
  {
    name: 'ProxyProtocolPolicyType',
    kind: 'proxy',
    help: 'The client’s address goes to the instance in front of its bytes',
    attributes: [attribute('ProxyProtocol', 'Boolean', { needed: true, initial: 'true' })],
  },
  {
    name: 'PublicKeyPolicyType',
    kind: 'key',
    help: 'A public key for a back-end authentication policy',
    attributes: [attribute('PublicKey', 'String', { needed: true })],
  },
  {
    name: 'BackendServerAuthenticationPolicyType',
    kind: 'authentication',
    help: 'Instances must show one of these public keys',
    attributes: [attribute('PublicKeyPolicyName', 'PolicyName', { needed: true, many: true })],
  },
];

/** AWS's predefined security policies (spec §6), newest first after the one that a listener has by itself. */
const DOCUMENTED_SECURITY_POLICIES: readonly string[] = [
  '2016-08',
  'TLS-1-2-2017-01',
  'TLS-1-1-2017-01',
  '2015-05',
  '2015-03',
  '2015-02',
  '2014-10',
  '2014-01',
  '2011-08',
].map((version) => `ELBSecurityPolicy-${version}`);

/** The types that the account knows. Where the call is refused or not offered: the documented ones. Throws Failure. */
export async function readPolicyTypes(aws: Aws, signal: AbortSignal): Promise<readonly PolicyType[]> {
  const answer = await offered(
    aws.elb('DescribeLoadBalancerPolicyTypes', {}, reading('list the policy types', signal)),
  );
  const read = (answer?.PolicyTypeDescriptions ?? []).flatMap(typeOf);
  return read.length === 0 ? DOCUMENTED_TYPES : read;
}

/** The names of the predefined security policies; the documented ones where they cannot be listed. Throws Failure. */
export async function readSecurityPolicies(aws: Aws, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await offered(
    aws.elb('DescribeLoadBalancerPolicies', {}, reading('list the predefined security policies', signal)),
  );
  const names = (answer?.PolicyDescriptions ?? []).flatMap(({ PolicyName, PolicyTypeName }) =>
    kindOf(PolicyTypeName) === 'ssl' && PolicyName?.startsWith('ELBSecurityPolicy-') ? PolicyName : [],
  );
  return names.length === 0 ? DOCUMENTED_SECURITY_POLICIES : names;
}

function typeOf(read: PolicyTypeDescription): PolicyType[] {
  const name = read.PolicyTypeName ?? '';
  if (name === '') return [];
  const documented = DOCUMENTED_TYPES.find((one) => one.kind !== 'other' && sameType(one.name, name));
  const attributes = (read.PolicyAttributeTypeDescriptions ?? []).flatMap((one): AttributeType[] => {
    const attributeName = one.AttributeName ?? '';
    if (attributeName === '') return [];
    // `ONE` and `ONE(1)` are the same (spec §6).
    const cardinality = one.Cardinality ?? 'ZERO_OR_ONE';
    const usual = documented?.attributes.find((known) => known.name === attributeName);
    return [
      {
        name: attributeName,
        type: one.AttributeType ?? 'String',
        needed: /^ONE/.test(cardinality),
        many: /_OR_MORE/.test(cardinality),
        initial: one.DefaultValue || (usual?.initial ?? null),
        help: one.Description || (usual?.help ?? null),
      },
    ];
  });
  return [
    {
      name,
      kind: kindOf(name),
      help: read.Description || (documented?.help ?? null),
      attributes: attributes.length === 0 ? (documented?.attributes ?? []) : attributes,
    },
  ];
}

/** True of two names for one type, with and without the ending. */
export function sameType(one: string | undefined, other: string | undefined): boolean {
  const bare = (name: string | undefined) => (name ?? '').replace(/(?:Policy)?(?:Type)?$/, '');
  return bare(one) === bare(other);
}
