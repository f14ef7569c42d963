import { type FormValues, type RowsField, rowsOf, rowsText } from '../../model/form.ts';
import type { Press } from '../keys/press.ts';
import { faultOf } from './checkForm.ts';
import type { Edited, RowsEditor } from './editor.ts';
import { edit, selected } from './lineEditor.ts';

/** Lines of a paste that were not understood and are shown; the rest is counted. */
const SHOWN_NOTES = 3;

/** An editor for a table, standing on the first cell that is wrong, or else on the first that can be typed in. */
export function rowsEditor(
  field: RowsField,
  value: string,
  faults: Readonly<Record<number, string>> = {},
): RowsEditor {
  const rows = rowsOf(value);
  const wrong = rows.findIndex((_, index) => faults[index] !== undefined);
  const index = Math.max(0, wrong);
  const row = rows[index];
  const free = field.columns.findIndex((one) => !isLocked(field, row, one.key));
  const faulty = row && wrong >= 0 ? field.columns.findIndex((one) => faultOf(one, row) !== null) : -1;
  return at(field, rows, index, faulty >= 0 ? faulty : Math.max(0, free), []);
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
    case 'enter': {
      const cell = freeCell(field, rows, now, 1);
      return cell ? to(cell.row, cell.column) : { value, editor: now, go: 'next' };
    }
    case 'shift-tab': {
      const cell = freeCell(field, rows, now, -1);
      return cell ? to(cell.row, cell.column) : { value, editor: now, go: 'previous' };
    }
    case 'ctrl-n': {
      const row = blankRow(field);
      return rows.length >= field.most
        ? stay(noted(now, `No row was added: ${field.most} rows is the most`))
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
  const [only = ''] = lines;
  // What is no row by itself is meant for the cell.
  if (lines.length === 1 && typeof field.parse(only) === 'string') {
    const typed = typeInto(field, now, rows, { name: 'paste', text: only });
    if (typed) return typed;
  }
  const kept = rows.filter((row, index) => index !== now.row || !isBlank(field, row));
  const notes: string[] = [];
  const added: FormValues[] = [];
  let over = 0;
  for (const [index, text] of lines.entries()) {
    const row = field.parse(text);
    if (kept.length + added.length >= field.most) {
      over += 1;
    } else if (typeof row === 'string') {
      // Nothing that was pasted is lost: the line stands in the table as it came, to be mended there.
      added.push({ ...blankRow(field), [field.columns[0]?.key ?? '']: text });
      notes.push(`Line ${index + 1}: ${row}`);
    } else {
      added.push(row);
    }
  }
  const shown = notes.slice(0, SHOWN_NOTES).map((note) => `${note}; it is kept as a row to be mended`);
  if (notes.length > SHOWN_NOTES)
    shown.push(`not understood either, and kept: ${notes.length - SHOWN_NOTES} more`);
  if (over > 0) shown.push(`Left out, as ${field.most} rows is the most: ${over} of ${lines.length} lines`);
  const after = added.length > 0 ? [...kept, ...added] : rows;
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
  return { kind: 'rows', row: Math.max(0, row), column, line: selected(rows[row]?.[key] ?? ''), notes };
}

/** The next cell in reading order that can be typed in; null beyond the first and the last. */
function freeCell(
  field: RowsField,
  rows: readonly FormValues[],
  now: Pick<RowsEditor, 'row' | 'column'>,
  by: 1 | -1,
): { readonly row: number; readonly column: number } | null {
  const width = field.columns.length;
  for (
    let place = now.row * width + now.column + by;
    place >= 0 && place < rows.length * width;
    place += by
  ) {
    const cell = { row: Math.floor(place / width), column: place % width };
    if (!isLocked(field, rows[cell.row], field.columns[cell.column]?.key ?? '')) return cell;
  }
  return null;
}

/** True of a row that was added and not filled in. */
function isBlank(field: RowsField, row: FormValues): boolean {
  return (
    !field.isFixed?.(row) && field.columns.every(({ key, initial = '' }) => (row[key] ?? '') === initial)
  );
}

function noted(now: RowsEditor, note: string): RowsEditor {
  return { ...now, notes: [note] };
}

function blankRow(field: RowsField): FormValues {
  return Object.fromEntries(field.columns.map((column) => [column.key, column.initial ?? '']));
}
