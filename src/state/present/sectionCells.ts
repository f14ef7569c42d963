import type { Problem } from '../../model/problem.ts';
import type { Setting, SettingReading } from '../../providers/sections.ts';
import type { PendingChange } from '../changes/pending.ts';
import { type Cell, cell } from './cell.ts';

/** A change of a section that is under way, in one or two words. */
export function underWayCell({ action, phase }: PendingChange): Cell {
  if (phase === 'queued') return cell('queued', 'pending', 'pending');
  const word = action.startsWith('remove ')
    ? 'removing…'
    : action.startsWith('reset ')
      ? 'resetting…'
      : 'changing…';
  return cell(word, 'pending', 'pending');
}

/** What a setting is now. */
export function summaryCell(reading: SettingReading | null, problem: Problem | null): Cell {
  if (reading) return cell(reading.summary, reading.configured ? 'plain' : 'dim');
  return problem ? cell('not read', 'bad', 'error') : cell('reading…', 'pending');
}

/** What is to be said of a setting besides: a change under way, why it was not read, why it cannot be had, what it is for. */
export function settingNoteCell(
  { help, unavailable, write }: Setting,
  problem: Problem | null,
  pending: PendingChange | null,
): Cell {
  if (pending) return underWayCell(pending);
  if (problem) return cell(problem.message, 'bad');
  if (unavailable !== undefined) return cell(unavailable, 'warn');
  return cell(write ? help : `read only. ${help}`, 'dim');
}
