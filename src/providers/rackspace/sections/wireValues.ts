import type { Field, FormValues } from '../../../model/form.ts';
import { cleanOrNull, cleanText } from '../../../model/text.ts';

/** A JSON object as it came. */
export type Keyed = Readonly<Record<string, unknown>>;

/** The value as an object; null when it is none, or an empty one, which is how the engine says "not configured". */
export function keyedOrNull(value: unknown): Keyed | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.keys(value).length === 0 ? null : (value as Keyed);
}

/** The objects of a list; what is no list is empty. */
export function keyedEach(value: unknown): readonly Keyed[] {
  if (!Array.isArray(value)) return [];
  return value.map(keyedOrNull).filter((member) => member !== null);
}

/** `yes`, `no`; null for anything else. The guide's own examples write switches as text. */
export function switchOf(value: unknown): 'yes' | 'no' | null {
  if (value === true || value === 'true') return 'yes';
  return value === false || value === 'false' ? 'no' : null;
}

/** The named values, and the named switches, as a form holds them; what the engine does not tell is left out. */
export function formValues(
  inner: Keyed | null,
  keys: readonly string[],
  switches: readonly string[] = [],
): FormValues {
  const read = [
    ...keys.map((key) => [key, cleanOrNull(inner?.[key])] as const),
    ...switches.map((key) => [key, switchOf(inner?.[key])] as const),
  ];
  return Object.fromEntries(read.flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

/** A text of several lines, safe to show: lines and tabs stay, all else that moves a cursor goes. */
export function longText(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.replace(/\r\n?/g, '\n').replace(/[^\n\t]+/g, (piece) => cleanText(piece));
}

/** The fields, beginning with what is there already. */
export function startingAt(values: FormValues, fields: readonly Field[]): readonly Field[] {
  return fields.map((field) => {
    const initial = values[field.key];
    return initial === undefined ? field : { ...field, initial };
  });
}

/** A number of an accepted form, as the engine wants it. */
export function numberOf(values: FormValues, key: string): Keyed {
  const text = values[key];
  return text === undefined || text === '' ? {} : { [key]: Number(text) };
}

/** A text of an accepted form; left out where it is empty. */
export function textOf(values: FormValues, key: string): Keyed {
  const text = values[key];
  return text === undefined || text === '' ? {} : { [key]: text };
}

/** A switch of an accepted form: the engine is sent true and false, not their names. */
export function flagOf(values: FormValues, key: string): Keyed {
  const text = values[key];
  return text === undefined || text === '' ? {} : { [key]: text === 'yes' };
}

/** The members of `wanted` that differ from what a reading holds; a switch that it does not hold is off. */
export function changedOnly(wanted: Keyed, before: FormValues): Keyed {
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => {
      if (typeof value === 'boolean') return (value ? 'yes' : 'no') !== (before[key] ?? 'no');
      return String(value) !== before[key];
    }),
  );
}

/** True when everything that was sent is to be seen, members of lists in any order. Spaces and line ends do not count. */
export function shows(seen: Keyed | null, sent: Keyed): boolean {
  return seen !== null && Object.entries(sent).every(([key, value]) => showsValue(seen[key], value));
}

function showsValue(seen: unknown, sent: unknown): boolean {
  if (Array.isArray(sent))
    return Array.isArray(seen) && sent.every((member) => seen.some((one) => showsValue(one, member)));
  const inner = keyedOrNull(sent);
  if (inner !== null) return shows(keyedOrNull(seen), inner);
  const plain = (value: unknown) => cleanText(String(value)).replace(/\s+/g, ' ').trim();
  return plain(seen) === plain(sent);
}
