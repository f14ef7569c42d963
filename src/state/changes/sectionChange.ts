import type { Form, FormValues } from '../../model/form.ts';
import type { Collection, Item, ItemAction, Setting, SettingReading } from '../../providers/sections.ts';
import { shownFields } from '../form/checkForm.ts';

/** What is done to a section. `form` is what the values were typed into: it knows which of them are secret. */
export type SectionChange =
  | {
      readonly kind: 'write';
      readonly setting: Setting;
      readonly form: Form;
      readonly values: FormValues;
      /** What it was when the form was opened. */
      readonly before: SettingReading;
      /** What it is now; absent until it has been looked at. */
      readonly now?: SettingReading;
      /** Of an undo: the fields that are put back to `values`, the others stay as they are. Absent where all are meant. */
      readonly only?: readonly string[];
    }
  | {
      readonly kind: 'reset';
      readonly setting: Setting;
      readonly before: SettingReading;
      /** What it is now; absent until it has been looked at. */
      readonly now?: SettingReading;
      /** The setting's form, for the way back and for a look before; null where it was not asked for. */
      readonly form: Form | null;
      /** It takes a change back: `before` is what that had left. */
      readonly undoes?: true;
    }
  | {
      readonly kind: 'add';
      readonly collection: Collection;
      readonly form: Form;
      readonly values: FormValues;
    }
  | {
      readonly kind: 'act';
      readonly collection: Collection;
      /** One of the collection's actions, or its `edit`. */
      readonly action: ItemAction;
      readonly item: Item;
      /** Null where the action has none. */
      readonly form: Form | null;
      readonly values: FormValues;
      /** The item as it is now; absent until it has been looked at. */
      readonly now?: Item;
      /** As for a setting. */
      readonly only?: readonly string[];
    }
  | {
      readonly kind: 'delete';
      readonly collection: Collection;
      readonly items: readonly Item[];
      /** The form of an addition, for the way back; null where it was not asked for. */
      readonly form: Form | null;
    };

/** Longer values are told by their length. */
const LONGEST_TOLD = 80;

/** One field's value, fit for the journal and a question: secrets never, long texts by their length. */
function told(field: Form['fields'][number] | undefined, value: string): string {
  if (value === '') return 'nothing';
  if (!field || field.kind === 'secret' || (field.kind === 'long' && field.secret)) return '(not shown)';
  if (field.kind === 'long') return `(${value.length} characters)`;
  const label =
    field.kind === 'choice' ? field.options.find((option) => option.value === value)?.label : undefined;
  const text = (label ?? value).split('\n').join(', ');
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text;
}

/** `Delay 5, Path /health`: those of the fields that `keys` names. */
export function fieldsText(form: Form, values: FormValues, keys: readonly string[]): string {
  const parts = form.fields.flatMap((field) =>
    keys.includes(field.key) ? [`${field.label} ${told(field, values[field.key] ?? '')}`] : [],
  );
  return parts.join(', ');
}

/** The keys of the fields shown by `to` that differ from `from`; one that is absent counts as empty. */
export function changedKeys(form: Form, from: FormValues, to: FormValues): readonly string[] {
  return shownFields(form, to)
    .map(({ key }) => key)
    .filter((key) => (from[key] ?? '') !== (to[key] ?? ''));
}
