/** What a piece of text means; the theme alone knows colours. */
export type Tone = 'plain' | 'dim' | 'good' | 'warn' | 'bad' | 'pending' | 'accent' | 'strong';

/** Signs stand before a word and never alone; the theme has a glyph and an ASCII form for each. */
export type Sign =
  | 'enabled'
  | 'draining'
  | 'disabled'
  | 'online'
  | 'offline'
  | 'active'
  | 'busy'
  | 'error'
  | 'unknown'
  | 'pending'
  | 'none';

/** One field of a row, or one piece of a line. */
export interface Cell {
  readonly text: string;
  readonly tone: Tone;
  readonly sign?: Sign;
  /** What is shown of `text`, without the sign, where the whole does not fit. */
  readonly short?: string;
  /** It changes by itself, often: a screen reader is not told each time. */
  readonly live?: true;
}

/** A cell that is shown whole. */
export function cell(text: string, tone: Tone = 'plain', sign?: Sign): Cell {
  return sign ? { text, tone, sign } : { text, tone };
}

/** What stands where the engine says nothing. */
export const UNKNOWN: Cell = { text: '—', tone: 'dim' };
