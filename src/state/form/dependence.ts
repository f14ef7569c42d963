import type { Field, Form, FormValues } from '../../model/form.ts';
import { shownFields } from './checkForm.ts';

/** What makes a field count that does not: another field, holding one of `values`; an empty one is nothing at all. */
export interface Dependence {
  readonly on: Field;
  readonly values: readonly string[];
}

/**
 * The field that a hidden one depends on, found by trying what each of the others could hold; null where none alone would show
 * it. Of a field whose values are not known beforehand only the empty one is tried.
 */
export function dependenceOf(form: Form, field: Field, values: FormValues): Dependence | null {
  for (const on of shownFields(form, values)) {
    const now = values[on.key] ?? '';
    const found = triedOf(on).filter(
      (value) => value !== now && (field.shownWhen?.({ ...values, [on.key]: value }) ?? true),
    );
    if (found.length > 0) return { on, values: found };
  }
  return null;
}

function triedOf(field: Field): readonly string[] {
  if (field.kind === 'choice') return field.options.map(({ value }) => value);
  return field.kind === 'yesno' ? ['yes', 'no'] : [''];
}
