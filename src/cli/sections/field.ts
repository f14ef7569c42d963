import type { Field } from '../../model/form.ts';

/** What a field is called on the command line. */
export function fieldName({ key, flag }: Field): string {
  return flag ?? key;
}

/** Is the field's value one that is never shown, and never stands on a command line? */
export function isSecret(field: Field): boolean {
  return field.kind === 'secret' || (field.kind === 'long' && field.secret === true);
}
