import type { Span } from '../../providers/usage.ts';

/** Spans in order that neither touch nor overlap. */
export type Spans = readonly Span[];

/** All time that is in `spans` or in `added`. */
export function withSpan(spans: Spans, added: Span): Spans {
  if (added.to <= added.from) return spans;
  let { from, to } = added;
  const apart: Span[] = [];
  for (const span of spans) {
    if (span.to < from || span.from > to) apart.push(span);
    else {
      from = Math.min(from, span.from);
      to = Math.max(to, span.to);
    }
  }
  return [...apart, { from, to }].sort((one, other) => one.from - other.from);
}

/** What of `wanted` is not in `spans`, oldest first. */
export function missingIn(spans: Spans, wanted: Span): Spans {
  const missing: Span[] = [];
  let { from } = wanted;
  for (const span of spans) {
    if (span.to <= from) continue;
    if (span.from >= wanted.to) break;
    if (span.from > from) missing.push({ from, to: span.from });
    from = span.to;
  }
  if (from < wanted.to) missing.push({ from, to: wanted.to });
  return missing;
}
