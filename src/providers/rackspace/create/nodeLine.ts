import { isIP, isIPv6 } from 'node:net';
import { isCondition } from '../../../model/condition.ts';
import type { FormValues } from '../../../model/form.ts';
import { nodeAddressFault } from '../address.ts';
import { NODE_TYPES, NODE_WEIGHT } from '../nodeForm.ts';

/**
 * A node from one typed or pasted line: `10.0.0.1:80 [weight] [condition] [type]`, with IPv6 in brackets, the rest in any
 * order, and spaces, commas, tabs or semicolons between. The port may stand by itself behind the address; without one
 * it is `usualPort`. A text is the fault.
 */
export function readNodeLine(line: string, usualPort: string): FormValues | string {
  const [place = '', ...words] = line.split(/[\s,;]+/).filter((word) => word !== '');
  const { address, port } = splitPlace(place);
  const fault = nodeAddressFault(address);
  if (fault !== null) return `"${place}": ${fault}`;
  const row: Record<string, string> = { address, condition: 'ENABLED', weight: '', type: 'PRIMARY' };
  const given = new Set<string>();
  if (port !== null) row['port'] = port;
  for (const word of words) {
    const key = row['port'] === undefined && /^\d+$/.test(word) ? 'port' : keyOf(word);
    if (key === null) return `"${word}" is no weight, condition or type`;
    if (given.has(key)) return `"${word}": the ${key} is there twice`;
    given.add(key);
    row[key] = word.toUpperCase();
  }
  row['port'] ??= usualPort;
  const number = Number(row['port']);
  if (!(Number.isInteger(number) && number >= 1 && number <= 65_535))
    return `"${row['port']}" is no port: a whole number from 1 to 65535 is needed`;
  const weight = Number(row['weight']);
  if (row['weight'] !== '' && !(weight >= NODE_WEIGHT.min && weight <= NODE_WEIGHT.max))
    return `"${row['weight']}" is no weight: a whole number from ${NODE_WEIGHT.min} to ${NODE_WEIGHT.max} is needed`;
  return row;
}

function splitPlace(place: string): { readonly address: string; readonly port: string | null } {
  const bracketed = /^\[(.*)\](?::(\d+))?$/.exec(place);
  if (bracketed && isIPv6(bracketed[1] ?? ''))
    return { address: bracketed[1] ?? '', port: bracketed[2] ?? null };
  // Without brackets the last group of an IPv6 address cannot be told from a port, so it is none.
  if (isIP(place) !== 0) return { address: place, port: null };
  const ported = /^([^:]+):(\d+)$/.exec(place);
  return ported ? { address: ported[1] ?? '', port: ported[2] ?? null } : { address: place, port: null };
}

function keyOf(word: string): 'weight' | 'condition' | 'type' | null {
  const upper = word.toUpperCase();
  if (/^\d+$/.test(word)) return 'weight';
  if (isCondition(upper)) return 'condition';
  return NODE_TYPES.some((type) => type === upper) ? 'type' : null;
}
