type Env = Readonly<Record<string, string | undefined>>;

/** 0 none, 1 the 16 of every terminal, 2 the 256, 3 any. */
export type ColourLevel = 0 | 1 | 2 | 3;

/** What can be shown on a terminal. */
export interface Looks {
  readonly colour: ColourLevel;
  /** Only ASCII signs can be trusted to arrive. */
  readonly ascii: boolean;
}

function forcedColour(value: string): ColourLevel {
  if (value === 'false' || value === '0') return 0;
  if (value === '2') return 2;
  return value === '3' ? 3 : 1;
}

function colourLevel(env: Env, isTTY: boolean): ColourLevel {
  if (env['NO_COLOR']) return 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forcedColour(forced);
  const term = env['TERM'] ?? '';
  if (!isTTY || isDumb(env)) return 0;
  if (env['COLORTERM'] === 'truecolor' || env['COLORTERM'] === '24bit') return 3;
  // Windows Terminal says neither TERM nor COLORTERM.
  if (env['WT_SESSION'] !== undefined || term.endsWith('-direct')) return 3;
  return /-256(color)?$/.test(term) ? 2 : 1;
}

function asciiOnly(env: Env): boolean {
  // As setlocale(3) reads them; an empty one counts as not set, and none set is the C locale.
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  if (locale === '') return env['WT_SESSION'] === undefined;
  return !/utf-?8/i.test(locale);
}

/** What environment and stream say about colours and signs. NO_COLOR (any text) wins over FORCE_COLOR (0 to 3). */
export function looksOf(env: Env, isTTY: boolean): Looks {
  return { colour: colourLevel(env, isTTY), ascii: asciiOnly(env) };
}

/** A terminal that says of itself that it cannot move its cursor: Emacs' shell, some consoles of build servers. */
export function isDumb(env: Env): boolean {
  return env['TERM'] === 'dumb';
}

/**
 * The FORCE_COLOR that makes Ink's colour library agree with `level`. It does not know NO_COLOR and looks when it is
 * loaded, so this must be in the environment before Ink is.
 */
export function forceColour(level: ColourLevel): string {
  return String(level);
}
