import * as z from 'zod/mini';
import { cleanOrNull } from '../../model/text.ts';
import { shortAddress } from './address.ts';

// Fields as the engine may send them: absent, null, of another type. What cannot be read is null, never an error, so
// that one odd field does not hide a balancer.

const anything = z.optional(z.unknown());

/** Cleaned text; numbers and booleans written out. */
export const text = z.pipe(anything, z.transform(cleanOrNull));

/** A state word: `pending-update` becomes PENDING_UPDATE. */
export const word = z.pipe(
  anything,
  z.transform((value: unknown) => cleanOrNull(value)?.trim().toUpperCase().replaceAll('-', '_') || null),
);

/** A finite number, also from text. */
export const number = z.pipe(anything, z.transform(readNumber));

/** An IP address or host name; IPv6 in its short form. */
export const address = z.pipe(
  anything,
  z.transform((value: unknown) => {
    const read = cleanOrNull(value)?.trim();
    return read ? shortAddress(read) : null;
  }),
);

/** ISO 8601 in UTC, from `{"time": "…"}` or the bare text. */
export const time = z.pipe(
  anything,
  z.transform((value: unknown) => {
    const inner = typeof value === 'object' && value !== null && 'time' in value ? value.time : value;
    const at = typeof inner === 'string' ? readTime(inner) : null;
    return at === null ? null : new Date(at).toISOString();
  }),
);

/** A list, whose members are read one by one; absent is empty. */
export const list = z.pipe(
  anything,
  z.transform((value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])),
);

function readNumber(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/**
 * Milliseconds since the epoch from the forms seen on the wire: `Z`, `+0000`, `-06:00`, with milli- or microseconds, or
 * without a zone, which is UTC. Null for anything else.
 */
export function readTime(value: string): number | null {
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(?:(Z)|([+-]\d\d):?(\d\d))?$/i.exec(
    value.trim(),
  );
  if (!found) return null;
  const [, day, clock, fraction = '', , hours, minutes] = found;
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const at = Date.parse(`${day}T${clock}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(at) ? null : at;
}

/** The members of `values` that `schema` takes, read. */
export function readEach<T>(schema: z.ZodMiniType<T>, values: readonly unknown[]): T[] {
  return values.flatMap((value) => {
    const read = schema.safeParse(value);
    return read.success ? [read.data] : [];
  });
}

/** The JSON of a body, or undefined when it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Deeper than any answer of the engine; bounds the recursion for one that is not. */
const DEEPEST = 24;

/** A copy of JSON with every text and key cleaned, fit to be shown. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanOrNull(value) ?? '';
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((member) => cleanJson(member, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [cleanOrNull(key) ?? '', cleanJson(member, depth + 1)]),
  );
}
