import type { Field } from '../../model/form.ts';
import { shownFields } from '../../state/form/checkForm.ts';
import { manyValues } from '../../state/form/listEditor.ts';
import type { FormView } from '../../state/pages/page.ts';
import type { Theme } from '../theme.ts';
import { drawCaret } from './chrome.ts';
import { cut, padTo, widthOf, wrap } from './fit.ts';
import { drawList } from './formList.ts';
import { drawRows } from './formRows.ts';

/** Where a field's value and what belongs to it is drawn. */
export interface FieldSpace {
  /** Spaces before what stands under the value. */
  readonly indent: string;
  readonly width: number;
  readonly theme: Theme;
}

/** A form in exactly `body` lines: each field with its help or fault, scrolled to the one being typed. */
export function drawForm(view: FormView, columns: number, body: number, theme: Theme): readonly string[] {
  const { form, values, focus } = view.state;
  const fields = shownFields(form, values);
  const labelWidth = Math.min(24, Math.max(...fields.map((field) => widthOf(field.label))));
  const lines: string[] = [drawTitle(view, columns, theme), ''];
  let from = 0;
  let to = 0;
  for (const field of fields) {
    if (field.key === focus) from = lines.length;
    lines.push(...drawField(field, view, labelWidth, columns, theme));
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
  columns: number,
  theme: Theme,
): readonly string[] {
  const { focus, faults } = view.state;
  const focused = field.key === focus;
  const { cursor, ellipsis } = theme.glyphs;
  const bar = focused ? theme.paint('accent', cursor) : ' ';
  const label = padTo(field.label, labelWidth, 'left', ellipsis);
  const space: FieldSpace = { indent: ' '.repeat(labelWidth + 5), width: columns - labelWidth - 8, theme };
  const value = drawValue(field, view, focused, space);
  const lines = [` ${bar} ${theme.paint(focused ? 'strong' : 'plain', label)}  ${value}`];
  if (field.kind === 'rows') lines.push(...drawRows(field, view.state, focused, columns - 4, theme));
  const fault = faults[field.key];
  const under = fault ?? (focused ? helpOf(field) : null);
  if (under) {
    for (const text of wrap(under, space.width, ellipsis)) {
      lines.push(`${space.indent}${theme.paint(fault ? 'bad' : 'dim', text)}`);
    }
  }
  if (focused && (field.kind === 'pick' || field.kind === 'many'))
    lines.push(...drawList(field, view.state, space));
  return lines;
}

function helpOf(field: Field): string | null {
  const text = [field.help, field.optional ? 'may stay empty' : null].filter(Boolean).join('; ');
  return text === '' ? null : text;
}

function drawValue(field: Field, view: FormView, focused: boolean, space: FieldSpace): string {
  const { theme, width } = space;
  const { ellipsis } = theme.glyphs;
  const { values, editor, loads } = view.state;
  const value = values[field.key] ?? '';
  switch (field.kind) {
    case 'choice':
    case 'yesno':
      return drawSwitch(field, value, focused, space);
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
        return theme.paint('bad', cut(`${loaded.why}. ctrl-r tries again`, width, ellipsis));
      if (loaded?.state !== 'ready') return theme.paint('pending', `loading${ellipsis}`);
      const labels = manyValues(value).map(
        (one) => loaded.options.find((option) => option.value === one)?.label ?? one,
      );
      const text = labels.length === 0 ? 'none' : labels.join(', ');
      return theme.paint(labels.length === 0 ? 'dim' : 'strong', cut(text, width, ellipsis));
    }
    default:
      return focused && editor.kind === 'line'
        ? drawCaret(editor.line.text, editor.line.cursor, width, theme)
        : cut(value, width, ellipsis);
  }
}

function drawSwitch(
  field: Extract<Field, { kind: 'choice' | 'yesno' }>,
  value: string,
  focused: boolean,
  { theme, width }: FieldSpace,
): string {
  const { ellipsis } = theme.glyphs;
  const options =
    field.kind === 'choice'
      ? field.options
      : [
          { value: 'yes', label: 'yes' },
          { value: 'no', label: 'no' },
        ];
  const chosen = options.find((option) => option.value === value)?.label ?? value;
  if (!focused) return cut(chosen, width, ellipsis);
  const all = options.map((option) => `[${option.value === value ? 'x' : ' '}] ${option.label}`).join('  ');
  // All options where they fit, else the chosen one between arrows.
  return theme.paint('strong', widthOf(all) <= width ? all : `< ${cut(chosen, width - 4, ellipsis)} >`);
}
