import type { LongField } from '../../model/form.ts';
import type { FormState } from '../../state/form/formState.ts';
import { longText } from '../../state/present/longText.ts';
import { cut, widthOf } from './fit.ts';
import type { FieldSpace } from './form.ts';
import { drawLine } from './formLine.ts';

const ASK = 'File: ';

/** A text of several lines: how much of it there is, and under it, while the field has the focus, the path of a file to read. */
export function drawLong(
  field: LongField,
  { values, longTexts, editor }: FormState,
  focused: boolean,
  { width, theme }: FieldSpace,
): readonly string[] {
  const text = longText(field, values[field.key] ?? '', longTexts.originOf(field.key));
  const value = theme.paint(
    text === '' ? 'dim' : 'strong',
    cut(text || 'empty', width, theme.glyphs.ellipsis),
  );
  if (!focused || editor.kind !== 'long') return [value];
  return [value, `${theme.paint('dim', ASK)}${drawLine(editor.path, width - widthOf(ASK), theme)}`];
}
