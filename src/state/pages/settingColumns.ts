import type { Problem } from '../../model/problem.ts';
import type { Setting, SettingReading } from '../../providers/sections.ts';
import type { PendingChange } from '../changes/pending.ts';
import type { Column } from '../list/column.ts';
import { cell } from '../present/cell.ts';
import { settingNoteCell, summaryCell } from '../present/sectionCells.ts';

/** A setting, with what it is as far as that is known. */
export interface SettingRow {
  readonly setting: Setting;
  readonly reading: SettingReading | null;
  /** Why it could not be read, where nothing is known of it. */
  readonly problem: Problem | null;
}

/** The columns of a table of settings. */
export function settingColumns(
  pendingOf: (row: SettingRow) => PendingChange | null,
): readonly Column<SettingRow>[] {
  return [
    {
      id: 'setting',
      title: 'SETTING',
      align: 'left',
      min: 12,
      max: 30,
      keep: 24,
      drop: 0,
      cell: ({ setting }) => cell(setting.title, 'strong'),
    },
    {
      id: 'now',
      title: 'NOW',
      align: 'left',
      min: 10,
      max: 48,
      keep: 32,
      drop: 0,
      cell: ({ reading, problem }) => summaryCell(reading, problem),
    },
    {
      id: 'note',
      title: '',
      align: 'left',
      // "changing…" with its sign.
      min: 11,
      max: 120,
      drop: 1,
      cell: (row) => settingNoteCell(row.setting, row.problem, pendingOf(row)),
    },
  ];
}
