import { expect, it } from 'vitest';
import { looksOf } from '../../../src/screens/terminal/looks.ts';

it.each([
  [{ TERM: 'xterm' }, 1],
  [{ TERM: 'xterm-256color' }, 2],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 3],
  [{ WT_SESSION: 'x' }, 3],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 0],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 0],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, 2],
  [{ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3' }, 0],
  [{ TERM: 'dumb', FORCE_COLOR: '' }, 1],
  [{ TERM: 'xterm', FORCE_COLOR: '0' }, 0],
  [{ TERM: 'xterm', FORCE_COLOR: 'true' }, 1],
  [{ TERM: 'xterm', FORCE_COLOR: '3' }, 3],
])('%j has colour level %i', (env, level) => {
  expect(looksOf(env, true).colour).toBe(level);
});

it('has no colours where the output is no terminal, unless forced', () => {
  expect(looksOf({ TERM: 'xterm-256color' }, false).colour).toBe(0);
  expect(looksOf({ TERM: 'xterm-256color', FORCE_COLOR: '2' }, false).colour).toBe(2);
});

it.each([
  [{ LANG: 'en_US.UTF-8' }, false],
  [{ LANG: 'C.utf8' }, false],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, true],
  [{ LANG: 'C', LC_CTYPE: 'de_DE.UTF-8' }, false],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: '' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, true],
  [{}, true],
  [{ WT_SESSION: 'x' }, false],
])('%j is ASCII only: %s', (env, ascii) => {
  expect(looksOf(env, true).ascii).toBe(ascii);
});
