import type { Field, Form, FormValues } from '../../model/form.ts';
import { dependenceOf } from '../../state/form/dependence.ts';

/** What a field is called on the command line. */
export function fieldName({ key, flag }: Field): string {
  return flag ?? key;
}

/** What a field that does not count needs: `protocol=HTTP or HTTPS`; null where that is not one other field's value. */
export function conditionText(form: Form, field: Field, values: FormValues): string | null {
  const needed = dependenceOf(form, field, values);
  if (needed === null) return null;
  const name = fieldName(needed.on);
  return needed.values.includes('') ? `an empty ${name}` : `${name}=${needed.values.join(' or ')}`;
}

/** Is the field's value one that is never shown, and never stands on a command line? */
export function isSecret(field: Field): boolean {
  return field.kind === 'secret' || (field.kind === 'long' && field.secret === true);
}
