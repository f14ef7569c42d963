import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemes } from '../../../src/model/graphemes.ts';
import { edit, line } from '../../../src/state/form/lineEditor.ts';

/** The line after these keys, with a bar for the cursor; a single character is typed. */
function typedInto(start: string, ...keys: readonly string[]): string {
  let now = line(start);
  for (const name of keys) {
    const typed = name === 'space' ? ' ' : [...name].length === 1 ? name : undefined;
    now = edit(now, typed === undefined ? { name } : { name, text: typed }) ?? now;
  }
  const letters = graphemes(now.text);
  return `${letters.slice(0, now.cursor).join('')}|${letters.slice(now.cursor).join('')}`;
}

describe('a line being typed', () => {
  it.each([
    ['', ['a', 'b', 'left', 'c'], 'ac|b'],
    ['web-1', ['backspace', '2'], 'web-2|'],
    ['web-1', ['home', 'delete', 'delete'], '|b-1'],
    ['one two', ['ctrl-w'], 'one |'],
    ['one two  ', ['alt-backspace'], 'one |'],
    ['one two', ['ctrl-a', 'ctrl-k'], '|'],
    ['one two', ['alt-b', 'ctrl-u'], '|two'],
    ['one two', ['ctrl-a', 'alt-f'], 'one| two'],
    ['abc', ['left', 'ctrl-e', 'right'], 'abc|'],
    ['', ['backspace', 'delete', 'left', 'right'], '|'],
  ] as const)('%j and %j give %s', (start, keys, result) => {
    expect(typedInto(start, ...keys)).toBe(result);
  });

  it('takes what a person takes for one character as one', () => {
    expect(typedInto('a👩‍👩‍👧‍👦', 'backspace')).toBe('a|');
    expect(typedInto('e\u0301x', 'left', 'backspace')).toBe('|x');
  });

  it('takes a paste as one', () => {
    expect(edit(line('ab'), { name: 'paste', text: ' c d' })).toEqual({ text: 'ab c d', cursor: 6 });
  });

  it.each(['enter', 'esc', 'tab', 'up', 'f1'])('leaves %s to others', (name) => {
    expect(edit(line('a'), { name })).toBeNull();
  });

  it('never loses the cursor', () => {
    const keys = [
      'a',
      ' ',
      'é',
      'left',
      'right',
      'home',
      'end',
      'backspace',
      'delete',
      'ctrl-w',
      'ctrl-u',
      'alt-b',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (pressed) => {
        const [before, behind] = typedInto('start here', ...pressed).split('|');
        expect(behind).toBeDefined();
        expect(before).toBeDefined();
      }),
    );
  });
});
