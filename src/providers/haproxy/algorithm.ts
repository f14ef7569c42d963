import type { Row } from './table.ts';

/** A `balance` of these is refused without what it goes by. */
const GOES_BY_MORE: ReadonlySet<string> = new Set(['url_param', 'hdr', 'hash']);

/**
 * How a backend balances, in the words of `balance`, from its line of `show stat`; null where it does not, and where that is
 * not told, as to a socket of level user. HAProxy says "unknown" of random, which from 3.3 on is what a backend without a
 * `balance` line has; backends of logs have other algorithms without a word.
 */
export function algorithmOf(row: Row): string | null {
  const told = row.text('algo');
  if (told !== 'unknown') return told === 'none' ? null : told;
  const mode = row.text('mode');
  return mode === 'http' || mode === 'tcp' ? 'random' : null;
}

/** The lines of configuration that balance so, which HAProxy takes as they are. */
export function balanceLines(algorithm: string | null): readonly string[] {
  if (algorithm === null) return [];
  return GOES_BY_MORE.has(algorithm)
    ? [`# balance ${algorithm}: by which one is not told by a running HAProxy, write it here`]
    : [`balance ${algorithm}`];
}
