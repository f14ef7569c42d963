import {
  type Field,
  type Form,
  type FormValues,
  type LongField,
  type RowsField,
  rowsOf,
} from '../../model/form.ts';
import { cleanText } from '../../model/text.ts';

/** Faults by field key: what is wrong and how to mend it. Empty when the form can be accepted. */
export type Faults = Readonly<Record<string, string>>;

const LONGEST = 1024;

/** The fields that these values show. */
export function shownFields(form: Form, values: FormValues): readonly Field[] {
  return form.fields.filter((field) => field.shownWhen?.(values) ?? true);
}

/** True of a field whose value must never be shown, logged or kept. */
export function isSecretField(field: Field): boolean {
  return field.kind === 'secret' || (field.kind === 'long' && field.secret === true);
}

/** What is wrong with one field by itself, or null. */
export function faultOf(field: Field, values: FormValues): string | null {
  const typed = values[field.key] ?? '';
  const text = field.kind === 'secret' ? typed : typed.trim();
  if (text === '') return field.optional ? null : `${field.label} is empty: it is needed`;
  if (field.kind === 'rows') return rowsFault(field, text);
  if (field.kind === 'many') return field.check?.(text, values) ?? null;
  if (field.kind === 'long') return longFault(field, typed) ?? field.check?.(text, values) ?? null;
  if (text.length > LONGEST) return `${field.label} is ${text.length} characters long: at most ${LONGEST}`;
  if (cleanText(text) !== text) return `${field.label} holds control characters: type it again without them`;
  const fault = kindFault(field, text);
  return fault ?? field.check?.(text, values) ?? null;
}

/** A long text may have lines and tabs, but nothing else that moves a cursor. */
function longFault(field: LongField, text: string): string | null {
  if (text.length > field.most)
    return `${field.label} is ${text.length} characters long: at most ${field.most}`;
  const plain = text.replaceAll(/[\r\n\t]/g, ' ');
  return cleanText(plain) === plain ? null : `${field.label} holds control characters: choose a text file`;
}

/** Faults of a table's cells and of its rows together, as text: the first of them, by row number. */
function rowsFault(field: RowsField, text: string): string | null {
  const faults = rowFaults(field, text);
  const [first] = Object.keys(faults)
    .map(Number)
    .sort((a, b) => a - b);
  return first === undefined ? null : `Row ${first + 1}: ${faults[first]}`;
}

/** What is wrong with each row of a table, by its index. */
export function rowFaults(field: RowsField, text: string): Readonly<Record<number, string>> {
  const rows = rowsOf(text);
  const faults: Record<number, string> = { ...field.checkRows?.(rows) };
  for (const [index, row] of rows.entries()) {
    const fault = field.columns.map((column) => faultOf(column, row)).find((one) => one !== null);
    if (fault) faults[index] = fault;
  }
  return faults;
}

function kindFault(field: Field, text: string): string | null {
  if (field.kind === 'number') {
    const right = /^\d{1,9}$/.test(text) && Number(text) >= field.min && Number(text) <= field.max;
    return right
      ? null
      : `${field.label} is "${text}": a whole number from ${field.min} to ${field.max} is needed`;
  }
  if (field.kind === 'choice' && !field.options.some((option) => option.value === text)) {
    return `${field.label} is "${text}": one of ${field.options.map((option) => option.value).join(', ')} is needed`;
  }
  if (field.kind === 'yesno' && text !== 'yes' && text !== 'no') {
    return `${field.label} is "${text}": yes or no is needed`;
  }
  return null;
}

/** Everything that is wrong with a form. */
export function faultsOf(form: Form, values: FormValues): Faults {
  const faults: Record<string, string> = {};
  for (const field of shownFields(form, values)) {
    const fault = faultOf(field, values);
    if (fault) faults[field.key] = fault;
  }
  return Object.keys(faults).length > 0 ? faults : (form.check?.(values) ?? {});
}

/** What a form starts with. */
export function initialValues(form: Form): FormValues {
  return Object.fromEntries(form.fields.map((field) => [field.key, field.initial ?? '']));
}

/** Trimmed values of the fields that are shown and filled in; secrets and long texts as they are. */
export function acceptedValues(form: Form, values: FormValues): FormValues {
  return Object.fromEntries(
    shownFields(form, values).flatMap((field) => {
      const typed = values[field.key] ?? '';
      const text = field.kind === 'secret' || field.kind === 'long' ? typed : typed.trim();
      return text === '' ? [] : [[field.key, text] as const];
    }),
  );
}
