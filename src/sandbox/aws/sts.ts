import {
  deviceStep,
  issueSession,
  operatorRole,
  roleId,
  SESSION_SECONDS,
  WRONG_CODE,
} from '../world/aws/operatorRole.ts';
import { AwsError, validationError } from './errors.ts';
import { type Actions, isoTime, type ServiceCall, submit } from './service.ts';

/** Security Token Service, version 2011-06-15: who calls, and the role that a user may take on with a one-time code. */
export const STS_ACTIONS: Actions = {
  GetCallerIdentity({ world, caller: { arn, userId } }) {
    return { Arn: arn, UserId: userId, Account: world.state.aws.keys.accountId };
  },
  AssumeRole(call) {
    const { world, now, params } = call;
    const { keys } = world.state.aws;
    const role = params.need('RoleArn');
    const session = params.need('RoleSessionName');
    if (!/^[\w+=,.@-]{2,64}$/.test(session)) throw malformed('roleSessionName', session, '[\\w+=,.@-]*');
    const seconds = params.whole('DurationSeconds') ?? SESSION_SECONDS.most;
    if (seconds < SESSION_SECONDS.least)
      throw validationError(
        `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${SESSION_SECONDS.least}`,
      );
    if (seconds > SESSION_SECONDS.most)
      throw validationError(
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    takeCode(call, role);
    const ends = now + seconds * 1_000;
    const { accessKeyId, secretAccessKey, sessionToken } = issueSession(
      world.genesis,
      world.newId(),
      session,
      ends,
    );
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: isoTime(ends),
      },
      AssumedRoleUser: {
        Arn: `arn:aws:sts::${keys.accountId}:assumed-role/operator/${session}`,
        AssumedRoleId: `${roleId(keys)}:${session}`,
      },
    };
  },
};

/** Throws unless the role is the one there is and the code one that the user's device shows now, for the first time. */
function takeCode(call: ServiceCall, role: string): void {
  const { world, now, params, caller } = call;
  const { arn, device } = operatorRole(world.state.aws.keys);
  const serial = params.text('SerialNumber');
  const code = params.text('TokenCode');
  if (code !== undefined && !/^\d{6}$/.test(code)) throw malformed('tokenCode', code, '[\\d]*');
  if (serial !== undefined && serial !== device)
    throw new AwsError(
      'AccessDenied',
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  if (serial !== undefined && code === undefined)
    throw new AwsError(
      'AccessDenied',
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    );
  if (role !== arn || serial === undefined || code === undefined)
    throw new AwsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    );
  const step = deviceStep(world.genesis, code, now);
  if (step === null) throw new AwsError('AccessDenied', WRONG_CODE);
  submit(call, { type: 'aws.sts.code', step });
}

function malformed(name: string, value: string, pattern: string): AwsError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
  );
}
