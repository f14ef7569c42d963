import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphemes, slices } from '../../src/model/graphemes.ts';

const FAMILY = '👩‍👩‍👧‍👦';

it('takes what a person takes for one character as one', () => {
  expect(graphemes('web')).toEqual(['w', 'e', 'b']);
  expect(graphemes(`e\u0301${FAMILY}日🇩🇪🇫🇷`)).toEqual(['e\u0301', FAMILY, '日', '🇩🇪', '🇫🇷']);
});

it('finds the same in a long text as at once', () => {
  const whole = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 250, maxLength: 400 }), (random) => {
      const text = `é${random}`;
      expect([...slices(text)].join('')).toBe(text);
      expect(graphemes(text).join('|')).toBe(
        [...whole.segment(text)].map(({ segment }) => segment).join('|'),
      );
    }),
    { numRuns: 10 },
  );
});

it('gives the segmenter little at a time, and never a part of a character', () => {
  const text = `é${FAMILY}`.repeat(5_000);
  const found = [...slices(text)];
  expect(Math.max(...found.map((slice) => slice.length))).toBeLessThanOrEqual(256);
  expect(found.every((slice) => !/^[\u200d\u0301\udc00-\udfff]/.test(slice))).toBe(true);
  // One character may be longer than a slice.
  const tower = `a${'\u0301'.repeat(2_000)}b`;
  expect([...slices(tower)].join('')).toBe(tower);
  expect(graphemes(tower)).toHaveLength(2);
});
