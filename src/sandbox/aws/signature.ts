import { createHash, createHmac } from 'node:crypto';
import type { Call } from '../exchange.ts';
import { type Caller, callerOf } from '../world/aws/operatorRole.ts';
import type { Genesis } from '../world/commands.ts';
import { isSame } from '../world/token.ts';
import { AwsError } from './errors.ts';
import type { AwsRequest, Signature } from './request.ts';
import { expired } from './trouble.ts';

/** How far a request's date may be from the sandbox's clock. */
const LEEWAY = 5 * 60_000;

/** Says who a request is from, or throws the refusal of its service. `checkTime` false lets one of any date in. */
export function authenticate(
  call: Call,
  request: AwsRequest,
  genesis: Genesis,
  now: number,
  checkTime: boolean,
): Caller {
  const { signature } = request;
  const refuse = refusals(request);
  if (!signature) throw refuse.missing();
  const caller = callerOf(genesis, signature.accessKeyId, signature.sessionToken);
  if (!caller) throw refuse.unknown();
  const date = timeOf(signature.date);
  if (Number.isNaN(date)) throw refuse.wrong('The date of the request cannot be read');
  const right =
    signature.version === 4
      ? signatureV4(call, signature, caller.secretAccessKey)
      : signatureV2(call, request, caller.secretAccessKey);
  if (!isSame(right, signature.signature))
    throw refuse.wrong(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  if (caller.ends !== null && now >= caller.ends) throw expired(request);
  if (!checkTime) return caller;
  const leeway = signature.expires === null ? LEEWAY : signature.expires * 1_000;
  if (now > date + leeway) throw refuse.late(stampOf(date), stampOf(now - leeway), stampOf(now));
  if (date > now + LEEWAY) throw refuse.early(stampOf(date), stampOf(now + LEEWAY), stampOf(now));
  return caller;
}

/** Every kind of service says it in its own way. */
function refusals({ style }: AwsRequest) {
  const invalid = 'The security token included in the request is invalid.';
  const failure = 'AWS was not able to validate the provided access credentials';
  const wrong = (message: string) =>
    style === 'ec2'
      ? new AwsError('AuthFailure', failure)
      : new AwsError(style === 'json' ? 'InvalidSignatureException' : 'SignatureDoesNotMatch', message);
  return {
    missing: () => new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token'),
    unknown: () =>
      style === 'ec2'
        ? new AwsError('AuthFailure', failure)
        : new AwsError(style === 'json' ? 'UnrecognizedClientException' : 'InvalidClientTokenId', invalid),
    wrong,
    late: (date: string, limit: string, now: string) =>
      style === 'ec2'
        ? new AwsError('RequestExpired', 'Request has expired.')
        : wrong(`Signature expired: ${date} is now earlier than ${limit} (${now} - 5 min.)`),
    early: (date: string, limit: string, now: string) =>
      style === 'ec2'
        ? new AwsError('RequestExpired', 'Request has expired.')
        : wrong(`Signature not yet current: ${date} is still later than ${limit} (${now} + 5 min.)`),
  };
}

/** `20260301T120000Z` or ISO 8601 as milliseconds; NaN for anything else. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function stampOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

function signatureV4(call: Call, { scope, signedHeaders, date, inQuery }: Signature, secret: string): string {
  const [day = '', region = '', service = ''] = scope.split('/');
  const [path = '/', query = ''] = call.target.split(/\?(.*)/s);
  const headers = signedHeaders.map((name) => `${name}:${trimmed(call.header(name) ?? '')}\n`).join('');
  const declared = call.header('x-amz-content-sha256');
  const body = declared === 'UNSIGNED-PAYLOAD' ? declared : sha256(call.body);
  const canonical = [
    call.method,
    path.split('/').map(encoded).join('/') || '/',
    canonicalQuery(query, inQuery),
    headers,
    signedHeaders.join(';'),
    body,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day));
  return hmac(key, toSign).toString('hex');
}

function trimmed(value: string): string {
  return value.trim().replace(/ +/g, ' ');
}

function canonicalQuery(query: string, inQuery: boolean): string {
  return [...new URLSearchParams(query)]
    .filter(([name]) => !(inQuery && name === 'X-Amz-Signature'))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

/** Percent-encoded as RFC 3986 has it, which is more than encodeURIComponent does. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function signatureV2(call: Call, { entries }: AwsRequest, secret: string): string {
  const [path = '/'] = call.target.split('?');
  const list = entries
    .filter(([name]) => name !== 'Signature')
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  const method = new Map(entries).get('SignatureMethod') === 'HmacSHA1' ? 'sha1' : 'sha256';
  const toSign = [call.method, (call.header('host') ?? '').toLowerCase(), path, list].join('\n');
  return createHmac(method, secret).update(toSign).digest('base64');
}
