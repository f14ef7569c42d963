import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ListView } from '../../../src/state/list/listView.ts';

const ids = (...names: string[]) => names;
const there = (...names: string[]) => new Set(names);

function listOf(...names: string[]): ListView {
  const list = new ListView();
  list.setHeight(5);
  list.setRows(ids(...names), there(...names));
  return list;
}

describe('the cursor', () => {
  it('begins on the first row', () => {
    expect(listOf('a', 'b').cursorId).toBe('a');
  });

  it('stays on its row when rows come in before it, and the row stays on its line of the screen', () => {
    const list = listOf('c', 'd', 'e', 'f', 'g', 'h', 'i');
    list.move(2);
    const line = (list.cursorIndex ?? 0) - list.top;
    list.setRows(ids('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'), there(...'abcdefghi'));
    expect(list.cursorId).toBe('e');
    expect((list.cursorIndex ?? 0) - list.top).toBe(line);
  });

  it('stands on nothing when its row goes, and the next move takes the row that took its place', () => {
    const list = listOf('a', 'b', 'c');
    list.move(1);
    list.setRows(ids('a', 'c'), there('a', 'c'));
    expect(list.cursorId).toBe('b');
    expect(list.cursorIndex).toBeNull();
    list.move(1);
    expect(list.cursorId).toBe('c');
  });

  it('comes back to its row when the row comes back', () => {
    const list = listOf('a', 'b', 'c');
    list.move(1);
    list.setRows(ids('a', 'c'), there('a', 'c'));
    list.setRows(ids('a', 'b', 'c'), there('a', 'b', 'c'));
    expect(list.cursorIndex).toBe(1);
  });

  it('stays at the top while the first pages come in and nobody has moved it', () => {
    const list = new ListView();
    list.setHeight(3);
    list.setRows(ids('m'), there('m'), { filling: true });
    list.setRows(ids('a', 'm'), there('a', 'm'), { filling: true });
    expect(list.cursorId).toBe('a');
    list.move(1);
    list.setRows(ids('a', 'b', 'm'), there('a', 'b', 'm'), { filling: true });
    expect(list.cursorId).toBe('m');
  });
});

describe('marks', () => {
  it('follow their rows and go with them', () => {
    const list = listOf('a', 'b', 'c');
    list.toggleMark();
    list.toggleMark();
    list.setRows(ids('c', 'b'), there('b', 'c'));
    expect(list.marked()).toEqual(['b']);
  });

  it('of hidden rows stay but are not among the shown ones', () => {
    const list = listOf('a', 'b');
    list.toggleMark();
    list.setRows(ids('b'), there('a', 'b'), { chosen: true });
    expect(list.marked()).toEqual([]);
    expect(list.markCount).toBe(1);
  });

  it('stretch and shrink with a range, and keep what was marked before', () => {
    const list = listOf('a', 'b', 'c', 'd', 'e');
    list.toggleMark();
    list.move(1);
    list.toggleRange();
    list.move(2);
    expect(list.marked()).toEqual(['a', 'c', 'd', 'e']);
    list.move(-1);
    expect(list.marked()).toEqual(['a', 'c', 'd']);
    list.toggleRange();
    list.move(-3);
    expect(list.marked()).toEqual(['a', 'c', 'd']);
  });

  it('take all shown rows, or none of them', () => {
    const list = listOf('a', 'b');
    list.toggleAll();
    expect(list.marked()).toEqual(['a', 'b']);
    list.toggleAll();
    expect(list.marked()).toEqual([]);
  });
});

describe('whatever happens', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('rows' as const),
      rows: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 25 }),
    }),
    fc.record({ kind: fc.constant('move' as const), by: fc.integer({ min: -9, max: 9 }) }),
    fc.record({ kind: fc.constant('page' as const), direction: fc.constantFrom(1 as const, -1 as const) }),
    fc.record({ kind: fc.constant('mark' as const) }),
    fc.record({ kind: fc.constant('range' as const) }),
    fc.record({ kind: fc.constant('height' as const), height: fc.integer({ min: 1, max: 12 }) }),
  );

  it('a refresh moves neither cursor nor marks to other rows, and the cursor is on the screen', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const list = new ListView();
        list.setHeight(4);
        let height = 4;
        let shown: readonly string[] = [];
        for (const one of steps) {
          const cursor = list.cursorId;
          const marks = new Set(list.marked());
          if (one.kind === 'rows') {
            shown = one.rows.map(String);
            list.setRows(shown, new Set(shown));
            if (cursor !== null) expect(list.cursorId).toBe(cursor);
            expect(list.marked().every((id) => marks.has(id))).toBe(true);
          } else if (one.kind === 'move') list.move(one.by);
          else if (one.kind === 'page') list.page(one.direction);
          else if (one.kind === 'mark') list.toggleMark();
          else if (one.kind === 'range') list.toggleRange();
          else {
            height = one.height;
            list.setHeight(height);
          }
          const at = list.cursorIndex;
          if (at !== null) {
            expect(at).toBeGreaterThanOrEqual(list.top);
            expect(at).toBeLessThan(list.top + height);
          }
          expect(list.top).toBeGreaterThanOrEqual(0);
          expect(list.top).toBeLessThanOrEqual(Math.max(0, shown.length - 1));
        }
      }),
      { numRuns: 300 },
    );
  });
});
