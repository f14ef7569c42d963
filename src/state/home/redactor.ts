/** Takes secrets out of whatever is about to be written down. */
export interface Redactor {
  /** Makes `value` a secret from now on, in every form it may be sent in. Shorter than 4 characters it is ignored. */
  add(value: string): void;
  /** The text with `[redacted]` in place of every secret. */
  text(text: string): string;
  /** A copy fit for JSON, of at most 12 levels, without secrets and without the values of secret-looking keys. */
  value(value: unknown): unknown;
}

const REDACTED = '[redacted]';
const SHORTEST = 4;
/** A value under a secret-looking key that is so long is taken for a secret wherever else it turns up. */
const LEARNED = 12;
const DEEPEST = 12;

const SECRET_WORDS =
  'api[-_ ]?key|pass(?:word|wd|phrase|code)|admin[-_ ]?pass|secret|token|authorization|private[-_ ]?key|credential|cookie|session[-_ ]?id';
const SECRET_KEY = new RegExp(SECRET_WORDS, 'i');
/** `X-Auth-Token: abc`, `apiKey=abc`, `"password":"abc"`, also with the quotes escaped. */
const SECRET_PAIR = new RegExp(
  `((?:${SECRET_WORDS})[a-z0-9_-]*(?:\\\\*["'])?\\s*[:=]\\s*(?:(?:basic|bearer|aws4-hmac-sha256)\\s+)?(?:\\\\*["'])?)([^"'\\\\\\s&,;{}[\\]]+)`,
  'gi',
);
/** The password of a proxy's address. */
const URL_PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/@]+@/g;
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/**
 * The part of the base64 text that depends on the value alone, wherever the value begins in what was encoded
 * (`user:secret` of a Basic login): one text for each of the three ways its bytes can fall.
 */
function base64Forms(value: string): string[] {
  return [0, 1, 2].map((lead) => {
    const bytes = Buffer.concat([Buffer.alloc(lead), Buffer.from(value)]);
    const encoded = bytes.toString('base64');
    return encoded.slice(Math.ceil((lead * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

function formsOf(value: string): string[] {
  let percent = value;
  try {
    percent = encodeURIComponent(value);
  } catch {
    // A lone surrogate has no such form.
  }
  const base64 = base64Forms(value).filter((form) => form.length >= SHORTEST);
  return [
    value,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    new URLSearchParams({ '': value }).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** A redactor that knows no secret yet, only how secrets' keys look. */
export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | null = null;

  const add = (value: string) => {
    if (value.length < SHORTEST || forms.has(value)) return;
    for (const form of formsOf(value)) forms.add(form);
    // The longest first, or a secret that begins like another would leave its end behind.
    const longestFirst = [...forms].sort((a, b) => b.length - a.length);
    pattern = new RegExp(
      longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'),
      'g',
    );
  };

  const text = (raw: string): string => {
    const known = pattern ? raw.replace(pattern, REDACTED) : raw;
    return known
      .replace(PEM, REDACTED)
      .replace(URL_PASSWORD, `$1${REDACTED}@`)
      .replace(SECRET_PAIR, `$1${REDACTED}`);
  };

  /** JSON inside a string (a body) is looked into by its keys. */
  const textOrJson = (raw: string, depth: number): string => {
    if (!/^\s*[[{]/.test(raw)) return text(raw);
    try {
      return JSON.stringify(value(JSON.parse(raw), depth + 1));
    } catch {
      return text(raw);
    }
  };

  const under = (key: string, held: unknown, depth: number): unknown => {
    if (!SECRET_KEY.test(key)) return value(held, depth + 1);
    if (held === null || held === undefined || typeof held === 'boolean') return held;
    // `Bearer abc…`: the scheme is no part of the secret.
    const last = typeof held === 'string' ? (held.trim().split(/\s+/).at(-1) ?? '') : '';
    if (last.length >= LEARNED) add(last);
    return REDACTED;
  };

  const value = (raw: unknown, depth: number): unknown => {
    if (typeof raw === 'string') return textOrJson(raw, depth);
    if (typeof raw === 'number' || typeof raw === 'bigint') {
      const written = text(String(raw));
      return written === String(raw) && typeof raw === 'number' ? raw : written;
    }
    if (typeof raw === 'function' || typeof raw === 'symbol') return undefined;
    if (typeof raw !== 'object' || raw === null) return raw;
    if (depth >= DEEPEST) return '[deeper]';
    if (raw instanceof Date) return raw.toJSON();
    if (raw instanceof Error)
      return { name: raw.name, message: text(raw.message), stack: text(raw.stack ?? '') };
    if (Array.isArray(raw)) return raw.map((item) => value(item, depth + 1));
    const entries = raw instanceof Map || raw instanceof Headers ? [...raw.entries()] : Object.entries(raw);
    return Object.fromEntries(
      entries.map(([key, held]) => [text(String(key)), under(String(key), held, depth)]),
    );
  };

  return { add, text, value: (raw) => value(raw, 0) };
}
