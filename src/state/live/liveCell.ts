import { problemOf } from '../../model/problem.ts';
import { ageText } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { LiveObserver } from './queries.ts';

/** How fresh something is, and if it cannot be read, how old it is and why: one cell for the header. */
export function ageCell<T>(observers: readonly LiveObserver<T>[], now: number): Cell | null {
  const results = observers.map((observer) => observer.getCurrentResult());
  const failed = results.find((result) => result.error !== null);
  const oldest = results.reduce<number | null>(
    (so, result) =>
      result.data === undefined ? so : Math.min(so ?? Number.POSITIVE_INFINITY, result.data.readAt),
    null,
  );
  if (failed) {
    const why = problemOf(failed.error).message;
    return oldest === null
      ? cell(why, 'bad', 'error')
      : cell(`${ageText(now - oldest)} old: ${why}`, 'bad', 'error');
  }
  if (oldest === null) return cell('loading…', 'pending');
  if (results.some((result) => result.data?.complete === false)) return cell('loading…', 'pending');
  return cell(`updated ${ageText(now - oldest)} ago`, 'dim');
}
