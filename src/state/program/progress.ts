import type { ChangeDesk } from '../changes/desk.ts';
import { type Cell, cell } from '../present/cell.ts';

/** How far the changes of several nodes are; null when none are under way. */
export function progressCell(desk: ChangeDesk): Cell | null {
  const run = desk.running().find((one) => one.progress().total > 1);
  if (!run) return null;
  const { done, failed, total, stopping } = run.progress();
  const tail = stopping ? 'stopping after this one' : 'ctrl-x stops';
  const wrong = failed > 0 ? `, ${failed} failed` : '';
  return cell(`${run.plan.title}: ${done + failed}/${total}${wrong}  ${tail}`, 'pending', 'pending');
}
