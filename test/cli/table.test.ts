import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/cli/print/paint.ts';
import { tableLines } from '../../src/cli/print/table.ts';
import { cell, UNKNOWN } from '../../src/state/present/cell.ts';

const columns = [
  { title: 'NAME', cell: ([name]: readonly [string, number | null]) => cell(name, 'good') },
  {
    title: 'WEIGHT',
    align: 'right' as const,
    cell: ([, weight]: readonly [string, number | null]) =>
      weight === null ? UNKNOWN : cell(String(weight)),
  },
  { title: 'NOTE', cell: () => cell('') },
];

describe('a printed table', () => {
  it('aligns by the columns that a text takes on a terminal', () => {
    expect(
      tableLines(columns, [
        ['ab', 5],
        ['日本', 10],
      ]),
    ).toEqual(['NAME  WEIGHT  NOTE', 'ab         5', '日本      10']);
  });

  it('writes a dash for what is unknown', () => {
    expect(tableLines(columns, [['x', null]])[1]).toBe('x          -');
  });

  it('does not let colours into the widths', () => {
    const [, line] = tableLines(columns, [['ab', 5]], paintFor(true));
    expect(line).toBe('\u001b[32mab\u001b[0m         5');
  });

  it('cuts a text that would push the rest of every row away, but for the last column', () => {
    const long = 'n'.repeat(400);
    expect(tableLines(columns, [[long, 5]])[1]).toBe(`${'n'.repeat(59)}…       5`);
    expect(tableLines(columns, [['日'.repeat(40), 5]])[1]).toBe(`${'日'.repeat(29)}…       5`);
    expect(tableLines(columns.slice(0, 1), [[long, 5]])[1]).toBe(long);
  });

  it('is a header where there are no rows', () => {
    expect(tableLines(columns, [])).toEqual(['NAME  WEIGHT  NOTE']);
  });
});
