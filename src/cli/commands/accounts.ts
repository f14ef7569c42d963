import type { Command } from 'commander';
import type { Account } from '../../model/account.ts';
import { Failure } from '../../model/problem.ts';
import type { NewAccount } from '../../state/accounts/store.ts';
import { marksCell } from '../../state/present/accountText.ts';
import { examples, type Run, withGlobals } from '../command.ts';
import { CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { accountJson } from '../print/json.ts';
import { refuseStartedReadOnly } from '../runs/flow.ts';
import { addAccountsAdd } from './accountsAdd.ts';
import { checkAccounts } from './accountsCheck.ts';
import { listAccounts } from './accountsList.ts';

/** `sluice accounts` and what stands behind it. Only `check` contacts anybody. */
export function addAccountsCommands(program: Command, run: Run): void {
  const accounts = withGlobals(program.command('accounts'))
    .description('List the accounts, or add, check, mark and remove them.')
    .addHelpText(
      'after',
      examples(
        'sluice accounts',
        'sluice accounts add --provider rackspace --name prod --username nina --api-key-env RAX_API_KEY --production',
        'sluice accounts check',
      ),
    )
    .action((_options: unknown, command: Command) => run(command, async (context) => listAccounts(context)));
  withGlobals(accounts.command('list'))
    .description('List the accounts. Nothing is contacted.')
    .addHelpText('after', examples('sluice accounts list --json'))
    .action((_options: unknown, command: Command) => run(command, async (context) => listAccounts(context)));
  addAccountsAdd(accounts, run);
  withGlobals(accounts.command('check'))
    .description('Sign in and list the regions. Exit code 3 when a login is refused.')
    .argument('[name...]', 'accounts; without any, those that a command would use')
    .addHelpText('after', examples('sluice accounts check', 'sluice accounts check prod staging --json'))
    .action((names: readonly string[], _options: unknown, command: Command) =>
      run(command, (context) => checkAccounts(context, names)),
    );
  addMark(accounts, run);
  withGlobals(accounts.command('remove'))
    .description('Forget an account that was added. Nothing is changed at the engine.')
    .argument('<name>', 'the account')
    .option('--yes', 'without typing the name again')
    .addHelpText('after', examples('sluice accounts remove staging --yes'))
    .action((name: string, flags: { yes?: boolean }, command: Command) =>
      run(command, (context) => removeAccount(context, name, flags.yes ?? false)),
    );
}

interface MarkFlags {
  readonly production?: boolean;
  readonly readOnly?: boolean;
  readonly default?: boolean;
}

function addMark(accounts: Command, run: Run): void {
  withGlobals(accounts.command('mark'), ['--read-only'])
    .description('Mark an account, wherever it comes from, or take marks off.')
    .argument('<name>', 'the account')
    .option('--production', 'every change asks first')
    .option('--no-production', 'take that off')
    .option('--read-only', 'no change is possible')
    .option('--no-read-only', 'take that off')
    .option('--default', 'commands that name no account use it')
    .option('--no-default', 'take that off')
    .addHelpText('after', examples('sluice accounts mark prod --production --default'))
    .action((name: string, flags: MarkFlags, command: Command) =>
      run(command, (context) => markAccount(context, name, flags)),
    );
}

async function markAccount({ workspace, report }: Context, name: string, flags: MarkFlags): Promise<void> {
  refuseStartedReadOnly(workspace);
  const { accounts, secrets } = workspace;
  const marks: Partial<Pick<NewAccount, 'production' | 'readOnly' | 'isDefault'>> = {
    ...(flags.production === undefined ? {} : { production: flags.production }),
    ...(flags.readOnly === undefined ? {} : { readOnly: flags.readOnly }),
    ...(flags.default === undefined ? {} : { isDefault: flags.default }),
  };
  if (Object.keys(marks).length === 0)
    throw usageFailure(
      'No mark is given',
      'Give --production, --read-only or --default, or the --no- form of one',
    );
  const marked = await accounts.mark(accounts.named(name).id, marks);
  const words = marksCell(marked).text;
  report.result(accountJson(marked, secrets), [
    words === '' ? `${marked.name} has no marks now` : `${marked.name} is marked ${words} now`,
  ]);
}

async function removeAccount(context: Context, name: string, yes: boolean): Promise<void> {
  const { workspace, report } = context;
  refuseStartedReadOnly(workspace);
  const account = workspace.accounts.named(name);
  if (account.origin.kind === 'added' && !yes) await confirmRemoval(context, account);
  await workspace.accounts.remove(account.id);
  report.result(accountJson(account, workspace.secrets), [`${account.name} is removed`]);
  for (const ref of Object.values(account.secrets)) {
    try {
      await workspace.secrets.forget(ref);
    } catch (thrown) {
      context.trouble(thrown);
    }
  }
}

async function confirmRemoval({ shell, report }: Context, { name }: Account): Promise<void> {
  if (!shell.prompt.interactive)
    throw new CommandFailure({
      kind: 'guard',
      message: `${name} was not removed`,
      hint: 'Add --yes to remove it',
    });
  report.note('Only sluice forgets it: nothing is changed at the engine');
  const typed = await shell.prompt.line(`Type ${name} to remove it:`);
  if (typed.trim() !== name)
    throw new Failure({ kind: 'guard', message: `${name} was not removed: the name is not what was typed` });
}
