import type { Problem } from '../../model/problem.ts';
import { isExpired, isMismatch, kindOf, mayBeClock } from './codes.ts';
import type { Fault } from './faults.ts';
import { type SignIn, signInHint } from './signIn.ts';

/** What was being done when a fault came. */
export interface Doing {
  /** As in `Could not …`. */
  readonly what: string;
  /** As a permission is called: `elasticloadbalancing:AddTags`. */
  readonly action: string;
  readonly signIn: SignIn;
  /** How far AWS's clock is ahead of this machine's, in milliseconds, as far as an answer has told. */
  readonly clockOffset: number;
}

/** Below that AWS takes a signature. */
const TOLERATED_CLOCK = 4 * 60_000;

/** A refusal as a Problem. */
export function faultProblem(fault: Fault, doing: Doing): Problem {
  const kind = kindOf(fault.code, fault.status);
  const hint = hintOf(fault, kind, doing);
  return {
    kind,
    message: `Could not ${doing.what}: ${reasonOf(fault, kind, doing)}`,
    ...(hint === null ? {} : { hint }),
    ...(fault.requestId === null ? {} : { requestId: fault.requestId }),
    ...(fault.status === null ? {} : { status: fault.status }),
  };
}

function reasonOf(fault: Fault, kind: Problem['kind'], doing: Doing): string {
  if (fault.unreadable) return `HTTP ${fault.status ?? '?'}, unreadable answer`;
  const minutes = clockMinutes(fault, doing);
  if (minutes !== null) return `this machine’s clock is ${minutes} (${fault.code})`;
  if (kind === 'forbidden') return `${actionOf(fault, doing)} is not allowed (${fault.code})`;
  // AWS quotes the whole request where a signature is wrong.
  if (kind === 'auth') return `AWS does not take the keys (${fault.code})`;
  return fault.words === null ? `${fault.code}` : `${fault.words} (${fault.code})`;
}

function hintOf(fault: Fault, kind: Problem['kind'], doing: Doing): string | null {
  if (fault.unreadable) return 'Check the endpoint, and whether a proxy answers in AWS’s place';
  switch (kind) {
    case 'auth':
      if (clockMinutes(fault, doing) !== null) return 'Set the clock right, then try again';
      if (isExpired(fault.code) && doing.signIn.kind === 'keys')
        return 'The keys have ended: get new ones, then open the account again';
      return signInHint(doing.signIn);
    case 'forbidden':
      return `Ask the account’s administrator for the permission ${actionOf(fault, doing)}`;
    case 'limit':
      return 'Wait a minute: AWS counts the requests of all tools of the account together';
    case 'quota':
      return 'Remove what is no longer needed, or ask AWS to raise the limit';
    case 'missing':
      return fault.code === 'CertificateNotFound'
        ? 'Check the ARN: it has to be a certificate of IAM, or of ACM in this region'
        : 'Look again: it may have been deleted';
    case 'engine':
      return engineHint(fault);
    default:
      return null;
  }
}

function engineHint(fault: Fault): string {
  if (fault.code === 'InsufficientInstanceCapacity') return 'Try another zone or another instance type';
  return fault.requestId === null
    ? 'Try again in a moment'
    : `Try again in a moment; AWS’s support can look up request ${fault.requestId}`;
}

/** AWS names the action itself, which may be another than the one called. */
function actionOf({ words }: Fault, doing: Doing): string {
  return /perform: ([\w-]+:\w+)/.exec(words ?? '')?.[1] ?? doing.action;
}

/** `12 minutes slow` where the clock is the likely reason; null where it is right, or not known. */
function clockMinutes({ code, words }: Fault, { clockOffset }: Doing): string | null {
  if (!mayBeClock(code) || Math.abs(clockOffset) < TOLERATED_CLOCK) return null;
  // By then it was signed by AWS's clock: what still does not match has another reason, unless AWS says so.
  if (isMismatch(code) && !/expired|not yet current/i.test(words ?? '')) return null;
  return `${Math.round(Math.abs(clockOffset) / 60_000)} minutes ${clockOffset > 0 ? 'slow' : 'fast'}`;
}
