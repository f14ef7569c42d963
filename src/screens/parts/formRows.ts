import { type FormValues, type RowsField, rowsOf } from '../../model/form.ts';
import { rowFaults } from '../../state/form/checkForm.ts';
import type { FormState } from '../../state/form/formState.ts';
import { isLocked } from '../../state/form/rowsEditor.ts';
import type { Theme } from '../theme.ts';
import { drawCaret } from './chrome.ts';
import { cut, padTo, widthOf } from './fit.ts';

const GAP = 2;
const WIDEST = 44;
/** Rows that are shown at once; the cursor's is always among them. */
const ROWS = 10;

/** A small table to type in: heading, rows with the fault beside each, and what a paste could not take. */
export function drawRows(
  field: RowsField,
  state: FormState,
  focused: boolean,
  width: number,
  theme: Theme,
): readonly string[] {
  const value = state.values[field.key] ?? '';
  const rows = rowsOf(value);
  const { ellipsis } = theme.glyphs;
  if (rows.length === 0) return [`    ${theme.paint('dim', 'no rows: ctrl-n adds one')}`];
  const editor = focused && state.editor.kind === 'rows' ? state.editor : null;
  const widths = field.columns.map((column) =>
    Math.min(
      WIDEST,
      Math.max(widthOf(column.label), 5, ...rows.map((row) => widthOf(row[column.key] ?? '') + 1)),
    ),
  );
  const faults = editor || state.faults[field.key] ? rowFaults(field, value) : {};
  const at = editor?.row ?? 0;
  const top = Math.max(0, Math.min(at - Math.floor(ROWS / 2), rows.length - ROWS));
  const heading = field.columns.map((column, index) =>
    padTo(column.label, widths[index] ?? 0, 'left', ellipsis),
  );
  const lines = [`    ${theme.paint('dim', heading.join(' '.repeat(GAP)))}`];
  for (const [index, row] of rows.slice(top, top + ROWS).entries()) {
    const on = editor !== null && top + index === editor.row;
    const cells = field.columns.map((_, column) =>
      drawCell(field, row, column, widths[column] ?? 0, on ? editor : null, theme),
    );
    const used = widths.reduce((sum, one) => sum + one + GAP, 0);
    const fault = faults[top + index];
    const note = fault ? theme.paint('bad', cut(fault, Math.max(0, width - used), ellipsis)) : '';
    lines.push(
      `  ${on ? theme.paint('accent', theme.glyphs.cursor) : ' '} ${cells.join(' '.repeat(GAP))}  ${note}`,
    );
  }
  if (rows.length > ROWS) lines.push(`    ${theme.paint('dim', `row ${at + 1} of ${rows.length}`)}`);
  // A fault that did not fit beside its row is said in full under the table while the cursor is there.
  const here = faults[at];
  if (editor && here) lines.push(`    ${theme.paint('bad', cut(here, width, ellipsis))}`);
  for (const note of editor?.notes ?? [])
    lines.push(`    ${theme.paint('warn', cut(note, width, ellipsis))}`);
  return lines;
}

function drawCell(
  field: RowsField,
  row: FormValues,
  column: number,
  width: number,
  editor: Extract<FormState['editor'], { kind: 'rows' }> | null,
  theme: Theme,
): string {
  const { ellipsis } = theme.glyphs;
  const spec = field.columns[column];
  const text = row[spec?.key ?? ''] ?? '';
  if (editor === null || editor.column !== column || !spec) {
    const locked = spec && isLocked(field, row, spec.key);
    return theme.paint(locked ? 'dim' : 'plain', padTo(text, width, 'left', ellipsis));
  }
  if (spec.kind === 'choice') return theme.caret(padTo(text, width, 'left', ellipsis));
  const caret = drawCaret(editor.line.text, editor.line.cursor, width, theme);
  const shown = Math.min(width, widthOf(cut(text, width - 1, ellipsis)) + 1);
  return `${caret}${' '.repeat(Math.max(0, width - Math.max(shown, 1)))}`;
}
