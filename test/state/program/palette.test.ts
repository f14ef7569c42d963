import { expect, it } from 'vitest';
import { type Entry, Palette } from '../../../src/state/program/palette.ts';

const entry = (text: string): Entry => ({ id: text, text, hint: '', whyNot: null, go: () => {} });
const ENTRIES = ['Journal: every change', 'billing-api', 'edge-fleet', 'shop-front', 'shop-front-tls'].map(
  entry,
);

function typed(text: string): readonly string[] {
  const palette = new Palette(ENTRIES, []);
  for (const letter of text) palette.press({ name: letter, text: letter });
  return palette.found.map((found) => found.text);
}

it('finds by letters in their order, the likeliest first', () => {
  expect(typed('shop')).toEqual(['shop-front', 'shop-front-tls']);
  expect(typed('sftls')).toEqual(['shop-front-tls']);
  expect(typed('blng')).toEqual(['billing-api']);
  expect(typed('journ')).toEqual(['Journal: every change']);
  expect(typed('zzz')).toEqual([]);
});

it('puts what was chosen lately on top, and stays within its list', () => {
  const palette = new Palette(ENTRIES, ['edge-fleet', 'gone']);
  expect(palette.chosen?.text).toBe('edge-fleet');
  palette.press({ name: 'up' });
  expect(palette.at).toBe(0);
  for (let step = 0; step < 10; step += 1) palette.press({ name: 'down' });
  expect(palette.chosen?.text).toBe('shop-front-tls');
  palette.press({ name: 'e', text: 'e' });
  expect(palette.at).toBe(0);
});
