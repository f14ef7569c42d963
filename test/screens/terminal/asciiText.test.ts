import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { asciiText } from '../../../src/screens/terminal/asciiText.ts';

it.each([
  ['signing in… — “q” › 4×', 'signing in~ - "q" > 4x'],
  ['\x1b[1mcafé Ünïön\x1b[22m', '\x1b[1mcafe Union\x1b[22m'],
  ['東京 😀', '???? ??'],
  ['e\u0301', 'e'],
])('%s becomes %s, as wide as it was', (text, ascii) => {
  expect(asciiText(text)).toBe(ascii);
  expect(stringWidth(ascii)).toBe(stringWidth(text));
});
