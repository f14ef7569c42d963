import { type FormValues, type RowsField, rowsOf, rowsText } from '../../model/form.ts';
import type { Press } from '../keys/press.ts';
import type { Edited, RowsEditor } from './editor.ts';
import { edit, line } from './lineEditor.ts';

/** Faults of a paste that are shown; the rest is counted. */
const SHOWN_NOTES = 3;

/** An editor for a table, standing on the first cell that can be typed in. */
export function rowsEditor(field: RowsField, value: string): RowsEditor {
  const rows = rowsOf(value);
  const column = Math.max(
    0,
    field.columns.findIndex((one) => !isLocked(field, rows[0], one.key)),
  );
  return at(field, rows, 0, column, []);
}

/** True where a row came from elsewhere and this column of it may not be changed. */
export function isLocked(field: RowsField, row: FormValues | undefined, key: string): boolean {
  return row !== undefined && field.locked.includes(key) && (field.isFixed?.(row) ?? false);
}

/** A key in a table: typing changes the cell, ctrl-n adds a row, ctrl-d takes one away, a paste adds many. */
export function pressRows(
  field: RowsField,
  now: RowsEditor,
  value: string,
  press: Press,
): Edited<RowsEditor> | null {
  const rows = rowsOf(value);
  const stay = (editor: RowsEditor, after = rows): Edited<RowsEditor> => ({
    value: rowsText(after),
    editor,
    go: 'stay',
  });
  const to = (row: number, column: number) => stay(at(field, rows, row, column, []));
  switch (press.name) {
    case 'up':
      return now.row === 0 ? { value, editor: now, go: 'previous' } : to(now.row - 1, now.column);
    case 'down':
      return now.row >= rows.length - 1 ? { value, editor: now, go: 'next' } : to(now.row + 1, now.column);
    case 'tab':
    case 'enter':
      if (now.column < field.columns.length - 1 && rows.length > 0) return to(now.row, now.column + 1);
      return now.row < rows.length - 1 ? to(now.row + 1, 0) : { value, editor: now, go: 'next' };
    case 'shift-tab':
      if (now.column > 0) return to(now.row, now.column - 1);
      return now.row > 0 ? to(now.row - 1, field.columns.length - 1) : { value, editor: now, go: 'previous' };
    case 'ctrl-n': {
      const row = blankRow(field);
      return rows.length >= field.most
        ? stay(noted(now, tooMany(field)))
        : stay(at(field, [...rows, row], rows.length, 0, []), [...rows, row]);
    }
    case 'ctrl-d': {
      const gone = rows[now.row];
      if (!gone) return stay(now);
      if (field.isFixed?.(gone))
        return stay(noted(now, 'This row came from the step before: leave it out there'));
      const left = rows.filter((_, index) => index !== now.row);
      return stay(at(field, left, Math.min(now.row, left.length - 1), now.column, []), left);
    }
    case 'paste':
      return paste(field, now, rows, press);
    default:
      return typeInto(field, now, rows, press);
  }
}

function paste(
  field: RowsField,
  now: RowsEditor,
  rows: readonly FormValues[],
  press: Press,
): Edited<RowsEditor> {
  const lines = (press.lines ?? [press.text ?? '']).map((text) => text.trim()).filter(Boolean);
  const notes: string[] = [];
  const added: FormValues[] = [];
  for (const [index, text] of lines.entries()) {
    const row = field.parse(text);
    if (typeof row === 'string') notes.push(`Line ${index + 1}: ${row}`);
    else if (rows.length + added.length >= field.most) notes.push(`Line ${index + 1}: ${tooMany(field)}`);
    else added.push(row);
  }
  const shown = notes.slice(0, SHOWN_NOTES);
  if (notes.length > SHOWN_NOTES)
    shown.push(`and ${notes.length - SHOWN_NOTES} more lines that were not taken`);
  const after = [...rows, ...added];
  return {
    value: rowsText(after),
    editor: at(field, after, Math.max(0, after.length - 1), now.column, shown),
    go: 'stay',
  };
}

function typeInto(
  field: RowsField,
  now: RowsEditor,
  rows: readonly FormValues[],
  press: Press,
): Edited<RowsEditor> | null {
  const row = rows[now.row];
  const column = field.columns[now.column];
  if (!row || !column) return null;
  const stay = (editor: RowsEditor, cell: string): Edited<RowsEditor> => ({
    value: rowsText(rows.map((one, index) => (index === now.row ? { ...one, [column.key]: cell } : one))),
    editor,
    go: 'stay',
  });
  const old = row[column.key] ?? '';
  if (column.kind === 'choice') {
    const values = column.options.map((option) => option.value);
    const by = press.name === 'left' ? -1 : press.name === 'right' || press.name === 'space' ? 1 : 0;
    const letter = values.find((one) => one.toLowerCase().startsWith(press.name.toLowerCase()));
    const next = by === 0 ? letter : values[(values.indexOf(old) + by + values.length) % values.length];
    return next === undefined ? null : stay(now, next);
  }
  const typed = edit(now.line, press);
  if (!typed) return null;
  if (typed.text !== old && isLocked(field, row, column.key)) {
    return stay(noted(now, 'This comes from the step before and cannot be changed here'), old);
  }
  return stay({ ...now, line: typed, notes: [] }, typed.text);
}

function at(
  field: RowsField,
  rows: readonly FormValues[],
  row: number,
  column: number,
  notes: readonly string[],
): RowsEditor {
  const key = field.columns[column]?.key ?? '';
  return { kind: 'rows', row: Math.max(0, row), column, line: line(rows[row]?.[key] ?? ''), notes };
}

function noted(now: RowsEditor, note: string): RowsEditor {
  return { ...now, notes: [note] };
}

function tooMany(field: RowsField): string {
  return `there are ${field.most} rows already, which is the most`;
}

function blankRow(field: RowsField): FormValues {
  return Object.fromEntries(field.columns.map((column) => [column.key, column.initial ?? '']));
}
