import { type FormValues, type RowsField, rowsOf } from '../../model/form.ts';
import { rowFaults } from '../../state/form/checkForm.ts';
import type { FormState } from '../../state/form/formState.ts';
import { isLocked } from '../../state/form/rowsEditor.ts';
import type { Theme } from '../theme.ts';
import { cut, padTo, paintedWidth, widthOf, wrap } from './fit.ts';
import { drawLine } from './formLine.ts';

const GAP = 2;
const WIDEST = 44;
const NARROWEST = 5;
/** Rows that are shown at once at most; the cursor's is always among them. */
const ROWS = 10;
/** Lines that label, heading, help and count take of a small window. */
const AROUND = 5;
/** What is wrong with a row is not said beside it in fewer cells. */
const LEAST_NOTE = 16;

/** A small table to type in: heading, rows with the fault beside each, and what a paste could not take. */
export function drawRows(
  field: RowsField,
  state: FormState,
  focused: boolean,
  { width, height, theme }: { readonly width: number; readonly height: number; readonly theme: Theme },
): readonly string[] {
  const value = state.values[field.key] ?? '';
  const rows = rowsOf(value);
  const { ellipsis } = theme.glyphs;
  if (rows.length === 0) return [`    ${theme.paint('dim', 'no rows: ctrl-n adds one')}`];
  const editor = focused && state.editor.kind === 'rows' ? state.editor : null;
  const widths = widthsOf(field, rows, width);
  const shown = Math.max(1, Math.min(ROWS, height - AROUND));
  const faults = editor || state.faults[field.key] ? { ...rowFaults(field, value) } : {};
  const at = editor?.row ?? 0;
  // As any field, a row is checked when it is left, and from then on until it is mended.
  if (editor && state.faults[field.key] === undefined) delete faults[at];
  const top = Math.max(0, Math.min(at - Math.floor(shown / 2), rows.length - shown));
  const heading = field.columns.map((column, index) =>
    padTo(column.label, widths[index] ?? 0, 'left', ellipsis),
  );
  const lines = [`    ${theme.paint('dim', heading.join(' '.repeat(GAP)))}`];
  const used = widths.reduce((sum, one) => sum + one + GAP, 0);
  const beside = width - used < LEAST_NOTE ? 0 : width - used;
  for (const [index, row] of rows.slice(top, top + shown).entries()) {
    const on = editor !== null && top + index === editor.row;
    const cells = field.columns.map((_, column) =>
      drawCell(field, row, column, widths[column] ?? 0, on ? editor : null, theme),
    );
    const fault = faults[top + index];
    const note = fault ? theme.paint('bad', cut(fault, beside, ellipsis)) : '';
    const sign = fault ? theme.paint('bad', theme.sign('error')) : ' ';
    const cursor = on ? theme.paint('accent', theme.glyphs.cursor) : ' ';
    lines.push(` ${sign}${cursor} ${cells.join(' '.repeat(GAP))}  ${note}`);
  }
  if (rows.length > shown) lines.push(`    ${theme.paint('dim', `row ${at + 1} of ${rows.length}`)}`);
  // A fault that did not fit beside its row is said in full under the table while the cursor is there.
  const here = faults[at];
  if (editor && here && widthOf(here) > beside)
    lines.push(...wrap(here, width - 2, ellipsis).map((text) => `    ${theme.paint('bad', text)}`));
  for (const note of editor?.notes ?? [])
    lines.push(...wrap(note, width - 2, ellipsis).map((text) => `    ${theme.paint('warn', text)}`));
  return lines;
}

/** As wide as what is in the columns; where that is too much, the widest give way. */
function widthsOf(field: RowsField, rows: readonly FormValues[], width: number): readonly number[] {
  const widths = field.columns.map((column) =>
    Math.min(
      WIDEST,
      // Room for the cursor behind the text, and for the sign that something is cut off.
      Math.max(widthOf(column.label), NARROWEST, ...rows.map((row) => widthOf(row[column.key] ?? '') + 2)),
    ),
  );
  for (let over = widths.reduce((sum, one) => sum + one + GAP, -width); over > 0; over -= 1) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
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
  const typed = drawLine(editor.line, width, theme);
  return `${typed}${' '.repeat(Math.max(0, width - paintedWidth(typed)))}`;
}
