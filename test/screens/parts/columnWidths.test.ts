import { describe, expect, it } from 'vitest';
import { placeColumns } from '../../../src/screens/parts/columnWidths.ts';
import type { ShownColumn } from '../../../src/state/pages/page.ts';

function column(id: string, fields: Partial<ShownColumn> = {}): ShownColumn {
  return {
    id,
    title: id.toUpperCase(),
    align: 'left',
    min: 4,
    max: 20,
    drop: 0,
    natural: 8,
    least: fields.min ?? 4,
    blank: false,
    hidden: false,
    sorted: null,
    ...fields,
  };
}

const widths = (columns: readonly ShownColumn[], space: number) =>
  placeColumns(columns, space).map(({ column: { id }, width }) => `${id} ${width}`);

describe('columns', () => {
  it('are as wide as what is in them, and the last gets what is left', () => {
    expect(widths([column('a'), column('b'), column('c')], 40)).toEqual(['a 8', 'b 8', 'c 20']);
  });

  it('give way, the widest first, down to their least', () => {
    expect(widths([column('a', { natural: 16 }), column('b')], 20)).toEqual(['a 10', 'b 8']);
    expect(widths([column('a', { natural: 16, least: 14 }), column('b')], 20)).toEqual(['a 14', 'b 4']);
  });

  it('are not cut below what they keep while another has more than it keeps', () => {
    const columns = [
      column('a', { drop: 1, natural: 20, least: 16, min: 6 }),
      column('b', { drop: 1, natural: 40, max: 60, least: 19, min: 19 }),
    ];
    expect(widths(columns, 40)).toEqual(['a 17', 'b 21']);
    expect(widths(columns, 35)).toEqual(['a 14', 'b 19']);
  });

  it('go in their order when that is too much', () => {
    const columns = [column('a'), column('b', { drop: 2 }), column('c', { drop: 1 })];
    expect(widths(columns, 14)).toEqual(['a 6', 'c 6']);
  });

  it('are cut only when all that may go has gone, but for the last', () => {
    const columns = [column('a', { least: 8 }), column('b', { drop: 2 }), column('c', { drop: 1, least: 8 })];
    expect(widths(columns, 22)).toEqual(['a 8', 'c 12']);
    expect(widths(columns, 14)).toEqual(['a 8', 'c 4']);
    expect(widths(columns, 9)).toEqual(['a 9']);
  });

  it('that never go are cut as well where nothing else is left, so that no row is wider than the terminal', () => {
    const columns = [
      column('a', { natural: 16, least: 16, min: 12 }),
      column('b', { natural: 32, least: 32, min: 10, max: 48 }),
      column('c', { drop: 1, least: 11, min: 11 }),
    ];
    expect(widths(columns, 36)).toEqual(['a 16', 'b 18']);
    expect(widths(columns, 26)).toEqual(['a 13', 'b 11']);
  });

  it('that say nothing go before any other is cut', () => {
    const columns = [column('a'), column('b', { drop: 1, blank: true, natural: 0 }), column('c')];
    expect(widths(columns, 40)).toEqual(['a 8', 'b 4', 'c 24']);
    expect(widths(columns, 20)).toEqual(['a 8', 'c 10']);
  });

  it('keep the arrow of their order in sight', () => {
    const columns = [column('weight', { min: 6, max: 6, least: 6, natural: 1, sorted: 'up' }), column('b')];
    expect(widths(columns, 18)).toEqual(['weight 8', 'b 8']);
  });
});
