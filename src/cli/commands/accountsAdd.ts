import { type Command, Option } from 'commander';
import type { Account } from '../../model/account.ts';
import type { Field, Form } from '../../model/form.ts';
import { Failure, problemOf } from '../../model/problem.ts';
import { ENGINES, type Engine, engineNamed } from '../../state/engines.ts';
import { acceptedValues, faultsOf } from '../../state/form/checkForm.ts';
import { examples, type Run, withGlobals } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { accountJson } from '../print/json.ts';
import { refuseStartedReadOnly } from '../runs/flow.ts';
import { givenSecrets, keepSecrets } from '../secretFlags.ts';
import { shellWord } from '../shellWord.ts';

/** Option values by their long names without dashes, `api-key-env`. */
type Given = ReadonlyMap<string, string | true>;

/** `sluice accounts add`. Its options are those of all engines' account forms; one of another engine is refused. */
export function addAccountsAdd(accounts: Command, run: Run): void {
  const names = ENGINES.map(({ name }) => name).join(', ');
  const command = withGlobals(accounts.command('add'), ['--read-only'])
    .description('Add an account. Nothing is contacted; "sluice accounts check" signs in.')
    .option('--provider <engine>', `its engine: ${names}`)
    .option('--name <name>', 'what you will call it, here and after -a');
  for (const { long, value, help } of engineFlags(ENGINES.map((engine) => engine.accountForm)))
    command.addOption(new Option(value === null ? `--${long}` : `--${long} <${value}>`, help));
  command
    .option('--store', 'keep a typed secret in config.json (mode 0600) instead of the system keyring')
    .option('--production', 'every change asks first')
    .option('--read-only', 'no change is possible')
    .option('--default', 'commands that name no account use it')
    .addHelpText(
      'after',
      `\nWithout an option that says where the secret is, it is asked for without echo.\n${examples(
        'sluice accounts add --provider rackspace --name prod --username nina --api-key-env RAX_API_KEY',
        'sluice accounts add --provider rackspace --name uk --username nina --region LON --api-key-file ~/.rax-key',
        'sluice accounts add --provider haproxy --name edge --socket ssh://nina@lb1/run/haproxy/admin.sock',
        'pass show rax | sluice accounts add --provider rackspace --name prod --username nina --api-key-keyring',
      )}`,
    )
    .action((_options: unknown, own: Command) =>
      run(own, (context) => addAccount(context, givenOptions(own))),
    );
}

/** An option of an account form. */
interface EngineFlag {
  /** Its name without dashes. */
  readonly long: string;
  /** What its value is called; null where it takes none. */
  readonly value: string | null;
  readonly help: string;
}

/** The options of some engines' account forms, each once. */
function engineFlags(forms: readonly Form[]): readonly EngineFlag[] {
  const fields = new Map<string, Field>();
  for (const form of forms)
    for (const field of form.fields) if (field.flag && !fields.has(field.flag)) fields.set(field.flag, field);
  return [...fields].flatMap(([flag, { kind, label, help }]): readonly EngineFlag[] => {
    const what = help ? `${label}. ${help}` : label;
    if (kind !== 'secret') return [{ long: flag, value: 'value', help: what }];
    return [
      { long: `${flag}-env`, value: 'name', help: `${label}: in this environment variable` },
      {
        long: `${flag}-file`,
        value: 'path',
        help: `${label}: in this file, or PATH#SECTION/ENTRY of an INI file`,
      },
      {
        long: `${flag}-keyring`,
        value: null,
        help: `${label}: typed or piped in, kept in the system keyring`,
      },
    ];
  });
}

function givenOptions(command: Command): Given {
  const given = new Map<string, string | true>();
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (typeof value === 'string' || value === true) given.set(option.long?.replace(/^--/, '') ?? '', value);
  }
  return given;
}

async function addAccount(context: Context, given: Given): Promise<void> {
  const { workspace, options, report } = context;
  refuseStartedReadOnly(workspace);
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === 'string' ? value : '';
  };
  const engine = engineNamed(text('provider'));
  const { refs, asked, faults } = givenSecrets(context, engine, given);
  const { values, formFaults } = checkForm(
    context,
    engine,
    text,
    new Set([...Object.keys(refs), ...asked.map(({ field }) => field.key)]),
  );
  const everywhere = options.region?.toLowerCase() === 'all';
  const all = [
    ...formFaults,
    ...faults,
    ...(engine ? foreignOptions(engine, given) : []),
    ...(everywhere ? ['--region: an account opens in one region: name it, or leave it out'] : []),
  ];
  if (all.length > 0 || !engine)
    throw usageFailure('The account is not added', '"sluice accounts add --help" shows the options', {
      lines: all,
      facts: { faults: all },
    });
  const name = text('name').trim();
  const kept = await keepSecrets(context, name, asked, given.has('store'));
  const settings = Object.fromEntries(
    engine.accountForm.fields.flatMap(({ key, kind }) => {
      const value = kind === 'secret' ? undefined : values[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
  const account = await addOrForget(context, kept, {
    name,
    engine: engine.name,
    region: options.region,
    settings,
    secrets: { ...refs, ...kept },
    production: given.has('production'),
    readOnly: given.has('read-only'),
    isDefault: given.has('default'),
  });
  const where = Object.values(account.secrets).map((ref) => workspace.secrets.describe(ref));
  const hasSecret = engine.accountForm.fields.some((field) => field.kind === 'secret');
  const kinds = hasSecret ? `${engine.label}, secret: ${where.join(', ') || 'none'}` : engine.label;
  report.result(accountJson(account, workspace.secrets), [`${account.name} is added (${kinds})`]);
  if (!report.json) report.note(`"sluice accounts check ${shellWord(account.name)}" signs in`);
}

/** Everything that is wrong with the engine's fields and the name, each with its option. */
function checkForm(
  { workspace }: Context,
  engine: Engine | null,
  text: (flag: string) => string,
  secrets: ReadonlySet<string>,
) {
  const engineForm: Form = engine?.accountForm ?? { title: '', fields: [] };
  const nameField: Field = {
    kind: 'text',
    key: 'name',
    label: 'Name',
    flag: 'name',
    check: (name) => workspace.accounts.checkName(name),
  };
  const form: Form = { ...engineForm, fields: [nameField, ...engineForm.fields] };
  const typed = Object.fromEntries(
    form.fields.map(({ key, kind, flag = key }) => [
      key,
      // The value of a secret is not known yet, only that there will be one.
      kind === 'secret' ? (secrets.has(key) ? 'given' : '') : text(flag),
    ]),
  );
  const formFaults = Object.entries(faultsOf(form, typed)).map(([key, fault]) => {
    const field = form.fields.find((one) => one.key === key);
    return `${flagOf(field, key)}: ${fault}`;
  });
  if (!engine) formFaults.unshift(providerFault(text('provider')));
  return { values: acceptedValues(form, typed), formFaults };
}

/** A line for each option of another engine's accounts: what was meant by it would be lost. */
function foreignOptions({ name, accountForm }: Engine, given: Given): readonly string[] {
  const own = engineFlags([accountForm]).map(({ long }) => long);
  return engineFlags(ENGINES.map((engine) => engine.accountForm))
    .filter(({ long }) => given.has(long) && !own.includes(long))
    .map(
      ({ long }) =>
        `--${long}: ${name} accounts have no such option: there are ${own.map((one) => `--${one}`).join(', ')}`,
    );
}

function flagOf(field: Field | undefined, key: string): string {
  const flag = field?.flag ?? key;
  return field?.kind === 'secret' ? `--${flag}-env, --${flag}-file or --${flag}-keyring` : `--${flag}`;
}

function providerFault(typed: string): string {
  const names = ENGINES.map(({ name }) => name).join(', ');
  return typed === ''
    ? `--provider is missing: it is one of ${names}`
    : `--provider: this version has no engine "${typed}": it is one of ${names}`;
}

/** Adds the account; when that fails, what was put into the keyring for it is taken out again. */
async function addOrForget(
  { workspace }: Context,
  kept: Account['secrets'],
  account: Parameters<typeof workspace.accounts.add>[0],
): Promise<Account> {
  try {
    return await workspace.accounts.add(account);
  } catch (thrown) {
    for (const ref of Object.values(kept)) await workspace.secrets.forget(ref).catch(() => {});
    throw new Failure(problemOf(thrown));
  }
}
