import { cleanText } from '../../model/text.ts';

/** Nearly all texts of AWS are plain; the others are worth the work. */
const PLAIN = /^[\x20-\x7e]*$/;

/** An answer with every text in it made safe to show; what is no plain object or list is left as it is. */
export function cleanAnswer<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return PLAIN.test(value) ? value : cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cleaned(member)]));
}
