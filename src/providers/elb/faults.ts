import { cleanOrNull, cleanText } from '../../model/text.ts';
import { LostAnswer } from '../http/lostAnswer.ts';

/** An answer of AWS that says no. */
export interface Fault {
  /** The code on the wire; null where none could be read. */
  readonly code: string | null;
  readonly status: number | null;
  /** AWS's own words, safe to show and not longer than a few lines; null where there are none. */
  readonly words: string | null;
  readonly requestId: string | null;
  /** AWS's clock was taken over from the answer, so that the same call may succeed now. */
  readonly clockMended: boolean;
  /** The answer could not be read to its end, so that the code is missing. */
  readonly unreadable: boolean;
}

const LONGEST = 300;

/**
 * What the SDK threw, as a fault; null for what is no answer of AWS. `name` is not enough: the SDK calls the exceptions of
 * Classic ELB by internal names (`AccessPointNotFoundException` for `LoadBalancerNotFound`).
 */
export function readFault(thrown: unknown, hide: (text: string) => string): Fault | null {
  if (!(thrown instanceof Error) || thrown instanceof LostAnswer) return null;
  const metadata = memberOf(thrown, '$metadata');
  const status =
    numberOf(memberOf(metadata, 'httpStatusCode')) ??
    numberOf(memberOf(memberOf(thrown, '$response'), 'statusCode'));
  const given = cleanOrNull(memberOf(thrown, 'Code'));
  if (status === null && given === null) return null;
  const generic = /^(?:Error|Unknown|SyntaxError|TypeError)$/.test(thrown.name);
  const code = given ?? (generic ? null : cleanText(thrown.name));
  const unreadable = code === null;
  const words = unreadable ? null : cleanOrNull(hide(thrown.message).slice(0, LONGEST * 4));
  return {
    code,
    status,
    words: words === null || /^unknown(?:error)?$/i.test(words) ? null : shortened(words),
    requestId: cleanOrNull(memberOf(metadata, 'requestId')),
    clockMended: memberOf(metadata, 'clockSkewCorrected') === true,
    unreadable,
  };
}

/** EC2 appends a page of cipher to a refusal. */
function shortened(words: string): string {
  const short = words.replace(/\s*Encoded authorization failure message:.*$/, '').trim();
  return (short.length > LONGEST ? `${short.slice(0, LONGEST)}…` : short).replace(/[.\s]+$/, '');
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
