import { expect, it } from 'vitest';
import { layoutOf } from '../../../src/state/program/layout.ts';

const BARE = { facts: 0, leadingFacts: 1, heading: true, chart: false };

const LONG =
  'Could not read shop-front (7001): 127.0.0.1:80 cut the connection. Check the network, and the proxy';

it('gives every row of the terminal to something', () => {
  for (const [columns, rows] of [
    [80, 24],
    [40, 10],
    [120, 40],
  ] as const) {
    for (const message of ['', LONG]) {
      const layout = layoutOf({ columns, rows }, { ...BARE, facts: 2 }, message);
      const rules = layout.rules ? 2 : 0;
      const given = 3 + rules + layout.facts + layout.heading + layout.body + layout.message.length;
      expect(given).toBe(rows);
    }
  }
});

it('breaks a long message at spaces, into three lines at most', () => {
  expect(layoutOf({ columns: 80, rows: 24 }, BARE, LONG).message).toEqual([
    'Could not read shop-front (7001): 127.0.0.1:80 cut the connection. Check the',
    'network, and the proxy',
  ]);
  const lines = layoutOf({ columns: 44, rows: 24 }, BARE, LONG.repeat(3)).message;
  expect(lines).toHaveLength(3);
  expect(layoutOf({ columns: 80, rows: 24 }, BARE, '').message).toEqual(['']);
});

it('knows when there is no room at all', () => {
  expect(layoutOf({ columns: 39, rows: 24 }, BARE, '').tooSmall).toBe(true);
  expect(layoutOf({ columns: 40, rows: 9 }, BARE, '').tooSmall).toBe(true);
  expect(layoutOf({ columns: 40, rows: 10 }, BARE, '').tooSmall).toBe(false);
});

it('keeps what says where one is in a low window, as long as there are rows', () => {
  const low = (facts: number, leadingFacts: number, message = '') =>
    layoutOf({ columns: 40, rows: 10 }, { ...BARE, facts, leadingFacts }, message);
  expect(low(5, 1)).toMatchObject({ facts: 1, body: 4 });
  expect(low(5, 2)).toMatchObject({ facts: 2, body: 3 });
  expect(low(1, 2)).toMatchObject({ facts: 1, body: 4 });
  expect(low(5, 2, LONG)).toMatchObject({ facts: 1, body: 3 });
});
