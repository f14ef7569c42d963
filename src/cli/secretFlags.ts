import path from 'node:path';
import type { Account, SecretRef } from '../model/account.ts';
import type { SecretField } from '../model/form.ts';
import { Failure, problemLine, problemOf } from '../model/problem.ts';
import { readSecretOptions, type SecretOptions } from '../state/accounts/secretOptions.ts';
import { KEYRING_SERVICE } from '../state/accounts/secrets.ts';
import type { Engine } from '../state/engines.ts';
import { usageFailure } from './commandFailure.ts';
import type { Context } from './context.ts';

/** A secret that is still to be typed, or piped in. */
export interface AskedSecret {
  readonly field: SecretField;
}

interface GivenSecrets {
  /** Those that are referred to, by field key. */
  readonly refs: Readonly<Record<string, SecretRef>>;
  readonly asked: readonly AskedSecret[];
  /** One line each. */
  readonly faults: readonly string[];
}

/**
 * What the options say of an engine's secrets. Where they say nothing and somebody can answer, or --store promises a
 * secret, the first of them is asked for.
 */
export function givenSecrets(
  { shell }: Context,
  engine: Engine | null,
  given: ReadonlyMap<string, string | true>,
): GivenSecrets {
  const refs: Record<string, SecretRef> = {};
  const asked: AskedSecret[] = [];
  const faults: string[] = [];
  const fields = engine?.accountForm.fields.filter((field) => field.kind === 'secret') ?? [];
  for (const field of fields) {
    const flag = field.flag ?? field.key;
    try {
      const source = readSecretOptions(flag, optionsOf(flag, given));
      if (source === 'ask-for-keyring') asked.push({ field });
      else if (source) refs[field.key] = absolute(source, shell.workingFolder);
    } catch (thrown) {
      faults.push(problemLine(problemOf(thrown)));
      // One fault is enough: it is not missing besides.
      asked.push({ field });
    }
  }
  const [first] = fields;
  const silent = Object.keys(refs).length === 0 && asked.length === 0;
  if (first && silent && (given.has('store') || (shell.prompt.interactive && isNeeded(engine, first, given))))
    asked.push({ field: first });
  return { refs, asked, faults };
}

/** Does the engine want this secret, with what else was given? */
function isNeeded(
  engine: Engine | null,
  secret: SecretField,
  given: ReadonlyMap<string, string | true>,
): boolean {
  if (!secret.optional) return true;
  const fields = engine?.accountForm.fields ?? [];
  const values = Object.fromEntries(
    fields.flatMap(({ key, flag = key }) => {
      const value = given.get(flag);
      return typeof value === 'string' ? [[key, value] as const] : [];
    }),
  );
  return engine?.accountForm.check?.(values)[secret.key] !== undefined;
}

function optionsOf(flag: string, given: ReadonlyMap<string, string | true>): SecretOptions {
  const env = given.get(`${flag}-env`);
  const file = given.get(`${flag}-file`);
  return {
    ...(typeof env === 'string' ? { env } : {}),
    ...(typeof file === 'string' ? { file } : {}),
    ...(given.has(`${flag}-keyring`) ? { keyring: true } : {}),
  };
}

/** The file is read from other working folders later on. */
function absolute(ref: SecretRef, workingFolder: string): SecretRef {
  if (ref.kind !== 'file' || ref.path.startsWith('~')) return ref;
  return { ...ref, path: path.resolve(workingFolder, ref.path) };
}

/**
 * Asks for the secrets without echo (or takes the first line that is piped in) and keeps them: in the system keyring, or
 * with `store` in the settings file, which is said. Throws Failure: `invalid` where nobody answers, `auth` where there is
 * no keyring.
 */
export async function keepSecrets(
  context: Context,
  account: string,
  asked: readonly AskedSecret[],
  store: boolean,
): Promise<Account['secrets']> {
  const kept: Record<string, SecretRef> = {};
  for (const { field } of asked) {
    const value = await ask(context, account, field);
    kept[field.key] = store ? stored(context, field, value) : await inKeyring(context, account, field, value);
  }
  return kept;
}

async function ask({ shell }: Context, account: string, field: SecretField): Promise<string> {
  const { prompt } = shell;
  const label = field.label;
  const value = prompt.interactive ? await prompt.secret(`${label} of ${account}:`) : await prompt.piped();
  if (value) return value;
  const flag = field.flag ?? field.key;
  throw usageFailure(
    `No ${label} was given`,
    `Type it at a terminal, pipe it in, or say where it is with --${flag}-env NAME or --${flag}-file PATH`,
  );
}

function stored({ workspace, report }: Context, field: SecretField, value: string): SecretRef {
  report.note(
    `The ${field.label} is stored in ${workspace.settings.file}, which only you may read (mode 0600)`,
  );
  return { kind: 'stored', value };
}

async function inKeyring(
  context: Context,
  account: string,
  field: SecretField,
  value: string,
): Promise<SecretRef> {
  const { workspace, shell, report } = context;
  try {
    return await workspace.secrets.keep(value, KEYRING_SERVICE, `${account} ${field.key}`);
  } catch (thrown) {
    const problem = problemOf(thrown);
    const flag = field.flag ?? field.key;
    const hint = `--store keeps it in ${workspace.settings.file} (mode 0600); better is --${flag}-env NAME or --${flag}-file PATH`;
    if (!shell.prompt.interactive) throw new Failure({ ...problem, hint });
    report.note(problem.message);
    const answer = await shell.prompt.line(
      `Store it in ${workspace.settings.file} (mode 0600) instead? [y/N]`,
    );
    if (/^y(es)?$/i.test(answer.trim())) return { kind: 'stored', value };
    throw new Failure({ ...problem, message: `${account} is not added: ${problem.message}`, hint });
  }
}
