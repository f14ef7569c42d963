import { expect, it } from 'vitest';
import { layoutOf } from '../../../src/state/program/layout.ts';

const LONG =
  'Could not read shop-front (7001): 127.0.0.1:80 cut the connection. Check the network, and the proxy';

it('gives every row of the terminal to something', () => {
  for (const [columns, rows] of [
    [80, 24],
    [40, 10],
    [120, 40],
  ] as const) {
    for (const message of ['', LONG]) {
      const layout = layoutOf({ columns, rows }, 2, true, message);
      const rules = layout.rules ? 2 : 0;
      const given = 3 + rules + layout.facts + layout.heading + layout.body + layout.message.length;
      expect(given).toBe(rows);
    }
  }
});

it('breaks a long message at spaces, into three lines at most', () => {
  expect(layoutOf({ columns: 80, rows: 24 }, 0, true, LONG).message).toEqual([
    'Could not read shop-front (7001): 127.0.0.1:80 cut the connection. Check the',
    'network, and the proxy',
  ]);
  const lines = layoutOf({ columns: 44, rows: 24 }, 0, true, LONG.repeat(3)).message;
  expect(lines).toHaveLength(3);
  expect(layoutOf({ columns: 80, rows: 24 }, 0, true, '').message).toEqual(['']);
});

it('knows when there is no room at all', () => {
  expect(layoutOf({ columns: 39, rows: 24 }, 0, true, '').tooSmall).toBe(true);
  expect(layoutOf({ columns: 40, rows: 9 }, 0, true, '').tooSmall).toBe(true);
  expect(layoutOf({ columns: 40, rows: 10 }, 0, true, '').tooSmall).toBe(false);
});
