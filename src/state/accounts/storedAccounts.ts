import * as z from 'zod/mini';
import type { Account } from '../../model/account.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { faultOfName } from './names.ts';

const SecretRefShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('env'), name: z.string().check(z.minLength(1)) }),
  z.object({
    kind: z.literal('file'),
    path: z.string().check(z.minLength(1)),
    section: z.exactOptional(z.string()),
    entry: z.exactOptional(z.string()),
  }),
  z.object({ kind: z.literal('keyring'), service: z.string(), user: z.string() }),
  z.object({ kind: z.literal('stored'), value: z.string() }),
]);

const MarksShape = z.object({
  production: z._default(z.boolean(), false),
  readOnly: z._default(z.boolean(), false),
  isDefault: z._default(z.boolean(), false),
});
/** What the user said of an account, wherever it comes from. */
export type Marks = z.infer<typeof MarksShape>;

const StoredShape = z.extend(MarksShape, {
  id: z.string().check(z.minLength(1)),
  name: z.string(),
  engine: z.enum(['rackspace', 'elb', 'haproxy', 'elbv2', 'octavia']),
  region: z._default(z.nullable(z.string()), null),
  settings: z._default(z.record(z.string(), z.string()), {}),
  secrets: z._default(z.record(z.string(), SecretRefShape), {}),
});

/** The entries of the settings file that can be used, and a sentence for each that cannot. */
export interface StoredAccounts {
  readonly accounts: readonly Account[];
  readonly notices: readonly string[];
}

/** What an entry is called in a notice: never more of it than its name, for the rest may be a secret. */
function entryName(entry: unknown, index: number): string {
  const named =
    typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string';
  return named ? `"${cleanText(String(entry.name)).slice(0, 64)}"` : `number ${index + 1}`;
}

/** Reads the list of accounts of a settings file. Each entry stands for itself. */
export function readStoredAccounts(raw: unknown): StoredAccounts {
  if (raw === undefined) return { accounts: [], notices: [] };
  if (!Array.isArray(raw)) return { accounts: [], notices: ['"accounts" in the settings is not a list'] };
  const accounts: Account[] = [];
  const notices: string[] = [];
  for (const [index, entry] of raw.entries()) {
    const skip = (why: string) =>
      notices.push(`The account ${entryName(entry, index)} in the settings is left out: ${why}`);
    const read = StoredShape.safeParse(entry);
    if (!read.success) {
      const field = read.error.issues[0]?.path.join('.');
      skip(field ? `${cleanText(field)} is missing or wrong` : 'it is not an account');
      continue;
    }
    const { name, id } = read.data;
    const others = accounts.map((account) => account.name);
    const fault = accounts.some((account) => account.id === id)
      ? 'another one has the same id'
      : (faultOfName(name, others)?.fault ?? null);
    if (fault === null) accounts.push({ ...read.data, origin: { kind: 'added' } });
    else skip(fault);
  }
  return { accounts, notices };
}

/** The marks of accounts that are not in the settings themselves, by account id. A wrong mark counts as set. */
export function readMarks(raw: unknown): ReadonlyMap<string, Marks> {
  const shape = z.catch(z.record(z.string(), z.catch(z.nullable(MarksShape), null)), {});
  const careful: Marks = { production: true, readOnly: false, isDefault: false };
  return new Map(Object.entries(shape.parse(raw ?? {})).map(([id, marks]) => [id, marks ?? careful]));
}

/** The list as it stands in the file, with the entries we cannot use, which every change carries along. */
function entriesOf(raw: unknown): readonly unknown[] {
  if (raw === undefined) return [];
  if (Array.isArray(raw)) return raw;
  throw new Failure({
    kind: 'invalid',
    message: '"accounts" in the settings file is not a list, so no account can be added or changed',
    hint: 'Mend it, or take it out',
  });
}

function hasId(entry: unknown, id: string): entry is object {
  return typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === id;
}

/** An account as it is written: where it comes from is plain from where it stands. */
function toStored({ origin: _, ...stored }: Account): z.infer<typeof StoredShape> {
  return stored;
}

function refuseName(name: string, others: readonly Account[]): void {
  const wrong = faultOfName(
    name,
    others.map((account) => account.name),
  );
  if (wrong)
    throw new Failure({ kind: 'invalid', message: `name: ${wrong.fault}`, hint: `Please ${wrong.mend}` });
}

/** The list with one account more. Throws Failure `invalid` where its name will not do. */
export function withAdded(raw: unknown, account: Account): readonly unknown[] {
  refuseName(account.name, readStoredAccounts(raw).accounts);
  return [...entriesOf(raw), toStored(account)];
}

/** The list with the account of this id changed; what a newer version wrote beside our fields stays. Throws Failure. */
export function withChanged(raw: unknown, id: string, change: Partial<Account>): readonly unknown[] {
  const { accounts } = readStoredAccounts(raw);
  const account = accounts.find((one) => one.id === id);
  if (!account) throw accountGone();
  const next = { ...account, ...change, id };
  refuseName(
    next.name,
    accounts.filter((one) => one.id !== id),
  );
  return entriesOf(raw).map((entry) => (hasId(entry, id) ? { ...entry, ...toStored(next) } : entry));
}

/** The list without the account of this id. */
export function withoutAccount(raw: unknown, id: string): readonly unknown[] {
  return entriesOf(raw).filter((entry) => !hasId(entry, id));
}

/** For an account that was there when the user chose it. */
export function accountGone(): Failure {
  return new Failure({
    kind: 'missing',
    message: 'The account is no longer there',
    hint: 'Another sluice removed it',
  });
}
