import type { Span } from '../../providers/usage.ts';
import { HOUR_MS } from './sums.ts';

/** Milliseconds. */
export const DAY_MS = 24 * HOUR_MS;

/** What is looked at: the last hours up to now, or a span that stands. */
export type Range =
  | { readonly kind: 'last'; readonly label: string; readonly ms: number }
  | { readonly kind: 'span'; readonly span: Span };

/** What is looked at first. */
export const LAST_DAY: Range = { kind: 'last', label: '24 h', ms: DAY_MS };
/** 7 times 24 hours, not a calendar week. */
export const LAST_WEEK: Range = { kind: 'last', label: '7 d', ms: 7 * DAY_MS };
/** 30 times 24 hours, not a calendar month. */
export const LAST_MONTH: Range = { kind: 'last', label: '30 d', ms: 30 * DAY_MS };
/** 90 days: as long as Rackspace keeps records. */
export const LAST_QUARTER: Range = { kind: 'last', label: '90 d', ms: 90 * DAY_MS };

/** The hours of a range: whole ones, the running one among them. */
export function spanOf(range: Range, now: number): Span {
  if (range.kind === 'span') return range.span;
  const to = Math.ceil((now + 1) / HOUR_MS) * HOUR_MS;
  return { from: to - range.ms, to };
}
