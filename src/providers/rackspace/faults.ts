import { cleanText } from '../../model/text.ts';
import { readRetryAfter } from '../http/retry.ts';
import type { HttpAnswer } from '../http/transport.ts';
import { readJson, readTime } from './wireFields.ts';

/**
 * What a refusal is about. busy: another change is being applied · stuck: the balancer takes no change in the state in
 * `state` · duplicate: such a node is there · already: what was to go is gone · rate: asked too often · quota: may have
 * no more · second factor: a password alone does not do · redirect: the answer is elsewhere, and we do not go there.
 */
export type Story =
  | 'busy'
  | 'stuck'
  | 'duplicate'
  | 'already'
  | 'missing'
  | 'rate'
  | 'quota'
  | 'auth'
  | 'second factor'
  | 'forbidden'
  | 'invalid'
  | 'redirect'
  | 'engine';

/** A refusal, read. */
export interface Fault {
  readonly status: number;
  readonly story: Story;
  /** The engine's own words, one line, at most 300 characters; null when it had none. */
  readonly words: string | null;
  /** The balancer's status as the words name it: PENDING_UPDATE. */
  readonly state: string | null;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
}

const LONGEST_WORDS = 300;
/** In these a balancer never becomes ACTIVE by itself. */
const FINAL = new Set(['PENDING_DELETE', 'DELETED', 'ERROR', 'SUSPENDED']);

/** True for a status from which waiting leads nowhere. */
export function isFinalStatus(status: string): boolean {
  return FINAL.has(status);
}

/** Reads any refusal of Identity, Cloud Load Balancers, Nova or something in between. Never throws. */
export function readFault(answer: HttpAnswer, now: number): Fault {
  const { wrapper, fault } = unwrap(readJson(answer.body));
  const words = cut(fault === null ? plainWords(answer.body) : faultWords(fault));
  const state =
    /status of '?([A-Za-z_-]+)'?/
      .exec(words ?? '')?.[1]
      ?.toUpperCase()
      .replaceAll('-', '_') ?? null;
  const retryAfterMs = readWait(answer, fault, now);
  const told = { status: answer.status, words: words ?? '', state };
  const story = storyOf(answer, told, wrapper === 'overLimit' || retryAfterMs !== null);
  return { status: answer.status, story, words, state, retryAfterMs, requestId: requestIdOf(answer) };
}

/** The engine's name for a request, from any of the headers that carry one. */
export function requestIdOf(answer: HttpAnswer): string | null {
  for (const name of [
    'x-request-id',
    'x-compute-request-id',
    'x-openstack-request-id',
    'x-trans-id',
    'via',
  ]) {
    const value = cleanText(answer.headers[name] ?? '').trim();
    if (value !== '') return value.slice(0, 120);
  }
  return null;
}

function storyOf(
  answer: HttpAnswer,
  told: { status: number; words: string; state: string | null },
  limited: boolean,
): Story {
  const { status, words, state } = told;
  if (status >= 300 && status < 400) return 'redirect';
  if (/duplicate nodes detected/i.test(words) && (status === 422 || status === 400)) return 'duplicate';
  switch (status) {
    case 401:
      return /^\s*OS-MF/i.test(answer.headers['www-authenticate'] ?? '') ? 'second factor' : 'auth';
    case 403:
      return /quota exceeded/i.test(words) ? 'quota' : 'forbidden';
    case 404:
    case 410:
      return 'missing';
    case 413:
      return limited ? 'rate' : 'quota';
    case 429:
      return 'rate';
    case 422:
      // A deleted one is called immutable as well.
      if (/load ?balancer is deleted/i.test(words)) return 'missing';
      if (/considered immutable|is not ACTIVE/i.test(words))
        return state !== null && isFinalStatus(state) ? 'stuck' : 'busy';
      if (/already deleted|no .{0,60}found to delete/i.test(words)) return 'already';
      return 'invalid';
    default:
      return status >= 400 && status < 500 ? 'invalid' : 'engine';
  }
}

type Keyed = Readonly<Record<string, unknown>>;

function isKeyed(value: unknown): value is Keyed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The load balancers' own faults are flat; Identity, Nova and the rate limiter wrap theirs: `{"overLimit": {…}}`. */
function unwrap(body: unknown): {
  wrapper: string | null;
  fault: Keyed | string | readonly unknown[] | null;
} {
  if (typeof body === 'string' || Array.isArray(body)) return { wrapper: null, fault: body };
  if (!isKeyed(body)) return { wrapper: null, fault: null };
  const [only, ...others] = Object.entries(body);
  if (only !== undefined && others.length === 0 && isKeyed(only[1]) && only[0] !== 'validationErrors')
    return { wrapper: only[0], fault: only[1] };
  return { wrapper: null, fault: body };
}

function faultWords(fault: Keyed | string | readonly unknown[]): string {
  if (!isKeyed(fault)) return sayable(fault).join('; ');
  const main = sayable(fault['message']);
  const validation = isKeyed(fault['validationErrors']) ? sayable(fault['validationErrors']['messages']) : [];
  // "Validation Failure: The object is not valid" says less than the messages that follow it.
  const details = validation.length > 0 || main.length > 0 ? [] : sayable(fault['details']);
  return [...main, ...details, ...validation].join('; ');
}

/** The texts in a message, which is a string or a list of strings. */
function sayable(message: unknown): string[] {
  const texts = Array.isArray(message) ? message : [message];
  return texts.flatMap((text) => (typeof text === 'string' && text.trim() !== '' ? [text.trim()] : []));
}

/** The first line of what is not JSON, without its HTML. */
function plainWords(body: string): string {
  if (readJson(body) !== undefined) return '';
  const text = body
    .slice(0, 8_000)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, '\n')
    .replace(/<[^>]*>/g, '\n');
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '') ?? ''
  );
}

function cut(words: string): string | null {
  const clean = cleanText(words).trim().replace(/\.$/, '');
  if (clean === '') return null;
  const signs = [...clean.slice(0, LONGEST_WORDS * 2 + 2)];
  return signs.length > LONGEST_WORDS ? `${signs.slice(0, LONGEST_WORDS - 1).join('')}…` : clean;
}

function readWait(answer: HttpAnswer, fault: unknown, now: number): number | null {
  const header = readRetryAfter(answer.headers['retry-after'] ?? '', now);
  if (header !== null || !isKeyed(fault)) return header;
  const inBody = fault['retryAfter'] ?? fault['retryAt'];
  if (typeof inBody === 'number' && inBody >= 0) return Math.round(inBody * 1000);
  if (typeof inBody !== 'string') return null;
  const at = readTime(inBody);
  return at === null ? readRetryAfter(inBody, now) : Math.max(0, at - now);
}
