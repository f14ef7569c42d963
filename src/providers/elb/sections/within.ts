import type { Form } from '../../../model/form.ts';
import type { Lifetime } from '../../http/lifetime.ts';
import type { ChangeOptions } from '../../provider.ts';
import type { Collection, ItemAction, Section, Setting } from '../../sections.ts';

type Options = { readonly signal: AbortSignal };

/** Runs calls inside the provider's life: they end with it and throw nothing but Failure. */
export class Inside {
  readonly #lifetime: Lifetime;
  readonly #changed: () => void;

  /** `changed` is called after each write, however it ended. */
  constructor(lifetime: Lifetime, changed: () => void) {
    this.#lifetime = lifetime;
    this.#changed = changed;
  }

  read<O extends Options, T>(options: O, call: (inner: O) => T | Promise<T>): Promise<T> {
    return this.#lifetime.run(options.signal, async (signal) => call({ ...options, signal }));
  }

  async write<T>(options: ChangeOptions, call: (inner: ChangeOptions) => Promise<T>): Promise<T> {
    try {
      return await this.#lifetime.change(options, call);
    } finally {
      this.#changed();
    }
  }

  /** A form whose lists are loaded inside as well. */
  form<O extends Options>(options: O, make: (inner: O) => Form | Promise<Form>): Promise<Form> {
    return this.read(options, async (inner) => formWithin(this.#lifetime, await make(inner)));
  }
}

/** A section whose calls run inside the provider's life. */
export function within(inside: Inside, section: Section): Section {
  return section.kind === 'setting' ? settingWithin(inside, section) : collectionWithin(inside, section);
}

function settingWithin(inside: Inside, { write, reset, ...plain }: Setting): Setting {
  return {
    ...plain,
    read: (options) => inside.read(options, (inner) => plain.read(inner)),
    form: (reading, options) => inside.form(options, (inner) => plain.form(reading, inner)),
    ...(write && {
      write: (values, before, options) => inside.write(options, (inner) => write(values, before, inner)),
    }),
    ...(reset && {
      reset: { ...reset, run: (options) => inside.write(options, (inner) => reset.run(inner)) },
    }),
  };
}

function collectionWithin(inside: Inside, { add, edit, remove, actions, ...plain }: Collection): Collection {
  return {
    ...plain,
    list: (options) => inside.read(options, (inner) => plain.list(inner)),
    ...(add && {
      add: {
        ...add,
        form: (options) => inside.form(options, (inner) => add.form(inner)),
        run: (values, options) => inside.write(options, (inner) => add.run(values, inner)),
      },
    }),
    ...(edit && { edit: actionWithin(inside, edit) }),
    ...(remove && {
      remove: {
        ...remove,
        run: (items, options) => inside.write(options, (inner) => remove.run(items, inner)),
      },
    }),
    ...(actions && { actions: actions.map((one) => actionWithin(inside, one)) }),
  };
}

function actionWithin(inside: Inside, { form, ...plain }: ItemAction): ItemAction {
  return {
    ...plain,
    ...(form && { form: (item, options) => inside.form(options, (inner) => form(item, inner)) }),
    run: (item, values, options) => inside.write(options, (inner) => plain.run(item, values, inner)),
  };
}

/** A form whose lists are loaded inside the provider's life. */
export function formWithin(lifetime: Lifetime, form: Form): Form {
  return {
    ...form,
    fields: form.fields.map((field) =>
      field.kind === 'pick' || field.kind === 'many'
        ? { ...field, load: (signal) => lifetime.run(signal, (inner) => field.load(inner)) }
        : field,
    ),
  };
}
