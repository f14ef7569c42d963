import { cleanText } from '../model/text.ts';
import { didYouMean } from './closest.ts';
import type { SpecFault } from './create.ts';

/** The part of JSON Schema (draft 2020-12) that our schema needs, so that one text is both the documentation and the check. */
export type SchemaNode =
  | {
      readonly type: 'object';
      readonly description: string;
      readonly properties?: Readonly<Record<string, SchemaNode>>;
      readonly required?: readonly string[];
      /** Exactly one of these members is there. */
      readonly oneOf?: readonly { readonly required: readonly [string] }[];
      /** false: no other members; a node: any others, each like it. */
      readonly additionalProperties: false | SchemaNode;
      readonly maxProperties?: number;
    }
  | {
      readonly type: 'array';
      readonly description: string;
      readonly items: SchemaNode;
      readonly minItems?: number;
      readonly maxItems?: number;
    }
  | {
      readonly type: 'string';
      readonly description: string;
      readonly enum?: readonly string[];
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly default?: string;
    }
  | { readonly type: 'boolean'; readonly description: string; readonly default?: boolean }
  | {
      readonly type: 'integer';
      readonly description: string;
      readonly minimum: number;
      readonly maximum: number;
      readonly default?: number;
    };

/** Entries of a list that are looked at; no account may have so many of anything. */
const LONGEST = 1_000;

/** Every place where `value` is not what the schema says, with the mend. */
export function structureFaults(node: SchemaNode, value: unknown, path = ''): SpecFault[] {
  switch (node.type) {
    case 'object':
      return isObject(value) ? objectFaults(node, value, path) : [unlike(path, value, 'an object, { … },')];
    case 'array':
      return Array.isArray(value) ? arrayFaults(node, value, path) : [unlike(path, value, 'a list, [ … ],')];
    case 'string':
      return typeof value === 'string' ? textFaults(node, value, path) : [unlike(path, value, 'a text')];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [unlike(path, value, 'true or false')];
    case 'integer': {
      const { minimum, maximum } = node;
      const right =
        typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
      return right ? [] : [unlike(path, value, `a whole number from ${minimum} to ${maximum}`)];
    }
  }
}

/** A copy of `value` with only what is right by itself; undefined when that is nothing. Entries of lists keep their place. */
export function soundPart(node: SchemaNode, value: unknown): unknown {
  if (node.type === 'object') {
    if (!isObject(value)) return undefined;
    const members = Object.entries(value).map(([key, member]) => {
      const schema = Object.entries(node.properties ?? {}).find(([known]) => known === key)?.[1];
      const inner = schema ?? node.additionalProperties;
      return [key, inner === false ? undefined : soundPart(inner, member)] as const;
    });
    return Object.fromEntries(members.filter(([, member]) => member !== undefined));
  }
  if (node.type === 'array')
    return Array.isArray(value)
      ? value.slice(0, LONGEST).map((item) => soundPart(node.items, item))
      : undefined;
  return structureFaults(node, value).length === 0 ? value : undefined;
}

/** The pointer to a member (RFC 6901). */
export function pointer(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

type ObjectNode = Extract<SchemaNode, { type: 'object' }>;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectFaults(node: ObjectNode, value: Readonly<Record<string, unknown>>, path: string): SpecFault[] {
  const known = new Map(Object.entries(node.properties ?? {}));
  const faults: SpecFault[] = [];
  for (const [key, member] of Object.entries(value)) {
    const at = pointer(path, key);
    const schema = known.get(key) ?? node.additionalProperties;
    if (schema === false) faults.push({ path: at, message: unknownKey(key, [...known.keys()]) });
    else faults.push(...structureFaults(schema, member, at));
  }
  for (const key of node.required ?? []) {
    if (Object.hasOwn(value, key)) continue;
    faults.push({
      path: pointer(path, key),
      message: `"${key}" is missing. ${known.get(key)?.description ?? ''}`.trim(),
    });
  }
  const choices = (node.oneOf ?? []).map(({ required: [key] }) => key);
  const given = choices.filter((key) => Object.hasOwn(value, key));
  const either = choices.map((key) => `"${key}"`).join(' or ');
  if (choices.length > 0 && given.length === 0)
    faults.push({ path, message: `${nameOf(path)} needs ${either}` });
  if (given.length > 1)
    faults.push({ path, message: `${nameOf(path)} has more than one of ${either}: leave one` });
  if (node.maxProperties !== undefined && Object.keys(value).length > node.maxProperties)
    faults.push(tooMany(path, Object.keys(value).length, node.maxProperties));
  return faults;
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = didYouMean(key, known);
  const mend = near === '' ? `: leave it out; known are ${known.join(', ')}` : near;
  return `There is no "${cleanText(key)}" here${mend}`;
}

function arrayFaults(
  node: Extract<SchemaNode, { type: 'array' }>,
  value: readonly unknown[],
  path: string,
): SpecFault[] {
  const faults: SpecFault[] = [];
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = node;
  if (value.length < minItems)
    faults.push({ path, message: `${nameOf(path)} is empty: name at least ${minItems}` });
  if (value.length > maxItems) faults.push(tooMany(path, value.length, maxItems));
  // Beyond what may be there, one fault says it all.
  for (const [index, item] of value.slice(0, Math.min(maxItems, LONGEST)).entries())
    faults.push(...structureFaults(node.items, item, pointer(path, index)));
  return faults;
}

function textFaults(node: Extract<SchemaNode, { type: 'string' }>, value: string, path: string): SpecFault[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = node;
  if (node.enum && !node.enum.includes(value))
    return [unlike(path, value, `one of ${node.enum.join(', ')}`, didYouMean(value, node.enum))];
  const length = [...value].length;
  if (length < minLength) return [{ path, message: `${nameOf(path)} is empty. ${node.description}` }];
  if (length > maxLength)
    return [{ path, message: `${nameOf(path)} has ${length} characters: at most ${maxLength} are allowed` }];
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return [];
  // Of our patterns one asks for a slash, the other for anything at all.
  return [
    pattern.includes('/')
      ? { path, message: `${nameOf(path)} is ${shown(value)}: it must begin with /` }
      : { path, message: `${nameOf(path)} is blank. ${node.description}` },
  ];
}

function tooMany(path: string, count: number, most: number): SpecFault {
  return { path, message: `${nameOf(path)} has ${count} entries: at most ${most} are allowed` };
}

function unlike(path: string, value: unknown, need: string, more = ''): SpecFault {
  return { path, message: `${nameOf(path)} is ${shown(value)}: ${need} is needed${more}` };
}

/** The last word of a pointer: `port`; for an entry of a list, `nodes 0`. */
function nameOf(path: string): string {
  const [last, before] = path.split('/').reverse();
  if (!last) return 'The spec';
  const text = cleanText(last.replaceAll('~1', '/').replaceAll('~0', '~'));
  return /^\d+$/.test(text) && before ? `${before} ${text}` : text;
}

function shown(value: unknown): string {
  const text = cleanText(JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
