import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, padTo, widthOf, wrap } from '../../../src/screens/parts/fit.ts';

describe('text in cells', () => {
  it('is measured as terminals draw it', () => {
    expect(['web', '日本', 'e\u0301', '👩‍👩‍👧‍👦', ''].map(widthOf)).toEqual([3, 4, 1, 2, 0]);
  });

  it('is cut with a sign, never through a wide character', () => {
    expect(cut('shop-front', 6, '…')).toBe('shop-…');
    expect(cut('日本語', 4, '…')).toBe('日…');
    expect(cut('shop', 4, '…')).toBe('shop');
    expect(cut('shop', 1, '…')).toBe('…');
    expect(cut('shop', 0, '…')).toBe('');
  });

  it('is padded to exactly its width', () => {
    expect(padTo('7', 4, 'right', '…')).toBe('   7');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.integer({ min: 2, max: 24 }),
        (text, width) => {
          expect(widthOf(padTo(text.replace(/\p{C}/gu, ''), width, 'left', '…'))).toBe(width);
        },
      ),
    );
  });

  it('is wrapped at spaces, and a word that is too long is cut', () => {
    expect(wrap('one two three', 8, '…')).toEqual(['one two', 'three']);
    expect(wrap('abcdefghijk', 6, '…')).toEqual(['abcde…']);
    expect(wrap('', 6, '…')).toEqual([]);
  });
});
