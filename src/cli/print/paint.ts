import type { Tone } from '../../state/present/cell.ts';
import type { Paint } from './table.ts';

/** The sixteen colours of every terminal. The screens have more of them, and a theme of their own. */
const CODES: Readonly<Record<Tone, string>> = {
  plain: '',
  dim: '90',
  good: '32',
  warn: '33',
  bad: '31',
  pending: '36',
  accent: '35',
  strong: '1',
};

/** Colours for lines on stdout, or nothing at all. */
export function paintFor(colour: boolean): Paint {
  return (tone, text) => {
    const code = CODES[tone];
    return colour && code !== '' && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  };
}
