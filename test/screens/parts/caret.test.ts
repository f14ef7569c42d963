import { expect, it } from 'vitest';
import { drawCaret } from '../../../src/screens/parts/chrome.ts';
import { widthOf } from '../../../src/screens/parts/fit.ts';
import { themeFor } from '../../../src/screens/theme.ts';
import { line } from '../../../src/state/form/lineEditor.ts';

/** What is seen of a line in so many cells, without the colours of the cursor. */
function seen(text: string, cursor: number, width: number): string {
  const theme = { ...themeFor({ colour: 0, ascii: false }), caret: (letter: string) => `[${letter}]` };
  return drawCaret(text, cursor, width, theme);
}

it('shows the cursor on what a person takes for a character', () => {
  expect(seen('web', 1, 8)).toBe('w[e]b');
  expect(seen('e\u0301x', 1, 8)).toBe('e\u0301[x]');
  expect(seen('👩‍👩‍👧‍👦x', 0, 8)).toBe('[👩‍👩‍👧‍👦]x');
});

it.each([
  ['of plain letters', 'abcdefghijklmnop'],
  ['of wide ones', '漢字漢字漢字漢字漢字'],
  ['that is long', 'é漢'.repeat(900)],
])('keeps the cursor of a line %s in sight', (_, text) => {
  const { cursor } = line(text);
  for (const at of [0, 3, cursor - 1, cursor]) {
    const drawn = seen(text, at, 10);
    expect(drawn).toMatch(/\[.+\]/);
    expect(widthOf(drawn.replace(/[[\]]/g, ''))).toBeLessThanOrEqual(10);
  }
});
