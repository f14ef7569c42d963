import { STATUS_CODES } from 'node:http';
import type { Problem, ProblemKind } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { LONGEST_WAIT } from '../http/retry.ts';
import type { Fault, Story } from './faults.ts';

const KINDS: Readonly<Record<Story, ProblemKind>> = {
  busy: 'busy',
  stuck: 'conflict',
  duplicate: 'conflict',
  already: 'conflict',
  missing: 'missing',
  rate: 'limit',
  quota: 'quota',
  auth: 'auth',
  'second factor': 'auth',
  forbidden: 'forbidden',
  invalid: 'invalid',
  redirect: 'engine',
  engine: 'engine',
};

/** A refusal as a Problem. `what` is what was tried, as in "Could not …": `read shop-front (7001)`. */
export function faultProblem(fault: Fault, what: string): Problem {
  const hint = hintOf(fault);
  return {
    kind: fault.story === 'stuck' && fault.state !== null ? finalKind(fault.state) : KINDS[fault.story],
    message: `Could not ${what}: ${reasonOf(fault)}`,
    status: fault.status,
    ...(hint === null ? {} : { hint }),
    ...(fault.retryAfterMs === null ? {} : { retryAfterMs: fault.retryAfterMs }),
    ...(fault.requestId === null ? {} : { requestId: fault.requestId }),
  };
}

/** Milliseconds of peace that an overloaded engine asks for, at most what is waited for; 0 where it asks for none. */
export function askedPeace({ retryAfterMs = 0 }: Problem): number {
  return Math.min(retryAfterMs, LONGEST_WAIT);
}

/** The engine's words with the status, or what the status says by itself. */
function reasonOf(fault: Fault): string {
  if (fault.story === 'redirect')
    return `the answer is a redirect (HTTP ${fault.status}), which is not followed because it could lead the login away`;
  const words = fault.words ?? STATUS_CODES[fault.status] ?? 'no reason given';
  return `${words} (HTTP ${fault.status})`;
}

function hintOf(fault: Fault): string | null {
  switch (fault.story) {
    case 'busy':
      return 'Another change is being applied: wait until the balancer is ACTIVE, then try again';
    case 'stuck':
      return fault.state === null ? null : finalHint(fault.state);
    case 'duplicate':
      return 'Refresh: a node with this address and port is there already';
    case 'already':
      return 'Refresh: it is so already';
    case 'missing':
      return 'Refresh the list: it may have been deleted, or this server does not offer the call';
    case 'rate':
      return fault.retryAfterMs === null
        ? 'Wait a minute, then try again'
        : `Wait ${Math.ceil(fault.retryAfterMs / 1000)} s, then try again`;
    case 'quota':
      return 'Remove what is no longer needed, or ask Rackspace to raise the limit';
    case 'auth':
      return 'Check the account’s user name and API key';
    case 'second factor':
      return 'Use an API key instead of the password: it needs no second factor';
    case 'forbidden':
      return 'Ask the account’s administrator for the right to do this';
    case 'redirect':
      return 'Check the identity URL, and whether a proxy or a sign-in page of the network is in between';
    case 'engine':
      return fault.requestId === null
        ? 'Try again in a moment'
        : `Try again in a moment; Rackspace’s support can look up request ${fault.requestId}`;
    case 'invalid':
      return null;
  }
}

/** What a status without return means for someone who wants to change the balancer. */
export function finalKind(status: string): ProblemKind {
  if (status === 'DELETED') return 'missing';
  if (status === 'SUSPENDED') return 'forbidden';
  return status === 'ERROR' ? 'engine' : 'conflict';
}

/** What to do about a status without return. */
export function finalHint(status: string): string {
  switch (status) {
    case 'DELETED':
    case 'PENDING_DELETE':
      return 'Refresh the list: the balancer is being deleted';
    case 'SUSPENDED':
      return 'Rackspace has switched the balancer off: ask its support';
    default:
      return 'Only Rackspace’s support can mend a balancer in ERROR';
  }
}

/** An answer that is no answer of the engine: a body that is not the JSON it should be. */
export function unreadable(what: string, body: string | null, requestId: string | null): Problem {
  const start = cleanText((body ?? '').slice(0, 200))
    .trim()
    .slice(0, 60);
  const begins = body === null ? '' : start === '' ? ' (it is empty)' : `, it begins with “${start}”`;
  return {
    kind: 'engine',
    message: `Could not ${what}: unreadable answer${begins}`,
    hint: 'Check the identity URL, and whether a proxy answers in the engine’s place',
    ...(requestId === null ? {} : { requestId }),
  };
}
