import { characterKey, type Key, type Modifiers, NO_MODIFIERS, withModifiers } from './key.ts';

/** Final letters of `CSI … letter` and `SS3 letter`: xterm, VT220 and the Linux console agree on these. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** First number of `CSI number ~`: xterm, VT220, rxvt and the Linux console together. */
const NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
  25: 'f13',
  26: 'f14',
  28: 'f15',
  29: 'f16',
  31: 'f17',
  32: 'f18',
  33: 'f19',
  34: 'f20',
};

/** Keypad in application mode, `SS3 letter`. */
const KEYPAD: Readonly<Record<string, string>> = {
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  X: '=',
  ' ': ' ',
};

/** Code points of the kitty keyboard protocol that are keys by name; its keypad is at 57399. */
const KITTY: Readonly<Record<number, string>> = {
  9: 'tab',
  13: 'enter',
  27: 'esc',
  127: 'backspace',
  57414: 'enter',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57425: 'insert',
  57426: 'delete',
};
const KITTY_KEYPAD = '0123456789./*-+';

const RELEASED = 3;

interface Held extends Modifiers {
  readonly capsLock: boolean;
}

/** The modifier parameter (1 + bits, `:` event type). Null for a release and for Super and Hyper, which are not ours. */
function heldOf(parameter: string | undefined, alt: boolean): Held | null {
  const [mask, event] = (parameter ?? '').split(':').map(Number);
  const bits = Math.max(0, (mask || 1) - 1);
  if (event === RELEASED || bits & 8 || bits & 16) return null;
  return {
    shift: (bits & 1) !== 0,
    alt: alt || (bits & 2) !== 0 || (bits & 32) !== 0,
    ctrl: (bits & 4) !== 0,
    capsLock: (bits & 64) !== 0,
  };
}

/** A key given by its code point (kitty's `CSI code ; modifiers u`, xterm's `CSI 27 ; modifiers ; code ~`). */
function codePointKey(codes: string, held: Held): Key | null {
  const [code = 0, shifted] = codes.split(':').map(Number);
  const named = KITTY[code];
  if (named !== undefined) return { name: withModifiers(named, held) };
  const keypad = KITTY_KEYPAD[code - 57399];
  if (keypad !== undefined) return characterKey(keypad, held);
  // The private-use area is where kitty keeps keys without a character: volume, caps lock, the modifiers themselves.
  if (
    !(code >= 32 && code <= 0x10ffff) ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0xd800 && code < 0xf900)
  ) {
    return null;
  }
  const character = String.fromCodePoint(code);
  if (held.ctrl) return characterKey(character, held);
  if (held.shift && shifted) return characterKey(String.fromCodePoint(Math.min(shifted, 0x10ffff)), held);
  return characterKey(held.shift !== held.capsLock ? character.toUpperCase() : character, held);
}

/**
 * The key of `CSI parameters final`; `alt` says that an ESC stood before it (rxvt's alt). Null for what is no key of
 * ours: mouse reports, answers of the terminal, unknown sequences.
 */
export function csiKey(parameters: string, final: string, alt: boolean): Key | null {
  // rxvt marks modifiers by the last character: ^ ctrl, $ shift, @ both.
  const rxvt = '^$@'.includes(final) && /^\d+$/.test(parameters);
  if (!/^[\d;:]*$/.test(parameters)) return null;
  if (parameters === '' && (final === 'I' || final === 'O')) {
    return { name: final === 'I' ? 'focus-in' : 'focus-out' };
  }
  const [first = '', second, third] = parameters.split(';');
  const held = heldOf(second, alt);
  if (!held) return null;
  if (rxvt) {
    const name = NUMBERS[first];
    return name === undefined
      ? null
      : { name: withModifiers(name, { shift: final !== '^', ctrl: final !== '$', alt }) };
  }
  if (final === 'u') return first === '' ? null : codePointKey(first, held);
  if (final === '~') {
    if (first === '27' && third !== undefined) return codePointKey(third, held);
    const name = NUMBERS[first];
    return name === undefined ? null : { name: withModifiers(name, held) };
  }
  if (final === 'Z') return { name: withModifiers('tab', { ...held, shift: true }) };
  const letter = LETTERS[final];
  if (letter !== undefined) return { name: withModifiers(letter, held) };
  const shifted = 'abcd'.includes(final) && parameters === '' ? LETTERS[final.toUpperCase()] : undefined;
  return shifted === undefined ? null : { name: withModifiers(shifted, { ...held, shift: true }) };
}

/** The key of `CSI [ letter`, how the Linux console says F1 to F5. */
export function consoleKey(letter: string, alt: boolean): Key | null {
  const index = 'ABCDE'.indexOf(letter);
  return index < 0 ? null : { name: withModifiers(`f${index + 1}`, { ...NO_MODIFIERS, alt }) };
}

/** The key of `SS3 modifier letter`: cursor keys and keypad in application mode, F1 to F4. */
export function ss3Key(modifier: string, letter: string, alt: boolean): Key | null {
  const held = heldOf(modifier, alt);
  if (!held) return null;
  const name = LETTERS[letter];
  if (name !== undefined) return { name: withModifiers(name, held) };
  // rxvt: ctrl with a cursor key.
  const ctrl = 'abcd'.includes(letter) ? LETTERS[letter.toUpperCase()] : undefined;
  if (ctrl !== undefined) return { name: withModifiers(ctrl, { ...held, ctrl: true }) };
  if (letter === 'M') return { name: withModifiers('enter', held) };
  if (letter === 'I') return { name: withModifiers('tab', held) };
  const digit = 'pqrstuvwxy'.indexOf(letter);
  const character = digit >= 0 ? String(digit) : KEYPAD[letter];
  return character === undefined ? null : characterKey(character, held);
}
