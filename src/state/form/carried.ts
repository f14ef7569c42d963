import { type Form, type FormValues, type RowsField, rowsOf, rowsText } from '../../model/form.ts';
import { initialValues } from './checkForm.ts';
import type { FormState } from './formState.ts';

/**
 * What a form starts with when it was filled in before and answers in front of it have changed: what the user typed stays,
 * the rest is the form's new proposal.
 */
export function carried(form: Form, before: FormState): FormValues {
  const values: Record<string, string> = { ...initialValues(form) };
  for (const field of form.fields) {
    if (!before.touched.has(field.key)) continue;
    const typed = before.values[field.key] ?? '';
    values[field.key] = field.kind === 'rows' ? mergeRows(field, values[field.key] ?? '', typed) : typed;
  }
  return values;
}

/** Rows from answers before as they are proposed now, each with what was typed into it; then the user's own rows. */
function mergeRows(field: RowsField, proposed: string, typed: string): string {
  const isFixed = (row: FormValues) => field.isFixed?.(row) ?? false;
  const nameOf = (row: FormValues) => field.locked.map((key) => row[key]).join('\n');
  const before = rowsOf(typed);
  const edited = new Map(before.filter(isFixed).map((row) => [nameOf(row), row]));
  const fixed = rowsOf(proposed)
    .filter(isFixed)
    .map((row) => ({ ...row, ...edited.get(nameOf(row)) }));
  return rowsText([...fixed, ...before.filter((row) => !isFixed(row))]);
}
