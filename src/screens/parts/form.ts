import type { Field } from '../../model/form.ts';
import { rowFaults, shownFields } from '../../state/form/checkForm.ts';
import { manyValues } from '../../state/form/listEditor.ts';
import type { FormView } from '../../state/pages/page.ts';
import type { Theme } from '../theme.ts';
import { cut, padTo, widthOf, wrap } from './fit.ts';
import { drawLine } from './formLine.ts';
import { drawList } from './formList.ts';
import { drawLong } from './formLong.ts';
import { drawRows } from './formRows.ts';

const WIDEST_LABEL = 26;

/** Where a field's value and what belongs to it is drawn. */
export interface FieldSpace {
  /** Spaces before what stands under the value. */
  readonly indent: string;
  readonly width: number;
  /** Lines of the whole form. */
  readonly height: number;
  readonly theme: Theme;
}

/** A form in exactly `body` lines: each field with its help or fault, scrolled to the one being typed. */
export function drawForm(view: FormView, columns: number, body: number, theme: Theme): readonly string[] {
  const { form, values, focus } = view.state;
  const fields = shownFields(form, values);
  const labelWidth = Math.min(WIDEST_LABEL, Math.max(...fields.map((field) => widthOf(field.label))));
  const lines: string[] = [drawTitle(view, columns, theme), ''];
  let from = 0;
  let to = 0;
  for (const field of fields) {
    if (field.key === focus) from = lines.length;
    lines.push(...drawField(field, view, labelWidth, { columns, height: body, theme }));
    if (field.key === focus) to = lines.length;
  }
  const status = view.busy ?? view.problem;
  if (status) {
    lines.push('');
    for (const text of wrap(status, columns - 4, theme.glyphs.ellipsis)) {
      lines.push(`  ${theme.paint(view.busy ? 'pending' : 'bad', text)}`);
    }
    // What went wrong must be seen, wherever the form is scrolled to.
    if (!view.busy) to = lines.length;
  }
  const top = Math.max(0, Math.min(from, Math.max(to - body, 0)));
  const shown = lines.slice(top, top + body);
  while (shown.length < body) shown.push('');
  return shown;
}

/** The form's title, or the wizard's steps with this one lit. */
function drawTitle({ state, steps }: FormView, columns: number, theme: Theme): string {
  if (!steps) return ` ${theme.paint('strong', state.form.title)}`;
  const { crumb } = theme.glyphs;
  const width = widthOf(steps.titles.join(crumb));
  if (width > columns - 2) {
    return ` ${theme.paint('strong', `Step ${steps.at + 1} of ${steps.titles.length}: ${steps.titles[steps.at] ?? ''}`)}`;
  }
  const parts = steps.titles.map((title, index) =>
    theme.paint(index === steps.at ? 'strong' : index < steps.at ? 'good' : 'dim', title),
  );
  return ` ${parts.join(theme.paint('dim', crumb))}`;
}

function drawField(
  field: Field,
  view: FormView,
  labelWidth: number,
  { columns, height, theme }: { readonly columns: number; readonly height: number; readonly theme: Theme },
): readonly string[] {
  const { focus, faults } = view.state;
  const focused = field.key === focus;
  const { cursor, ellipsis } = theme.glyphs;
  const bar = focused ? theme.paint('accent', cursor) : ' ';
  const label = padTo(field.label, labelWidth, 'left', ellipsis);
  const space: FieldSpace = {
    indent: ' '.repeat(labelWidth + 5),
    width: columns - labelWidth - 8,
    height,
    theme,
  };
  const [value = '', ...more] = drawValue(field, view, focused, space);
  const lines = [` ${bar} ${theme.paint(focused ? 'strong' : 'plain', label)}  ${value}`];
  lines.push(...more.map((text) => `${space.indent}${text}`));
  if (field.kind === 'rows')
    lines.push(...drawRows(field, view.state, focused, { width: columns - 4, height, theme }));
  const fault = saysItself(field, view.state) ? undefined : faults[field.key];
  const loaded = view.state.loads.get(field.key);
  const wrong = fault ?? (focused && loaded?.state === 'failed' ? failureText(loaded.why) : undefined);
  const under = wrong ?? (focused ? helpOf(field, view.state.values[field.key]) : null);
  if (under) {
    const indent = field.kind === 'rows' ? '    ' : space.indent;
    for (const text of wrap(under, columns - indent.length - 3, ellipsis)) {
      lines.push(`${indent}${theme.paint(wrong ? 'bad' : 'dim', text)}`);
    }
  }
  if (focused && (field.kind === 'pick' || field.kind === 'many'))
    lines.push(...drawList(field, view.state, space));
  return lines;
}

/** Why a list did not come. */
function failureText(why: string): string {
  return `${why}. ctrl-r tries again`;
}

/** True of a table that says beside the row under the cursor what is wrong with it. */
function saysItself(field: Field, { editor, focus, values }: FormView['state']): boolean {
  if (field.kind !== 'rows' || editor.kind !== 'rows' || field.key !== focus) return false;
  return rowFaults(field, values[field.key] ?? '')[editor.row] !== undefined;
}

function helpOf(field: Field, value: string | undefined): string | null {
  const chosen = field.kind === 'choice' ? field.options.find((option) => option.value === value) : undefined;
  const text = [
    field.help,
    field.optional ? 'may stay empty' : null,
    chosen?.help ? `${chosen.label}: ${chosen.help}` : null,
  ]
    .filter(Boolean)
    .join('; ');
  return text === '' ? null : text;
}

/** What stands beside the label; a line more where all choices do not fit into one. */
function drawValue(field: Field, view: FormView, focused: boolean, space: FieldSpace): readonly string[] {
  if (field.kind === 'choice' || field.kind === 'yesno')
    return drawSwitch(field, view.state.values[field.key] ?? '', focused, space);
  if (field.kind === 'long') return drawLong(field, view.state, focused, space);
  return [drawText(field, view, focused, space)];
}

type TypedField = Exclude<Field, { kind: 'choice' | 'yesno' | 'long' }>;

function drawText(field: TypedField, view: FormView, focused: boolean, space: FieldSpace): string {
  const { theme, width } = space;
  const { ellipsis } = theme.glyphs;
  const { values, editor, loads } = view.state;
  const value = values[field.key] ?? '';
  switch (field.kind) {
    case 'secret': {
      const hidden = value === '' ? '' : theme.glyphs.hidden;
      return focused ? `${hidden}${theme.caret(' ')}` : hidden;
    }
    case 'rows':
      return '';
    case 'pick':
    case 'many': {
      const loaded = loads.get(field.key);
      if (loaded?.state === 'failed')
        return theme.paint('bad', focused ? 'could not be loaded' : cut(loaded.why, width, ellipsis));
      if (loaded?.state !== 'ready') return theme.paint('pending', `loading${ellipsis}`);
      const labels = manyValues(value).map(
        (one) => loaded.options.find((option) => option.value === one)?.label ?? one,
      );
      const text = labels.length === 0 ? 'none' : labels.join(', ');
      return theme.paint(labels.length === 0 ? 'dim' : 'strong', cut(text, width, ellipsis));
    }
    default:
      return focused && editor.kind === 'line'
        ? drawLine(editor.line, width, theme)
        : cut(value, width, ellipsis);
  }
}

function drawSwitch(
  field: Extract<Field, { kind: 'choice' | 'yesno' }>,
  value: string,
  focused: boolean,
  { theme, width }: FieldSpace,
): readonly string[] {
  const { ellipsis } = theme.glyphs;
  const options =
    field.kind === 'choice'
      ? field.options
      : [
          { value: 'yes', label: 'yes' },
          { value: 'no', label: 'no' },
        ];
  const chosen = options.find((option) => option.value === value)?.label ?? value;
  if (!focused) return [cut(chosen, width, ellipsis)];
  const lines: string[] = [];
  for (const option of options) {
    const text = cut(`[${option.value === value ? 'x' : ' '}] ${option.label}`, width, ellipsis);
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last}  ${text}`) <= width)
      lines[lines.length - 1] = `${last}  ${text}`;
    else lines.push(text);
  }
  return lines.map((line) => theme.paint('strong', line));
}
