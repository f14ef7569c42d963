import type { Form } from '../../model/form.ts';
import type { Lifetime } from '../http/lifetime.ts';

/** The form with its loads inside the provider's life: they end with it and throw nothing but Failure. */
export function withinLife(lifetime: Lifetime, form: Form): Form {
  return {
    ...form,
    fields: form.fields.map((field) => {
      if (field.kind !== 'pick' && field.kind !== 'many') return field;
      return { ...field, load: (signal: AbortSignal) => lifetime.run(signal, (inner) => field.load(inner)) };
    }),
  };
}
