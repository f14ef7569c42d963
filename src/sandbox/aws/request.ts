import type { Call } from '../exchange.ts';
import { Params } from './params.ts';

/** How a service talks: XML after a list of parameters in two manners, or JSON. */
export type Style = 'query' | 'ec2' | 'json';

/** A request as it came, before anybody has looked whether it may. */
export interface AwsRequest {
  /** The name by which it is signed: `elasticloadbalancing`, `ec2`, `monitoring`. */
  readonly service: string;
  /** As it is signed; empty where the signature names none. */
  readonly region: string;
  /** `DescribeLoadBalancers`; empty where there is none. */
  readonly action: string;
  readonly version: string;
  readonly style: Style;
  readonly params: Params;
  /** All parameters as they came, in query and body. */
  readonly entries: readonly (readonly [string, string])[];
  readonly signature: Signature | null;
  /** A JSON client that wants the code that the Query protocol would give. */
  readonly wantsQueryCode: boolean;
}

/** What was sent as the proof of who calls. */
export interface Signature {
  readonly version: 2 | 4;
  readonly accessKeyId: string;
  /** Comes with temporary keys. */
  readonly sessionToken: string | null;
  /** `20260301/us-east-1/ec2/aws4_request`; empty in version 2. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As it was sent: `20260301T120000Z`, or ISO 8601 in version 2. */
  readonly date: string;
  /** Seconds from that date on for which it holds; null: as long as AWS likes. */
  readonly expires: number | null;
  /** In the address, not in a header. */
  readonly inQuery: boolean;
}

/** Services by the version of their interface, for signatures that name none. */
const BY_VERSION: Readonly<Record<string, string>> = {
  '2012-06-01': 'elasticloadbalancing',
  '2015-12-01': 'elasticloadbalancing',
  '2010-08-01': 'monitoring',
  '2011-06-15': 'sts',
  '2010-05-08': 'iam',
};

/** Reads what is asked, and by which signature. */
export function readRequest(call: Call): AwsRequest {
  const target = call.header('x-amz-target');
  const form = target === null && call.method === 'POST' ? [...new URLSearchParams(call.body)] : [];
  const entries = [...call.query, ...form];
  const texts = new Map(entries);
  const signature = signatureOf(call, texts);
  const [, region = '', scoped = ''] = signature?.scope.split('/') ?? [];
  const version = texts.get('Version') ?? '';
  const service = scoped || (BY_VERSION[version] ?? 'ec2');
  return {
    service,
    region,
    action: target === null ? (texts.get('Action') ?? '') : target.slice(target.lastIndexOf('.') + 1),
    version,
    style: target !== null ? 'json' : service === 'ec2' ? 'ec2' : 'query',
    params: new Params(texts),
    entries,
    signature,
    wantsQueryCode: call.header('x-amzn-query-mode') === 'true',
  };
}

function signatureOf(call: Call, texts: ReadonlyMap<string, string>): Signature | null {
  const authorization = call.header('authorization') ?? '';
  const parts = new Map(
    authorization
      .replace(/^AWS4-HMAC-SHA256\s+/, '')
      .split(/,\s*/)
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  const text = (name: string) => texts.get(name) ?? '';
  if (authorization.startsWith('AWS4-HMAC-SHA256'))
    return {
      ...credentialOf(parts.get('Credential') ?? ''),
      sessionToken: call.header('x-amz-security-token'),
      version: 4,
      signedHeaders: (parts.get('SignedHeaders') ?? '').split(';'),
      signature: parts.get('Signature') ?? '',
      date: call.header('x-amz-date') ?? '',
      expires: null,
      inQuery: false,
    };
  if (texts.has('X-Amz-Signature'))
    return {
      ...credentialOf(text('X-Amz-Credential')),
      sessionToken: texts.get('X-Amz-Security-Token') ?? null,
      version: 4,
      signedHeaders: text('X-Amz-SignedHeaders').split(';'),
      signature: text('X-Amz-Signature'),
      date: text('X-Amz-Date'),
      expires: Number(text('X-Amz-Expires')) || 0,
      inQuery: true,
    };
  if (!texts.has('AWSAccessKeyId')) return null;
  return {
    version: 2,
    accessKeyId: text('AWSAccessKeyId'),
    sessionToken: texts.get('SecurityToken') ?? null,
    scope: '',
    signedHeaders: [],
    signature: text('Signature'),
    date: text('Timestamp') || text('Expires'),
    expires: null,
    inQuery: true,
  };
}

function credentialOf(credential: string): { readonly accessKeyId: string; readonly scope: string } {
  const cut = credential.indexOf('/');
  return cut < 0
    ? { accessKeyId: credential, scope: '' }
    : { accessKeyId: credential.slice(0, cut), scope: credential.slice(cut + 1) };
}
