import type { ProblemKind } from '../../model/problem.ts';

/** Sign in again, or set the clock right. */
const AUTH: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
  'AuthFailure',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
/** Those of AUTH that a wrong clock brings about. */
const CLOCK: ReadonlySet<string> = new Set([
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'AuthFailure',
]);
/** Those of CLOCK that a wrong key brings about as well. */
const MISMATCH: ReadonlySet<string> = new Set([
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'AuthFailure',
]);
const EXPIRED: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException']);
const FORBIDDEN: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'NotAuthorized',
  'OptInRequired',
  'PendingVerification',
  'Blocked',
]);
const LIMIT: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'EC2ThrottledException',
  'SlowDown',
  'PriorRequestNotComplete',
  // Of DescribeLoadBalancers and DescribeTags. The SDK takes it for a mistake of ours, being a 400.
  'DependencyThrottle',
]);
const CONFLICT: ReadonlySet<string> = new Set([
  'InvalidConfigurationRequest',
  'OperationNotPermitted',
  'IdempotentParameterMismatch',
  'IncorrectInstanceState',
  'IncorrectState',
  'DependencyViolation',
  'ResourceInUse',
]);
const ENGINE: ReadonlySet<string> = new Set([
  'ServiceUnavailable',
  'Unavailable',
  'InternalFailure',
  'InternalError',
  'InternalServiceError',
  'InsufficientInstanceCapacity',
  // An emulator that lacks the call.
  'InvalidAction',
  'NotImplemented',
  'UnknownOperationException',
]);

/** True where AWS asks to be asked more slowly; nothing was done then. */
export function isThrottle(code: string | null): boolean {
  return code !== null && LIMIT.has(code);
}

/** True where the keys have ended, as temporary ones do. */
export function isExpired(code: string | null): boolean {
  return code !== null && EXPIRED.has(code);
}

/** True for a refusal that a wrong clock of this machine may be behind. */
export function mayBeClock(code: string | null): boolean {
  return code !== null && CLOCK.has(code);
}

/** True for a refusal of a signature that a wrong key may be behind as well as a wrong clock. */
export function isMismatch(code: string | null): boolean {
  return code !== null && MISMATCH.has(code);
}

/** What a code on the wire means for a user; where it is none that we know, its ending or the status tells. */
export function kindOf(code: string | null, status: number | null): ProblemKind {
  if (code !== null) {
    const known = (
      [
        [AUTH, 'auth'],
        [FORBIDDEN, 'forbidden'],
        [LIMIT, 'limit'],
        [CONFLICT, 'conflict'],
        [ENGINE, 'engine'],
      ] as const
    ).find(([codes]) => codes.has(code));
    if (known) return known[1];
    if (/LimitExceeded|^TooMany/.test(code)) return 'quota';
    if (/^Duplicate|AlreadyExists/.test(code)) return 'conflict';
    if (/NotFound|^NoSuch/.test(code)) return 'missing';
    if (/^(?:Invalid|Missing|Malformed|Unknown|Unsupported|Validation)/.test(code)) return 'invalid';
  }
  return kindOfStatus(status);
}

function kindOfStatus(status: number | null): ProblemKind {
  if (status === null) return 'engine';
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  if (status === 409) return 'conflict';
  if (status === 429) return 'limit';
  return status >= 400 && status < 500 ? 'invalid' : 'engine';
}
