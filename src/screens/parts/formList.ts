import type { ManyField, PickField } from '../../model/form.ts';
import type { FormState } from '../../state/form/formState.ts';
import { foundOptions, manyValues } from '../../state/form/listEditor.ts';
import { cut, padTo, widthOf } from './fit.ts';
import type { FieldSpace } from './form.ts';

/** Options that are shown at once. */
const ROWS = 7;
const WIDEST_LABEL = 40;

/** The options of a field under it: those that the search finds, around the one the cursor is on. */
export function drawList(
  field: PickField | ManyField,
  state: FormState,
  { indent, width, theme }: FieldSpace,
): readonly string[] {
  const loaded = state.loads.get(field.key);
  const { editor } = state;
  if (loaded?.state !== 'ready' || editor.kind !== 'list') return [];
  const { ellipsis, cursor, mark } = theme.glyphs;
  const found = foundOptions(loaded.options, editor.search.text);
  const chosen = new Set(manyValues(state.values[field.key] ?? ''));
  const top = Math.max(0, Math.min(editor.at - Math.floor(ROWS / 2), found.length - ROWS));
  const shown = found.slice(top, top + ROWS);
  const labels = Math.min(WIDEST_LABEL, Math.max(0, ...shown.map((option) => widthOf(option.label))));
  const lines = shown.map((option, index) => {
    const on = top + index === editor.at;
    const sign = field.kind === 'many' ? `[${chosen.has(option.value) ? mark : ' '}] ` : '';
    const text = cut(
      `${on ? cursor : ' '} ${sign}${padTo(option.label, labels, 'left', ellipsis)}  ${option.help ?? ''}`.trimEnd(),
      width,
      ellipsis,
    );
    return `${indent}${on ? theme.highlight(padTo(text, width, 'left', ellipsis)) : text}`;
  });
  const search = editor.search.text.trim();
  const count =
    found.length === loaded.options.length
      ? `${found.length}`
      : `${found.length} of ${loaded.options.length}`;
  const note =
    found.length === 0 && search !== ''
      ? `nothing matches "${search}": ctrl-u shows all`
      : found.length > ROWS || search !== ''
        ? `${search === '' ? '' : `/${search}  `}${count}`
        : '';
  if (note) lines.push(`${indent}${theme.paint('dim', cut(note, width, ellipsis))}`);
  return lines;
}
