import type { Call } from '../exchange.ts';
import { schemaFault } from './faults.ts';

/** What a null means: a fault, or the same as leaving the key out. */
export type Nulls = 'refused' | 'absent';

/**
 * A JSON object of a request, read by its schema: a key it does not name, a value of another type or a wrong enum word
 * is a schema fault. Numbers and switches may come as text, as the service's own reader takes them (pyrax sends
 * switches so).
 *
 * Nulls: a change that says null is refused. In what creates something a null counts as left out, because pyrax names
 * every field it knows there.
 */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(value: unknown, known: readonly string[], nulls: Nulls = 'refused') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw schemaFault();
    const entries = Object.entries(value);
    if (entries.some(([name, inner]) => !known.includes(name) || (inner === null && nulls === 'refused')))
      throw schemaFault();
    this.#values = new Map(entries.filter(([, inner]) => inner !== null));
  }

  get size(): number {
    return this.#values.size;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): unknown {
    return this.#values.get(name);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value !== undefined && typeof value !== 'string') throw schemaFault();
    return value;
  }

  whole(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw schemaFault();
    return number;
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw schemaFault();
  }

  /** One of the words, exactly as they are written. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw schemaFault();
    return word;
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#values.get(name);
    if (value !== undefined && !Array.isArray(value)) throw schemaFault();
    return value;
  }
}

/** The request's body as JSON; a schema fault when it is none. */
export function bodyOf(call: Call): unknown {
  try {
    return JSON.parse(call.body);
  } catch {
    throw schemaFault();
  }
}

/**
 * What stands under `root` in the body. Without that key the body itself, as libcloud sends several of its changes;
 * the object's own schema then decides.
 */
export function rootOf(call: Call, root: string): unknown {
  const body = bodyOf(call);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw schemaFault();
  if (!(root in body)) return body;
  return new Fields(body, [root]).value(root);
}

/** Whether a number lies in a range; absent is fine. */
export function within(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || (value >= least && value <= most);
}

/** The ids of `?id=1&id=2` or `?id=1,2`. What is no number is a schema fault. */
export function idsOf(call: Call): number[] {
  return call.query
    .getAll('id')
    .flatMap((text) => text.split(','))
    .map((text) => {
      if (!/^\d{1,15}$/.test(text.trim())) throw schemaFault();
      return Number(text);
    });
}

/** The object without its undefined members, so that "absent" stays absent. */
export function given<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
