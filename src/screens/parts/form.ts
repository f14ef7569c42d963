import { shownFields } from '../../state/form/checkForm.ts';
import type { FormView } from '../../state/pages/page.ts';
import type { Theme } from '../theme.ts';
import { drawCaret } from './chrome.ts';
import { cut, padTo, widthOf, wrap } from './fit.ts';

type Field = FormView['form']['fields'][number];

/** A form in exactly `body` lines: each field with its help or fault, scrolled to the one being typed. */
export function drawForm(view: FormView, columns: number, body: number, theme: Theme): readonly string[] {
  const fields = shownFields(view.form, view.values);
  const labelWidth = Math.min(24, Math.max(...fields.map((field) => widthOf(field.label))));
  const lines: string[] = [` ${theme.paint('strong', view.form.title)}`, ''];
  let focusLine = 0;
  for (const field of fields) {
    if (field.key === view.focus) focusLine = lines.length;
    lines.push(...drawField(field, view, labelWidth, columns, theme));
  }
  const status = view.busy ?? view.problem;
  if (status) {
    lines.push('');
    for (const text of wrap(status, columns - 4, theme.glyphs.ellipsis)) {
      lines.push(`  ${theme.paint(view.busy ? 'pending' : 'bad', text)}`);
    }
    // What went wrong must be seen, wherever the form is scrolled to.
    if (!view.busy) focusLine = Math.max(focusLine, lines.length - body + 1);
  }
  const top = Math.max(0, Math.min(focusLine - Math.floor(body / 2), lines.length - body));
  const shown = lines.slice(top, top + body);
  while (shown.length < body) shown.push('');
  return shown;
}

function drawField(
  field: Field,
  view: FormView,
  labelWidth: number,
  columns: number,
  theme: Theme,
): readonly string[] {
  const focused = field.key === view.focus;
  const { cursor, ellipsis } = theme.glyphs;
  const bar = focused ? theme.paint('accent', cursor) : ' ';
  const label = padTo(field.label, labelWidth, 'left', ellipsis);
  const space = columns - labelWidth - 8;
  const value = drawValue(field, view, focused, space, theme);
  const lines = [` ${bar} ${theme.paint(focused ? 'strong' : 'plain', label)}  ${value}`];
  const fault = view.faults[field.key];
  const indent = ' '.repeat(labelWidth + 5);
  const under = fault ?? (focused ? helpOf(field) : null);
  if (under) {
    for (const text of wrap(under, space, ellipsis))
      lines.push(`${indent}${theme.paint(fault ? 'bad' : 'dim', text)}`);
  }
  return lines;
}

function helpOf(field: Field): string | null {
  const parts = [field.help, field.optional ? '(may stay empty)' : null];
  if (field.kind === 'choice' || field.kind === 'yesno') parts.push('(left and right choose)');
  const text = parts.filter(Boolean).join(' ');
  return text === '' ? null : text;
}

function drawValue(field: Field, view: FormView, focused: boolean, space: number, theme: Theme): string {
  const value = view.values[field.key] ?? '';
  switch (field.kind) {
    case 'choice':
    case 'yesno': {
      const options =
        field.kind === 'choice'
          ? field.options
          : [
              { value: 'yes', label: 'yes' },
              { value: 'no', label: 'no' },
            ];
      const chosen = options.find((option) => option.value === value)?.label ?? value;
      if (!focused) return cut(chosen, space, theme.glyphs.ellipsis);
      const all = options
        .map((option) => `[${option.value === value ? 'x' : ' '}] ${option.label}`)
        .join('  ');
      // All options where they padTo, else the chosen one between arrows.
      return widthOf(all) <= space
        ? theme.paint('strong', all)
        : theme.paint('strong', `< ${cut(chosen, space - 4, theme.glyphs.ellipsis)} >`);
    }
    case 'secret': {
      const hidden = value === '' ? '' : theme.glyphs.hidden;
      return focused ? `${hidden}${theme.caret(' ')}` : hidden;
    }
    default:
      return focused
        ? drawCaret(view.line.text, view.line.cursor, space, theme)
        : cut(value, space, theme.glyphs.ellipsis);
  }
}
