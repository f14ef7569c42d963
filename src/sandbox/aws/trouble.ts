import type { AwsKeys } from '../world/aws/credentials.ts';
import { AwsError } from './errors.ts';
import type { AwsRequest } from './request.ts';

/** The words of a service for a trouble that it tells of itself. */
export function troubled(
  kind: 'expired-token' | 'denied' | 'throttled',
  request: AwsRequest,
  keys: AwsKeys,
): AwsError {
  const { style, service, action } = request;
  switch (kind) {
    case 'expired-token':
      return expired(request);
    case 'denied': {
      const permission = `${service === 'monitoring' ? 'cloudwatch' : service}:${action}`;
      const who = `User: arn:aws:iam::${keys.accountId}:user/${keys.userName} is not authorized to perform: ${permission} because no identity-based policy allows the ${permission} action`;
      if (style === 'ec2')
        return new AwsError(
          'UnauthorizedOperation',
          `You are not authorized to perform this operation. ${who}`,
        );
      return new AwsError(style === 'json' ? 'AccessDeniedException' : 'AccessDenied', who);
    }
    case 'throttled':
      if (style === 'ec2') return new AwsError('RequestLimitExceeded', 'Request limit exceeded.');
      return new AwsError(style === 'json' ? 'ThrottlingException' : 'Throttling', 'Rate exceeded');
  }
}

/** What a service says of temporary keys that have ended. */
export function expired({ style }: AwsRequest): AwsError {
  if (style === 'ec2') return new AwsError('RequestExpired', 'Request has expired.');
  return new AwsError(
    style === 'json' ? 'ExpiredTokenException' : 'ExpiredToken',
    'The security token included in the request is expired',
  );
}
