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
/** Beside its label a field has at least so many cells for what belongs to it, or all of that stands under the label. */
const LEAST_BESIDE = 28;
/** Cells before what stands under a label. */
const UNDER_LABEL = 4;
/** Lines that the options of a list keep in a low window: two of them, and how many there are. */
const LEAST_LIST = 3;

/** Where a field's value, or what belongs to it, is drawn. */
export interface FieldSpace {
  /** Spaces before each line but that of the label. */
  readonly indent: string;
  readonly width: number;
  /** Lines that there are for it. */
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
  const focused = field.key === view.state.focus;
  const { cursor, ellipsis } = theme.glyphs;
  const bar = focused ? theme.paint('accent', cursor) : ' ';
  const label = padTo(field.label, labelWidth, 'left', ellipsis);
  const beside: FieldSpace = {
    indent: ' '.repeat(labelWidth + 5),
    width: columns - labelWidth - 8,
    height,
    theme,
  };
  const isNarrow = beside.width < LEAST_BESIDE;
  const space = isNarrow
    ? { ...beside, indent: ' '.repeat(UNDER_LABEL), width: columns - UNDER_LABEL - 1 }
    : beside;
  const isSwitch = field.kind === 'choice' || field.kind === 'yesno';
  const isUnder = isNarrow && focused && isSwitch;
  const drawn = drawValue(field, view, focused, isUnder ? space : beside);
  const [value = '', ...more] = isUnder ? ['', ...drawn] : drawn;
  const lines = [` ${bar} ${theme.paint(focused ? 'strong' : 'plain', label)}  ${value}`.trimEnd()];
  lines.push(...more.map((text) => `${isUnder ? space.indent : beside.indent}${text}`));
  if (field.kind === 'rows')
    lines.push(...drawRows(field, view.state, focused, { width: columns - 4, height, theme }));
  const isList = focused && (field.kind === 'pick' || field.kind === 'many');
  const room = isList ? Math.max(1, height - lines.length - LEAST_LIST) : null;
  lines.push(...drawUnder(field, view, focused, { space, room }));
  if (isList) lines.push(...drawList(field, view.state, { ...space, height: height - lines.length }));
  return lines;
}

/** What is wrong with a field, whole, or what it is for, in as many lines as there are for it; `room` null is for all. */
function drawUnder(
  field: Field,
  { state }: FormView,
  focused: boolean,
  { space, room }: { readonly space: FieldSpace; readonly room: number | null },
): readonly string[] {
  const { indent, width, theme } = space;
  const { ellipsis } = theme.glyphs;
  const fault = saysItself(field, state) ? undefined : state.faults[field.key];
  const loaded = state.loads.get(field.key);
  const wrong = fault ?? (focused && loaded?.state === 'failed' ? failureText(loaded.why) : undefined);
  const text = wrong ?? (focused ? helpOf(field, state.values[field.key]) : null);
  if (!text) return [];
  const isRows = field.kind === 'rows';
  const all = wrap(text, isRows ? width + indent.length - UNDER_LABEL : width, ellipsis);
  const most = wrong || room === null ? all.length : room;
  const shown = all.slice(0, most);
  if (most < all.length) shown[most - 1] = cut(`${all[most - 1] ?? ''}${ellipsis}`, width, ellipsis);
  return shown.map(
    (line) => `${isRows ? ' '.repeat(UNDER_LABEL) : indent}${theme.paint(wrong ? 'bad' : 'dim', line)}`,
  );
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
