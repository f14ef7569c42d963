import type { Field, RowsField } from '../model/form.ts';
import { rowsOf } from '../model/form.ts';
import { rowFaults, shownFields } from '../state/form/checkForm.ts';
import type { FormState } from '../state/form/formState.ts';
import { foundOptions, manyValues } from '../state/form/listEditor.ts';
import type { FormView } from '../state/pages/page.ts';
import { longText } from '../state/present/longText.ts';

/** A form for a screen reader: its title, the field one is in with its value, what is wrong with it or its help. */
export function drawLinearForm({ state, steps, busy, problem }: FormView): readonly string[] {
  const { form, values, focus, faults } = state;
  const title = steps
    ? `Step ${steps.at + 1} of ${steps.titles.length}: ${steps.titles[steps.at] ?? ''}`
    : form.title;
  const field = shownFields(form, values).find((one) => one.key === focus);
  if (!field) return [title];
  const fault = faults[field.key];
  const notes = state.editor.kind === 'rows' ? state.editor.notes : [];
  return [
    title,
    ...fieldLines(field, state),
    ...[fault ?? field.help, ...notes, busy, problem].flatMap((text) => text ?? []),
  ];
}

function fieldLines(field: Field, state: FormState): readonly string[] {
  const typed = state.values[field.key] ?? '';
  const line = (value: string) => [`${field.label}: ${value === '' ? 'empty' : value}`];
  switch (field.kind) {
    case 'secret':
      return line(typed === '' ? '' : 'hidden');
    case 'choice':
      return line(field.options.find((option) => option.value === typed)?.label ?? typed);
    case 'pick':
    case 'many':
      return listLines(field, state, typed);
    case 'rows':
      return rowLines(field, state, typed);
    case 'long':
      return [
        ...line(longText(field, typed, state.longTexts.originOf(field.key))),
        ...(state.editor.kind === 'long' ? [`File to read: ${state.editor.path.text || 'none typed'}`] : []),
      ];
    default:
      return line(typed);
  }
}

/** What is chosen, by name, and the option that the cursor is on. */
function listLines(
  field: Extract<Field, { kind: 'pick' | 'many' }>,
  { loads, editor }: FormState,
  typed: string,
): readonly string[] {
  const loaded = loads.get(field.key);
  if (loaded?.state === 'failed')
    return [`${field.label}: could not be loaded. ${loaded.why}. ctrl-r tries again`];
  if (loaded?.state !== 'ready') return [`${field.label}: loading`];
  const chosen = manyValues(typed);
  const labels = chosen.map((one) => loaded.options.find(({ value }) => value === one)?.label ?? one);
  const lines = [`${field.label}: ${labels.length === 0 ? 'none' : labels.join(', ')}`];
  if (loaded.options.length === 0)
    return [...lines, `Nothing to choose${field.none ? `: ${field.none}` : ''}`];
  if (editor.kind !== 'list') return lines;
  const found = foundOptions(loaded.options, editor.search.text);
  const on = found[editor.at];
  if (!on) return [...lines, `Nothing matches ${editor.search.text.trim()}`];
  const taken = field.kind === 'pick' ? '' : chosen.includes(on.value) ? ', taken' : ', not taken';
  return [
    ...lines,
    `Option ${editor.at + 1} of ${found.length}: ${[on.label, on.help].filter(Boolean).join(', ')}${taken}`,
  ];
}

/** The row that the cursor is in, and the cell. */
function rowLines(field: RowsField, { editor }: FormState, typed: string): readonly string[] {
  const rows = rowsOf(typed);
  const row = editor.kind === 'rows' ? rows[editor.row] : undefined;
  if (!row || editor.kind !== 'rows') return [`${field.label}: no rows, ctrl-n adds one`];
  const cells = field.columns.map(({ label, key }) => `${label} ${row[key] || 'empty'}`);
  const column = field.columns[editor.column];
  const fault = rowFaults(field, typed)[editor.row];
  return [
    `${field.label}, row ${editor.row + 1} of ${rows.length}: ${cells.join(', ')}`,
    ...(column ? [`${column.label}: ${row[column.key] || 'empty'}`] : []),
    ...(fault ? [fault] : []),
  ];
}
