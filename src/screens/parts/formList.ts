import type { ManyField, Option, PickField } from '../../model/form.ts';
import type { FormState } from '../../state/form/formState.ts';
import { foundOptions, manyValues } from '../../state/form/listEditor.ts';
import { cut, padTo, widthOf, wrap } from './fit.ts';
import type { FieldSpace } from './form.ts';

/** Options that are shown at once at most. */
const ROWS = 7;
/** Lines that say the option under the cursor in full, at most. */
const WHOLE = 2;
const WIDEST_LABEL = 40;

/** The options of a field under it: those that the search finds, around the one the cursor is on, and that one in full. */
export function drawList(
  field: PickField | ManyField,
  state: FormState,
  { indent, width, height, theme }: FieldSpace,
): readonly string[] {
  const loaded = state.loads.get(field.key);
  const { editor } = state;
  if (loaded?.state !== 'ready' || editor.kind !== 'list') return [];
  const { ellipsis, cursor, mark } = theme.glyphs;
  if (loaded.options.length === 0)
    return wrap(`nothing to choose${field.none === undefined ? '' : `: ${field.none}`}`, width, ellipsis).map(
      (text) => `${indent}${theme.paint('warn', text)}`,
    );
  const found = foundOptions(loaded.options, editor.search.text);
  const chosen = new Set(manyValues(state.values[field.key] ?? ''));
  const textOf = (option: Option, on: boolean, labels: number) => {
    const sign = field.kind === 'many' ? `[${chosen.has(option.value) ? mark : ' '}] ` : '';
    return `${on ? cursor : ' '} ${sign}${padTo(option.label, labels, 'left', ellipsis)}  ${option.help ?? ''}`.trimEnd();
  };
  const windowOf = (rows: number) => {
    const top = Math.max(0, Math.min(editor.at - Math.floor(rows / 2), found.length - rows));
    const shown = found.slice(top, top + rows);
    const labels = Math.min(WIDEST_LABEL, Math.max(0, ...shown.map((option) => widthOf(option.label))));
    const isCut = (option: Option) =>
      widthOf(option.label) > labels || widthOf(textOf(option, true, labels)) > width;
    return { top, shown, labels, whole: shown.some(isCut) ? WHOLE : 0, isCut };
  };
  const most = Math.max(1, Math.min(ROWS, height - 1));
  const { whole } = windowOf(most);
  const { top, shown, labels, isCut } = windowOf(Math.max(1, Math.min(most, height - 1 - whole)));
  const lines = shown.map((option, index) => {
    const on = top + index === editor.at;
    const text = cut(textOf(option, on, labels), width, ellipsis);
    return `${indent}${on ? theme.highlight(padTo(text, width, 'left', ellipsis)) : text}`;
  });
  const search = editor.search.text.trim();
  const count =
    found.length === loaded.options.length
      ? `${shown.length} of ${found.length} shown`
      : `${found.length} of ${loaded.options.length} match`;
  const note =
    found.length === 0 && search !== ''
      ? `nothing matches "${search}": ctrl-u shows all`
      : found.length > shown.length || search !== ''
        ? `${search === '' ? '' : `/${search}  `}${count}`
        : '';
  if (note) lines.push(`${indent}${theme.paint('dim', cut(note, width, ellipsis))}`);
  // Always as many lines, so that what follows stays where it is while the cursor moves.
  const lit = found[editor.at];
  const said =
    lit && isCut(lit) ? wrap([lit.label, lit.help].filter(Boolean).join(': '), width, ellipsis) : [];
  for (let line = 0; line < whole; line += 1) lines.push(`${indent}${theme.paint('dim', said[line] ?? '')}`);
  return lines;
}
