import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, padTo, paintPieces, widthOf, wrap, wrapWhole } from '../../../src/screens/parts/fit.ts';
import { themeFor } from '../../../src/screens/theme.ts';
import { cell } from '../../../src/state/present/cell.ts';

const PLAIN_THEME = themeFor({ colour: 0, ascii: false });

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

  it('is wrapped whole where it must be read to its end', () => {
    expect(wrapWhole('Delete abcdefghijk now', 6)).toEqual(['Delete', 'abcdef', 'ghijk', 'now']);
    expect(wrapWhole('日本語日本語', 5)).toEqual(['日本', '語日', '本語']);
    expect(wrapWhole('one two', 8)).toEqual(['one two']);
  });

  it('is measured and cut in slices where it is long', () => {
    const log = 'é日'.repeat(20_000);
    expect(widthOf(log)).toBe(60_000);
    expect(cut(log, 5, '…')).toBe('é日é…');
    expect(cut('é'.repeat(900), 900, '…')).toBe('é'.repeat(900));
  });

  it('is wrapped at spaces, and a word that is too long is cut', () => {
    expect(wrap('one two three', 8, '…')).toEqual(['one two', 'three']);
    expect(wrap('abcdefghijk', 6, '…')).toEqual(['abcde…']);
    expect(wrap('', 6, '…')).toEqual([]);
  });
});

describe('pieces of a line', () => {
  const pieces = [cell('SSL'), cell(' 1%'), cell('  '), cell('49.8k'), cell(' requests')];
  const drawn = (width: number) => paintPieces(pieces, width, PLAIN_THEME);

  it('are left out whole where little of them would be seen, so that no number is cut', () => {
    expect(drawn(22)).toBe('SSL 1%  49.8k requests');
    expect(drawn(20)).toBe('SSL 1%  49.8k reque…');
    expect(drawn(16)).toBe('SSL 1%  …');
    expect(drawn(9)).toBe('SSL 1%  …');
  });

  it('are cut where the first is too long by itself', () => {
    expect(drawn(5)).toBe('SSL …');
  });
});
