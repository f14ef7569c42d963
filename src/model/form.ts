/** What a person has typed so far, by field key. Numbers and choices are text until the form is accepted. */
export type FormValues = Readonly<Record<string, string>>;

interface FieldBase {
  readonly key: string;
  readonly label: string;
  /** One line under the field. */
  readonly help?: string;
  readonly initial?: string;
  readonly optional?: boolean;
  /** A fault in plain words with its mend, or null. `text` is trimmed and not empty. */
  readonly check?: (text: string, values: FormValues) => string | null;
  /** Hidden fields keep what was typed and are not checked. */
  readonly shownWhen?: (values: FormValues) => boolean;
  /** The command line's option for this field, without dashes. */
  readonly flag?: string;
}

export interface TextField extends FieldBase {
  readonly kind: 'text';
}
/** A whole number from `min` to `max`. */
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
}
/** One of a short fixed list. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string; readonly help?: string }[];
}
/** `yes` or `no`. */
export interface YesNoField extends FieldBase {
  readonly kind: 'yesno';
}
/** Typed without echo. */
export interface SecretField extends FieldBase {
  readonly kind: 'secret';
}

export type Field = TextField | NumberField | ChoiceField | YesNoField | SecretField;

/** A form is data: one screen draws them all, and the command line reads the same checks. */
export interface Form {
  readonly title: string;
  readonly fields: readonly Field[];
  /** Faults that concern more than one field, by field key. Runs after every field is right by itself. */
  readonly check?: (values: FormValues) => Readonly<Record<string, string>>;
}
