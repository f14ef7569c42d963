import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/cli/spec/jsonText.ts';

describe('reading JSON', () => {
  it.each([
    ['', 1, 1, 'it ends too early: a value is needed here'],
    ['{\n "a": 1,\n}', 3, 1, 'found }: a name in double quotes is needed here'],
    ['{\n "a": 1\n "b": 2\n}', 3, 2, 'found ": a comma or } is needed here'],
    ["{'a': 1}", 1, 2, "found ': a name in double quotes or } is needed here"],
    ['[1, 2', 1, 6, 'it ends too early: a comma or ] is needed here'],
    ['[1] x', 1, 5, 'found x: nothing more is needed here'],
    ['{"a": yes}', 1, 7, 'found y: a value is needed here'],
    ['{"a"; 1}', 1, 5, 'found ;: : after the name is needed here'],
    ['["a\nb"]', 1, 2, 'this text does not end on its line, or has a wrong \\ in it'],
    ['// shop\n{}', 1, 1, 'found /: a value is needed here'],
    ['[01]', 1, 3, 'found 1: a comma or ] is needed here'],
  ])('finds the fault in %j', (text, line, column, message) => {
    expect(readJson(text)).toEqual({ fault: { line, column, message } });
  });

  it('reads what JSON.parse reads, also behind a byte order mark', () => {
    expect(readJson('\ufeff{"a": [1, "\u00e9\\u00e9", null]}')).toEqual({ value: { a: [1, 'éé', null] } });
    void fc.assert(fc.property(fc.json(), (text) => 'value' in readJson(text)));
  });

  it('finds a fault wherever a text is cut short', () => {
    void fc.assert(
      fc.property(
        fc.json().filter((text) => /^[[{]/.test(text)),
        fc.nat(),
        (text, cut) => {
          const read = readJson(text.slice(0, cut % text.length));
          expect('fault' in read).toBe(true);
        },
      ),
    );
  });
});
