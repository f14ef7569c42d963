import type { Field, Form, FormValues } from '../../model/form.ts';
import { acceptedValues, faultOf, faultsOf, initialValues, shownFields } from '../../state/form/checkForm.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { nearest } from '../resolve/candidates.ts';
import { conditionText, fieldName } from './field.ts';
import { fieldValue } from './fieldValue.ts';
import { Sources } from './sources.ts';
import { type Assignment, plainKey, readAssignments } from './words.ts';

/** What is filled in, and how it is called when it is wrong. */
export interface Filling {
  readonly form: Form;
  /** What is there already, by field key; null where a new thing is made, or one that is not configured yet. */
  readonly now: FormValues | null;
  /** `key=value`, as it was typed. */
  readonly words: readonly string[];
  /** The command that lists the fields. */
  readonly fieldsCommand: string;
}

interface Fault {
  readonly key: string;
  readonly message: string;
}

/**
 * The accepted values of a form that starts as things are and gets what was typed. Throws Failure `invalid` with every fault
 * at once, each with the key it was typed by.
 */
export async function fillForm(context: Context, filling: Filling): Promise<FormValues> {
  const { form, now, fieldsCommand } = filling;
  const assignments = readAssignments(filling.words);
  const faults: Fault[] = [];
  const given = new Map<Field, Assignment[]>();
  for (const assignment of assignments) {
    const field = fieldFor(form, assignment.key);
    if (field) given.set(field, [...(given.get(field) ?? []), assignment]);
    else faults.push({ key: assignment.key, message: unknownText(form, assignment.key) });
  }
  let values: FormValues = startOf(form, now);
  const sources = new Sources(context);
  for (const [field, typed] of given) {
    const read = await fieldValue(field, values[field.key] ?? '', typed, sources, context.signal);
    if ('fault' in read) faults.push({ key: typed[0]?.key ?? field.key, message: read.fault });
    else values = { ...values, [field.key]: read.value };
  }
  for (const field of given.keys()) values = followed(form, values, field.key, given, now);
  values = await withPreferred(form, values, context.signal);
  const shown = new Set(shownFields(form, values));
  const nameOf = (field: Field) => given.get(field)?.[0]?.key ?? fieldName(field);
  for (const field of given.keys())
    if (!shown.has(field) && (values[field.key] ?? '') !== '')
      faults.push({ key: nameOf(field), message: hiddenText(form, field, values) });
  faults.push(...formFaults(form, values, faults, nameOf));
  if (faults.length === 0) return acceptedValues(form, values);
  throw usageFailure('Nothing was changed: the values are wrong', `"${fieldsCommand}" says what each takes`, {
    lines: faults.map(({ key, message }) => `${key}: ${message}`),
    facts: { faults },
  });
}

function hiddenText(form: Form, field: Field, values: FormValues): string {
  const needed = conditionText(form, field, values);
  return needed === null
    ? 'It does not apply to the other values: leave it out, or change what it depends on'
    : `It applies only with ${needed}: give that too, or leave it out`;
}

/** By key or flag; capitals, hyphens and underscores do not count. */
function fieldFor(form: Form, typed: string): Field | undefined {
  const key = plainKey(typed);
  return (
    form.fields.find((field) => plainKey(field.key) === key) ??
    form.fields.find((field) => field.flag !== undefined && plainKey(field.flag) === key)
  );
}

function unknownText(form: Form, typed: string): string {
  const candidates = form.fields.map((field) => ({
    names: [field.key, fieldName(field), field.label],
    line: fieldName(field),
    facts: {},
  }));
  const near = new Set(nearest(typed, candidates));
  // In the order of the form, in which they are listed elsewhere.
  const shown = candidates.filter((candidate) => near.has(candidate)).map(({ line }) => line);
  return `There is no such key: there are ${shown.join(', ')}`;
}

/** A form's initial values are those of what it was made for; where it has none for a field, what is there counts. */
function startOf(form: Form, now: FormValues | null): FormValues {
  const initial = initialValues(form);
  const kept = form.fields.flatMap(({ key, initial: own }) =>
    own === undefined && now?.[key] !== undefined ? [[key, now[key]] as const] : [],
  );
  return { ...initial, ...Object.fromEntries(kept) };
}

/** Fields that nobody has given follow the one that was; of what is there already only those that hold nothing. */
function followed(
  form: Form,
  values: FormValues,
  changed: string,
  given: ReadonlyMap<Field, unknown>,
  now: FormValues | null,
): FormValues {
  const follows = form.follow?.(values, changed) ?? {};
  const free = form.fields.filter(
    (field) => !given.has(field) && (now === null || (values[field.key] ?? '') === ''),
  );
  const taken = free.flatMap(({ key }) => {
    const value = follows[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...values, ...Object.fromEntries(taken) };
}

/** What the engine would choose by itself where one of a list is needed and none is named. */
async function withPreferred(form: Form, values: FormValues, signal: AbortSignal): Promise<FormValues> {
  let chosen = values;
  for (const field of shownFields(form, values)) {
    if (field.kind !== 'pick' || !field.preferred || field.optional || (chosen[field.key] ?? '') !== '')
      continue;
    const preferred = field.preferred(await field.load(signal));
    if (preferred !== undefined) chosen = { ...chosen, [field.key]: preferred };
  }
  return chosen;
}

/** The form's own faults, but for the keys that are wrong already. Fields are only compared where each is right by itself. */
function formFaults(
  form: Form,
  values: FormValues,
  before: readonly Fault[],
  nameOf: (field: Field) => string,
): readonly Fault[] {
  const wrong = new Set(before.map(({ key }) => key));
  const found =
    before.length === 0
      ? faultsOf(form, values)
      : Object.fromEntries(
          shownFields(form, values).map((field) => [field.key, faultOf(field, values)] as const),
        );
  return form.fields.flatMap((field) => {
    const fault = found[field.key];
    const key = nameOf(field);
    if (!fault || wrong.has(key)) return [];
    const choices =
      field.kind === 'choice' && (values[field.key] ?? '') === ''
        ? `: ${field.options.map(({ value }) => value).join(', ')}`
        : '';
    return [{ key, message: `${fault}${choices}` }];
  });
}
