import type { Account, SecretRef } from '../../model/account.ts';
import type { Field, Form, FormValues, SecretField } from '../../model/form.ts';
import { Failure } from '../../model/problem.ts';
import type { Engine } from '../../providers/provider.ts';
import { KEYRING_SERVICE, type Secrets } from './secrets.ts';
import type { AccountStore, NewAccount } from './store.ts';

/** Field keys of the form besides the engine's own. A secret field `apiKey` becomes `apiKey.kept` and `apiKey.value`. */
const WHICH = 'secret';
const KEPT = 'kept';
const TYPED = 'typed';
const NAMED = 'named';

/**
 * The form of an account: its name and region, the engine's own fields, and for the secret which one it is and where it
 * is kept. An account that is given is edited: its fields are filled in, but for the secret, which stays when left empty.
 */
export function accountFormOf(engine: Engine, store: AccountStore, account: Account | null): Form {
  const secrets = engine.accountForm.fields.filter((field) => field.kind === 'secret');
  const plain = engine.accountForm.fields.filter((field) => field.kind !== 'secret');
  const isSecret = (key: string) => secrets.some((field) => field.key === key);
  const isNeeded =
    secrets.some((field) => !field.optional) ||
    Object.keys(engine.accountForm.check?.({}) ?? {}).some(isSecret);
  const kept = secretFields(secrets, isNeeded, account);
  return {
    title: account ? `Edit ${account.name}` : `Add an account: ${engine.label}`,
    fields: [
      {
        kind: 'text',
        key: 'name',
        label: 'Name',
        help: 'What you will call it, here and after -a',
        initial: account?.name ?? '',
        check: (text) => store.checkName(text, account?.id),
      },
      ...plain.map(
        (field): Field => ({ ...field, initial: account?.settings[field.key] ?? field.initial ?? '' }),
      ),
      ...kept,
      ...(engine.regionless ? [] : [regionField(account)]),
    ],
    ...(engine.accountForm.check
      ? { check: (values) => engineFaults(engine, secrets, values, account) }
      : {}),
  };
}

function regionField(account: Account | null): Field {
  return {
    kind: 'text',
    key: 'region',
    label: 'Region',
    help: 'The one to open first; empty lets the engine choose',
    initial: account?.region ?? '',
    optional: true,
  };
}

/** What the engine finds wrong with its fields together; that a secret is missing stands beside where it is kept. */
function engineFaults(
  { accountForm }: Engine,
  secrets: readonly SecretField[],
  values: FormValues,
  account: Account | null,
): Readonly<Record<string, string>> {
  // Their values are not known here, only that there will be one.
  const given = secrets.flatMap(({ key }) => {
    const same = values[KEPT] === 'same' && account?.secrets[key];
    const typed = values[KEPT] !== 'none' && values[KEPT] !== 'same' && values[WHICH] === key;
    return same || typed ? [[key, 'given'] as const] : [];
  });
  const faults = accountForm.check?.({ ...values, ...Object.fromEntries(given) }) ?? {};
  const isSecret = (key: string) => secrets.some((field) => field.key === key);
  return Object.fromEntries(
    Object.entries(faults).map(([key, fault]) => [isSecret(key) ? KEPT : key, fault]),
  );
}

function secretFields(
  secrets: readonly SecretField[],
  isNeeded: boolean,
  account: Account | null,
): readonly Field[] {
  if (secrets.length === 0) return [];
  const has = account !== null && Object.keys(account.secrets).length > 0;
  const shown =
    (...ways: string[]) =>
    (values: FormValues) =>
      ways.includes(values[KEPT] ?? '');
  const keep = has ? [{ value: 'same', label: 'as it is' }] : [];
  const none = isNeeded ? [] : [{ value: 'none', label: 'none is needed' }];
  return [
    {
      kind: 'choice',
      key: KEPT,
      label: 'Secret kept in',
      help: 'Where sluice finds it. A reference is better than a copy',
      initial: has ? 'same' : isNeeded ? 'env' : 'none',
      options: [
        ...keep,
        ...none,
        { value: 'env', label: 'environment variable' },
        { value: 'file', label: 'file' },
        { value: 'keyring', label: 'system keyring' },
        { value: 'stored', label: 'settings file (mode 0600)' },
      ],
    },
    {
      kind: 'choice',
      key: WHICH,
      label: 'Secret is the',
      initial: secrets.find((field) => account?.secrets[field.key])?.key ?? secrets[0]?.key ?? '',
      options: secrets.map((field) => ({ value: field.key, label: field.label })),
      shownWhen: shown('env', 'file', 'keyring', 'stored'),
    },
    {
      kind: 'text',
      key: NAMED,
      label: 'Variable or file',
      help: 'Name of the variable, or path of a file that holds the secret alone',
      shownWhen: shown('env', 'file'),
      check: (text, values) =>
        values[KEPT] === 'env' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
          ? 'This is not the name of a variable: letters, digits and _ only'
          : null,
    },
    {
      kind: 'secret',
      key: TYPED,
      label: 'Value',
      help: 'It is not shown while you type',
      shownWhen: shown('keyring', 'stored'),
    },
  ];
}

/** What the form's values say. A secret for the keyring is put there; throws Failure when that is impossible. */
export async function accountFrom(
  engine: Engine,
  values: FormValues,
  account: Account | null,
  secrets: Secrets,
): Promise<NewAccount> {
  const plain = engine.accountForm.fields.filter((field) => field.kind !== 'secret');
  const settings = Object.fromEntries(
    plain.flatMap((field) => (values[field.key] ? [[field.key, values[field.key] ?? ''] as const] : [])),
  );
  const name = values['name'] ?? '';
  return {
    name,
    engine: engine.name,
    region: values['region'] ?? null,
    settings,
    secrets: values[KEPT] === 'same' && account ? account.secrets : await secretFrom(values, name, secrets),
  };
}

async function secretFrom(
  values: FormValues,
  name: string,
  secrets: Secrets,
): Promise<Record<string, SecretRef>> {
  const key = values[WHICH] ?? '';
  const where = values[NAMED] ?? '';
  const typed = values[TYPED] ?? '';
  switch (values[KEPT] ?? 'none') {
    case 'none':
      return {};
    case 'env':
      return { [key]: { kind: 'env', name: where } };
    case 'file':
      return { [key]: { kind: 'file', path: where } };
    case 'stored':
      return { [key]: { kind: 'stored', value: typed } };
    case 'keyring':
      return { [key]: await secrets.keep(typed, KEYRING_SERVICE, `${name} ${key}`) };
    default:
      throw new Failure({ kind: 'invalid', message: 'It is not said where the secret is' });
  }
}
