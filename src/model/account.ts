import type { EngineName } from './engine.ts';

/**
 * Where a secret is kept. Everything but `stored` refers to it: the value is read when the account is opened, and never
 * written by us. `file` reads the whole trimmed file, or `entry` of its `section` where it is an INI file.
 */
export type SecretRef =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly section?: string; readonly entry?: string }
  | { readonly kind: 'keyring'; readonly service: string; readonly user: string }
  | { readonly kind: 'stored'; readonly value: string };

/** How we come to know of it. Only an `added` one can be edited or removed. */
type Origin =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'added' }
  /** `from` says where in a few words: `~/.pyrax.cfg [personal]`, `RS_USERNAME`. */
  | { readonly kind: 'discovered'; readonly from: string };

/**
 * One login at one engine. `settings` are the engine's own, by the keys of its account form (for Rackspace
 * `identityUrl`, `username`, `tenantId`); `secrets` likewise (`apiKey`, `password`).
 */
export interface Account {
  /** Unique among the accounts of one settings folder; `sandbox` is the embedded sandbox's. */
  readonly id: string;
  /** Unique, what the user types after `-a`. */
  readonly name: string;
  readonly engine: EngineName;
  /** The region to open first; null lets the engine choose. */
  readonly region: string | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretRef>>;
  readonly origin: Origin;
  /** Every change asks first. */
  readonly production: boolean;
  /** No change is possible. */
  readonly readOnly: boolean;
  /** Used by commands that name no account. */
  readonly isDefault: boolean;
}
