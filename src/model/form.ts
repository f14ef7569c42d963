/** What a person has typed so far, by field key. Numbers and choices are text until the form is accepted. */
export type FormValues = Readonly<Record<string, string>>;

interface FieldBase {
  readonly key: string;
  readonly label: string;
  /** One line under the field. */
  readonly help?: string;
  /** What stands in it at first; nothing where it is left out. */
  readonly initial?: string;
  /** It may stay empty, and is then absent from the accepted values. */
  readonly optional?: boolean;
  /** A fault in plain words with its mend, or null. `text` is trimmed and not empty. */
  readonly check?: (text: string, values: FormValues) => string | null;
  /** Hidden fields keep what was typed and are not checked. */
  readonly shownWhen?: (values: FormValues) => boolean;
  /** The command line's option for this field, without dashes. */
  readonly flag?: string;
}

/** One line, trimmed before it is checked; control characters are a fault of it by themselves. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
}
/** A whole number from `min` to `max`. */
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
}
/** One to choose from: the form's values hold `value`, the user reads `label`. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** A few words behind the label: `1 GB, 1 vCPU`. */
  readonly help?: string;
}

/** One of a short fixed list. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}
/**
 * One of a list that the engine gives; it may be long, so it can be searched. `load` may be called again after it failed.
 * `preferred` is chosen at first where the list has it.
 */
export interface PickField extends FieldBase {
  readonly kind: 'pick';
  readonly load: (signal: AbortSignal) => Promise<readonly Option[]>;
  /** Said where the list is empty: what is missing and how to get it, after a colon. */
  readonly none?: string;
  readonly preferred?: (options: readonly Option[]) => string | undefined;
}
/** Any number of a list that the engine gives. The value holds one option's value a line. */
export interface ManyField extends FieldBase {
  readonly kind: 'many';
  readonly load: (signal: AbortSignal) => Promise<readonly Option[]>;
  /** As for one of a list. */
  readonly none?: string;
}
/**
 * A small table. The value holds one row a line, each a JSON object of texts by column key (`rowsOf`, `rowsText`).
 * Rows that `isFixed` says come from answers before: they cannot be removed, and their `locked` columns not edited.
 */
export interface RowsField extends FieldBase {
  readonly kind: 'rows';
  readonly columns: readonly (TextField | NumberField | ChoiceField)[];
  readonly isFixed?: (row: FormValues) => boolean;
  readonly locked: readonly string[];
  /** Rows. */
  readonly most: number;
  /** What is wrong with rows as a whole (duplicates), by row index. */
  readonly checkRows?: (rows: readonly FormValues[]) => Readonly<Record<number, string>>;
  /** Reads one pasted line (`10.0.0.1:80 2`) as a row; a text is the fault. */
  readonly parse: (line: string) => FormValues | string;
}
/** `yes` or `no`. */
export interface YesNoField extends FieldBase {
  readonly kind: 'yesno';
}
/** Typed without echo. */
export interface SecretField extends FieldBase {
  readonly kind: 'secret';
}

/**
 * A text of several lines: a page, a certificate. It is read from a file that the user names, or written in the user's
 * editor; a `secret` one only comes from a file and is never shown.
 */
export interface LongField extends FieldBase {
  readonly kind: 'long';
  readonly secret?: true;
  /** Characters. */
  readonly most: number;
}

/** What one field asks for. Whatever its kind, its value is a text. */
export type Field =
  | TextField
  | NumberField
  | ChoiceField
  | PickField
  | ManyField
  | RowsField
  | YesNoField
  | SecretField
  | LongField;

/** The rows in a rows field's value; lines that are none are left out. */
export function rowsOf(value: string): readonly FormValues[] {
  return value.split('\n').flatMap((line) => {
    try {
      const row: unknown = JSON.parse(line);
      if (typeof row !== 'object' || row === null) return [];
      return [Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, String(cell)]))];
    } catch {
      return [];
    }
  });
}

/** Rows as a rows field's value. */
export function rowsText(rows: readonly FormValues[]): string {
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

/** A form is data: one screen draws them all, and the command line reads the same checks. */
export interface Form {
  readonly title: string;
  readonly fields: readonly Field[];
  /** Faults that concern more than one field, by field key. Runs after every field is right by itself. */
  readonly check?: (values: FormValues) => Readonly<Record<string, string>>;
  /** Values that other fields take on when `changed` is edited; only fields that nobody has touched follow. */
  readonly follow?: (values: FormValues, changed: string) => FormValues;
}
