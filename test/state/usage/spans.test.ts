import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingIn, type Spans, withSpan } from '../../../src/state/usage/spans.ts';

const span = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([from, length]) => ({ from, to: from + length }));
const spans = fc.array(span, { maxLength: 8 }).map((all) => all.reduce<Spans>(withSpan, []));
const hoursOf = (all: Spans) =>
  all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at));

describe('spans of time', () => {
  it('join those that touch, and stay in order', () => {
    const both = [
      { from: 0, to: 2 },
      { from: 4, to: 6 },
    ].reduce<Spans>(withSpan, []);
    expect(withSpan(both, { from: 2, to: 4 })).toEqual([{ from: 0, to: 6 }]);
    expect(withSpan(both, { from: 8, to: 9 })).toHaveLength(3);
    expect(withSpan(both, { from: 9, to: 9 })).toEqual(both);
  });

  it('hold every moment that was put in, once', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (all) => {
        const joined = all.reduce<Spans>(withSpan, []);
        expect(hoursOf(joined)).toEqual([...new Set(hoursOf(all))].sort((a, b) => a - b));
        for (const [at, one] of joined.entries())
          expect(one.from).toBeGreaterThan(joined[at - 1]?.to ?? Number.NEGATIVE_INFINITY);
      }),
    );
  });

  it('miss exactly what is not in them', () => {
    fc.assert(
      fc.property(spans, span, (known, wanted) => {
        const have = new Set(hoursOf(known));
        expect(hoursOf(missingIn(known, wanted))).toEqual(hoursOf([wanted]).filter((at) => !have.has(at)));
      }),
    );
  });
});
