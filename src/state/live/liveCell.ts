import { type Problem, type ProblemKind, problemLine, problemOf } from '../../model/problem.ts';
import { ageText } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Reading } from './queries.ts';

/** What is being read, whatever it is. */
export interface Live {
  getCurrentResult(): { readonly error: Error | null; readonly data: Reading<unknown> | undefined };
}

/** Why reading failed, in as many words as the header has room for; the whole sentence is said below. */
const REASONS: Readonly<Record<ProblemKind, string>> = {
  auth: 'not signed in',
  forbidden: 'not allowed',
  busy: 'busy',
  limit: 'asked too often',
  quota: 'over the limit',
  missing: 'gone',
  invalid: 'refused',
  conflict: 'refused',
  guard: 'stopped',
  network: 'no answer',
  timeout: 'no answer in time',
  engine: 'engine error',
  cancelled: 'stopped',
  bug: 'a fault in sluice',
};

/** How fresh something is, and if it cannot be read, how old it is and why: one cell for the header. */
export function ageCell(observers: readonly Live[], now: number): Cell | null {
  const results = observers.map((observer) => observer.getCurrentResult());
  const failed = results.find((result) => result.error !== null);
  const oldest = results.reduce<number | null>(
    (so, result) =>
      result.data === undefined ? so : Math.min(so ?? Number.POSITIVE_INFINITY, result.data.readAt),
    null,
  );
  if (failed) {
    const why = REASONS[problemOf(failed.error).kind];
    return cell(oldest === null ? why : `${ageText(now - oldest)} old: ${why}`, 'bad', 'error');
  }
  if (oldest === null) return cell('loading…', 'pending');
  if (results.some((result) => result.data?.complete === false)) return cell('loading…', 'pending');
  return updatedCell(now - oldest);
}

/** How long ago it was read, milliseconds; of a narrow header the number alone. */
export function updatedCell(ms: number): Cell {
  const ago = `${ageText(ms)} ago`;
  return { ...cell(`updated ${ago}`, 'dim'), short: ago };
}

/** Why rows that are on the screen could not be read anew; null where they could, or where there are none. */
export function troubleCell(observers: readonly Live[]): Cell | null {
  const failed = observers
    .map((observer) => observer.getCurrentResult())
    .find((result) => result.error !== null && result.data !== undefined);
  return failed ? cell(problemLine(problemOf(failed.error)), 'bad') : null;
}

/** What stands in place of rows that could not be read at all. */
export function failureCells(problem: Problem): readonly Cell[] {
  const next = problem.kind === 'missing' ? 'esc goes back' : 'It is tried again by itself; r tries at once';
  return [cell(`${problem.message}. `, 'bad', 'error'), cell(next, 'dim')];
}
