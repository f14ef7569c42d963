import type { Refusal } from '../world/refusal.ts';

/** An error as AWS has it: a code and a sentence. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = statusOf(code),
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

/** The status of a code, 400 where nothing else is known of it. */
function statusOf(code: string): number {
  switch (code) {
    case 'InvalidConfigurationRequest':
      return 409;
    case 'DryRunOperation':
      return 412;
    case 'InternalFailure':
      return 500;
    case 'RequestLimitExceeded':
      return 503;
    case 'AuthFailure':
      return 401;
    case 'MissingAuthenticationToken':
    case 'InvalidClientTokenId':
    case 'SignatureDoesNotMatch':
    case 'ExpiredToken':
    case 'AccessDenied':
    case 'UnauthorizedOperation':
      return 403;
    default:
      return 400;
  }
}

/** What the world says no with, as an error. */
export function refused(refusal: Refusal): AwsError {
  if (refusal.kind === 'bad' && refusal.code) return new AwsError(refusal.code, refusal.message);
  const why = 'message' in refusal ? refusal.message : refusal.kind;
  return new AwsError('InternalFailure', `An unknown exception has occurred in the sandbox: ${why}`);
}

/** Parameters that are malformed. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
