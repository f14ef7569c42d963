import type { Form, FormValues } from '../../../src/model/form.ts';
import { initialValues } from '../../../src/state/form/checkForm.ts';
import { never } from './rackspaceDouble.ts';

/** What a form holds when its choices have been loaded and `typed` was typed, as the form page does it. */
export async function filled(form: Form, typed: FormValues): Promise<FormValues> {
  let values: FormValues = initialValues(form);
  const put = (key: string, value: string) => {
    values = { ...values, [key]: value };
    for (const [other, followed] of Object.entries(form.follow?.(values, key) ?? {}))
      if (typed[other] === undefined) values = { ...values, [other]: followed };
  };
  for (const field of form.fields) {
    if (field.kind !== 'pick' && field.kind !== 'many') continue;
    const options = await field.load(never);
    if (field.kind === 'many' || values[field.key] !== '') continue;
    const chosen = field.preferred?.(options) ?? (field.optional ? undefined : options[0]?.value);
    if (chosen !== undefined) put(field.key, chosen);
  }
  for (const [key, value] of Object.entries(typed)) put(key, value);
  return values;
}
