import type { Form, FormValues } from '../../model/form.ts';
import { acceptedValues } from '../form/checkForm.ts';
import { changedKeys } from './sectionChange.ts';

/** A form that was filled in earlier, and what it is about as it is now. */
interface Late {
  readonly form: Form;
  /** What was filled in, or is to be put back. */
  readonly values: FormValues;
  /** What there was when the form was opened; of an undo what its change had left. */
  readonly before: FormValues;
  readonly now: FormValues;
  /** The fields that an undo puts back; undefined where all of `values` is meant. */
  readonly only: readonly string[] | undefined;
}

/** What is to be written, what of it differs from now, and what somebody else has changed that it would overwrite. */
export interface Settled {
  readonly values: FormValues;
  readonly keys: readonly string[];
  readonly theirs: readonly string[];
}

/** Brings together what was filled in and what there is now. */
export function settled({ form, values, before, now, only }: Late): Settled {
  if (only === undefined)
    return { values, keys: changedKeys(form, now, values), theirs: changedKeys(form, before, now) };
  const back = Object.fromEntries(only.map((key) => [key, values[key] ?? '']));
  // A field that the others hide goes with what it depends on.
  const wanted = acceptedValues(form, { ...now, ...back });
  return {
    values: wanted,
    keys: changedKeys(form, now, wanted),
    theirs: keysEitherWay(form, before, now).filter((key) => (wanted[key] ?? '') !== (now[key] ?? '')),
  };
}

/** The keys of the fields that differ, shown by the one or by the other: a path is gone where a page is asked for no more. */
export function keysEitherWay(form: Form, from: FormValues, to: FormValues): readonly string[] {
  return [...new Set([...changedKeys(form, from, to), ...changedKeys(form, to, from)])];
}
