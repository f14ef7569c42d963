/** Where a text stops being JSON, counted from 1, and why in a few words. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

type ReadJson = { readonly value: unknown } | { readonly fault: JsonFault };

/** Reads JSON; what is none is answered with its first fault. A byte order mark at the beginning does not matter. */
export function readJson(text: string): ReadJson {
  const json = text.replace(/^\ufeff/, '');
  try {
    return { value: JSON.parse(json) };
  } catch {
    return { fault: faultIn(json) };
  }
}

const SPACE = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may stand at a place: a value, the name of a member, or what follows one of them. */
type Place = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'after';

const NEEDED: Readonly<Record<Exclude<Place, 'after'>, string>> = {
  value: 'a value',
  'first value': 'a value or ]',
  name: 'a name in double quotes',
  'first name': 'a name in double quotes or }',
  colon: ': after the name',
};

/** The first place where the text cannot go on as JSON. The engine's own parser tells it for some faults only. */
function faultIn(json: string): JsonFault {
  const open: ('{' | '[')[] = [];
  let place: Place = 'value';
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const length = pattern.exec(json)?.[0].length ?? 0;
    at += length;
    return length > 0;
  };
  for (;;) {
    take(SPACE);
    const sign = json[at] ?? '';
    const inside = open.at(-1);
    const close = inside === '{' ? '}' : ']';
    if (place === 'colon') {
      if (sign !== ':') break;
      at += 1;
      place = 'value';
    } else if (place === 'after') {
      if (inside === undefined || (sign !== ',' && sign !== close)) break;
      at += 1;
      if (sign === ',') place = inside === '{' ? 'name' : 'value';
      else open.pop();
    } else if (sign === close && place.startsWith('first')) {
      at += 1;
      open.pop();
      place = 'after';
    } else if (place.endsWith('name')) {
      if (!take(TEXT)) break;
      place = 'colon';
    } else if (sign === '{' || sign === '[') {
      at += 1;
      open.push(sign);
      place = sign === '{' ? 'first name' : 'first value';
    } else {
      if (!take(TEXT) && !take(WORD)) break;
      place = 'after';
    }
  }
  return { ...positionOf(json, at), message: faultAt(json[at], place, open.at(-1)) };
}

function faultAt(sign: string | undefined, place: Place, inside: '{' | '[' | undefined): string {
  if (sign === '"' && place !== 'after' && place !== 'colon')
    return 'this text does not end on its line, or has a wrong \\ in it';
  const found = sign === undefined ? 'it ends too early' : `found ${sign}`;
  return `${found}: ${needed(place, inside)} is needed here`;
}

function needed(place: Place, inside: '{' | '[' | undefined): string {
  if (place !== 'after') return NEEDED[place];
  if (inside === undefined) return 'nothing more';
  return inside === '{' ? 'a comma or }' : 'a comma or ]';
}

function positionOf(json: string, at: number): Pick<JsonFault, 'line' | 'column'> {
  const before = json.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
