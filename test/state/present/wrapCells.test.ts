import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cell } from '../../../src/state/present/cell.ts';
import { wrapCells } from '../../../src/state/present/wrapCells.ts';

const texts = (lines: ReturnType<typeof wrapCells>) =>
  lines.map((line) => line.map(({ text }) => text).join(''));

it('leaves a line that fits as it is', () => {
  const line = [cell('short')];
  expect(wrapCells(line, 10)).toEqual([line]);
});

it('breaks at spaces, and goes on a little further in', () => {
  expect(texts(wrapCells([cell('  one two three four')], 12))).toEqual([
    '  one two ',
    '    three ',
    '    four',
  ]);
});

it('goes on under the last of several cells, and keeps what is painted how', () => {
  const lines = wrapCells([cell('key ', 'accent'), cell('one two three')], 9);
  expect(texts(lines)).toEqual(['key one ', '    two ', '    three']);
  expect(lines[0]?.[0]).toEqual(cell('key ', 'accent'));
});

it('breaks a word that is longer than a line', () => {
  expect(texts(wrapCells([cell('aaaaaaaaaaaaaaaaaa')], 8))).toEqual(['aaaaaaaa', '  aaaaaa', '  aaaa']);
});

it('loses nothing, and no line is too long', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30 }), { maxLength: 5 }),
      fc.integer({ min: 8, max: 40 }),
      (parts, width) => {
        const lines = texts(
          wrapCells(
            parts.map((text) => cell(text)),
            width,
          ),
        );
        expect(lines.every((line) => line.length <= width)).toBe(true);
        expect(lines.join('').replace(/\s/g, '')).toBe(parts.join('').replace(/\s/g, ''));
      },
    ),
  );
});
