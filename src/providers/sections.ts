import type { Form, FormValues } from '../model/form.ts';
import type { ChangeOptions, Receipt } from './provider.ts';

/** How long a read may take: until the signal is aborted. */
export interface ReadOptions {
  readonly signal: AbortSignal;
}

/** What a setting is now. */
export interface SettingReading {
  /** False where the engine has none of it: the form starts from its own defaults, and there is nothing to reset. */
  readonly configured: boolean;
  /** By field key of the form, as its fields would hold them. Never a secret. Empty where it is not configured. */
  readonly values: FormValues;
  /** One short line for a table: `HTTP /health every 10 s`, `off`. */
  readonly summary: string;
  /** The engine's own answer, without secrets, for the details. */
  readonly raw: unknown;
}

/** One thing a balancer (or a node) is told once: health monitor, idle timeout. */
export interface Setting {
  readonly kind: 'setting';
  /** Unique among the sections it stands with, and the same always: `health-monitor`. */
  readonly key: string;
  /** `Health monitor` */
  readonly title: string;
  /** What it is for, one sentence. */
  readonly help: string;
  /** Why this balancer cannot have it as it is, with the mend; it can be read all the same. */
  readonly unavailable?: string;
  /** What the balancer that was read says of it; null where it must be read by itself. */
  readonly known: SettingReading | null;
  read(options: ReadOptions): Promise<SettingReading>;
  /** Fields by the keys of `values`; their `initial` values are those of the reading. */
  form(reading: SettingReading, options: ReadOptions): Form | Promise<Form>;
  /**
   * Writes what the form holds; fields that it hides or that are empty are left out of `values`. `before` is what it was when it was read last. Resolves
   * when the engine has settled; throws Failure. Absent where it can only be read.
   */
  readonly write?: (values: FormValues, before: SettingReading, options: ChangeOptions) => Promise<Receipt>;
  /** Takes it away, or back to the engine's default. */
  readonly reset?: {
    /** `Remove the health monitor` */
    readonly title: string;
    run(options: ChangeOptions): Promise<Receipt>;
    /** What is lost or broken by it, a sentence each; any of them makes sluice ask. */
    readonly warnings?: readonly string[];
    /** What is good to know of it, a sentence each; said with it, without asking. */
    readonly notes?: readonly string[];
    /** Why it cannot be done as things are, with the mend; absent when it can. */
    readonly whyNot?: string;
  };
  /** What these values lose or break, a sentence each; any of them makes sluice ask. */
  readonly warnings?: (values: FormValues, before: SettingReading) => readonly string[];
  /** What is good to know of these values, a sentence each without a full stop; said with the change, without asking. */
  readonly notes?: (values: FormValues, before: SettingReading) => readonly string[];
}

/** One of a collection. */
export interface Item {
  readonly id: string;
  /** What a person calls it, and types to name it: `443`, `sticky`, `198.51.100.0/24`. */
  readonly name: string;
  /** By column key; null where there is nothing to say. */
  readonly cells: Readonly<Record<string, string | null>>;
  /** By field key of the collection's forms. Never a secret. */
  readonly values: FormValues;
  /** The engine's own answer, without secrets. */
  readonly raw: unknown;
}

/** `key` finds the cell in an item's `cells`; `title` is the head, upper case. */
interface ItemColumn {
  readonly key: string;
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Something that can be done to one item, with a form or without. */
export interface ItemAction {
  /** What a command types: `policies`, `certificate`. Unique in its collection. */
  readonly key: string;
  /** One or two words for a menu: `policies`. */
  readonly label: string;
  /** A short sentence. */
  readonly help: string;
  /**
   * What the item is afterwards, where the form holds where or how and not what the item has then: `disabled`, as in "The policy
   * sticky is disabled". Without it the form's values are what the item has.
   */
  readonly makes?: string;
  /** Absent where there is nothing to fill in. */
  readonly form?: (item: Item, options: ReadOptions) => Form | Promise<Form>;
  run(item: Item, values: FormValues, options: ChangeOptions): Promise<Receipt>;
  /** As for a setting. */
  readonly warnings?: (item: Item, values: FormValues) => readonly string[];
  readonly notes?: (item: Item, values: FormValues) => readonly string[];
  /** Why it cannot be done to this item; null when it can. */
  readonly whyNot?: (item: Item) => string | null;
  /** True where running it again with the item's earlier values takes it back. */
  readonly reversible: boolean;
}

/** Several things of one kind: listeners, policies, virtual IPs, access rules, tags. */
export interface Collection {
  readonly kind: 'collection';
  readonly key: string;
  readonly title: string;
  /** One of them, in a sentence: `listener`. */
  readonly one: string;
  readonly help: string;
  readonly unavailable?: string;
  readonly columns: readonly ItemColumn[];
  /** Said instead of rows: `Everyone may connect`. */
  readonly empty: string;
  /** What the balancer that was read says of it; null where it must be listed by itself. */
  readonly known: readonly Item[] | null;
  /** In the order in which they are shown. Ids are distinct. */
  list(options: ReadOptions): Promise<readonly Item[]>;
  readonly add?: {
    form(options: ReadOptions): Form | Promise<Form>;
    run(values: FormValues, options: ChangeOptions): Promise<Receipt>;
    warnings?(values: FormValues): readonly string[];
    notes?(values: FormValues): readonly string[];
  };
  /** Changes an item in place; keys of its form are those of `values`. */
  readonly edit?: ItemAction;
  readonly remove?: {
    /** How many one call may remove. */
    readonly atMost: number;
    /** `items` is never empty. */
    run(items: readonly Item[], options: ChangeOptions): Promise<Receipt>;
    warnings?(items: readonly Item[]): readonly string[];
    notes?(items: readonly Item[]): readonly string[];
    /** Why this item cannot be removed; null when it can. */
    whyNot?(item: Item): string | null;
    /** True where `add` with the item's `values` makes it again as it was. */
    readonly restorable: boolean;
  };
  readonly actions?: readonly ItemAction[];
}

/** What a balancer can be told beyond its nodes. A screen and the commands show any of them: an engine adds data, not screens. */
export type Section = Setting | Collection;
