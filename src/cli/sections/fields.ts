import type { Field, Form, Option } from '../../model/form.ts';
import { problemOf } from '../../model/problem.ts';
import { initialValues, shownFields } from '../../state/form/checkForm.ts';
import type { Context } from '../context.ts';
import { conditionText, fieldName, isSecret } from './field.ts';

/** A field as `--fields` tells it. */
export interface FieldFacts {
  /** What is typed before the =. */
  readonly key: string;
  readonly label: string;
  readonly kind: Field['kind'];
  /** Where it applies. */
  readonly needed: boolean;
  /** False where other fields would have to hold something else for it to count. */
  readonly applies: boolean;
  /** What it would need to apply: `protocol=HTTP or HTTPS`; null where it does, or where that is not one other field's value. */
  readonly appliesWith: string | null;
  /** Only by @FILE or env:NAME. */
  readonly secret: boolean;
  /** What it holds, or is proposed; empty where that is nothing, or a secret. */
  readonly value: string;
  readonly help: string | null;
  /** Null where it is not one of a list, or the list could not be loaded. */
  readonly options: readonly Option[] | null;
  /** What is missing where the list is empty; null where the field does not know. */
  readonly none: string | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Of a table: what a row is made of. */
  readonly columns: readonly string[] | null;
}

/** What a form takes, with the choices loaded; where they cannot be, that is noted. */
export async function fieldFacts(context: Context, form: Form): Promise<readonly FieldFacts[]> {
  const values = initialValues(form);
  const shown = new Set(shownFields(form, values));
  return Promise.all(
    form.fields.map(async (field): Promise<FieldFacts> => {
      const secret = isSecret(field);
      const [min, max] = field.kind === 'number' ? [field.min, field.max] : [null, null];
      return {
        key: fieldName(field),
        label: field.label,
        kind: field.kind,
        needed: !field.optional,
        applies: shown.has(field),
        appliesWith: shown.has(field) ? null : conditionText(form, field, values),
        secret,
        value: secret ? '' : (field.initial ?? ''),
        help: field.help ?? null,
        options: await optionsOf(context, field),
        none: ('none' in field ? field.none : undefined) ?? null,
        min,
        max,
        columns: field.kind === 'rows' ? field.columns.map(({ key }) => key) : null,
      };
    }),
  );
}

async function optionsOf({ report, signal }: Context, field: Field): Promise<readonly Option[] | null> {
  if (field.kind === 'choice') return field.options;
  if (field.kind !== 'pick' && field.kind !== 'many') return null;
  try {
    return await field.load(signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    report.note(`The choices of ${fieldName(field)} could not be loaded: ${problemOf(thrown).message}`);
    return null;
  }
}
