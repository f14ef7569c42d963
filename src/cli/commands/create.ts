import type { Command } from 'commander';
import { engineNamed } from '../../state/engines.ts';
import { durationArgument, examples, type Run, withGlobals } from '../command.ts';
import { CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { planJson, planLines } from '../print/plan.ts';
import { type OpenFlow, oneAccount, openFlow, refuseReadOnly } from '../runs/flow.ts';
import { DEFAULT_TIMEOUT_MS, follow } from '../runs/follow.ts';
import { tellOutcome } from '../runs/outcome.ts';
import { chosenAccounts } from '../sessions.ts';
import { checkSpec } from '../spec/checkSpec.ts';
import { schemaCommand } from '../spec/schemaCommand.ts';
import { readSpecFile } from '../spec/specFile.ts';

interface Flags {
  readonly file?: string;
  readonly dryRun?: boolean;
  readonly schema?: boolean;
  readonly yes?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** `sluice create`: a spec is checked as a whole, then carried out as a run that others can take up. */
export function addCreateCommand(program: Command, run: Run): void {
  withGlobals(program.command('create'))
    .description(
      'Make a balancer with its servers, nodes and virtual IP, and wait until all of it is ready. JSON: what was made.',
    )
    .option('--file <file>', 'the spec, as JSON; - reads what is piped in')
    .option('--dry-run', 'check the spec against the account and print what would be made; make nothing')
    .option('--schema', 'print the JSON Schema of a spec')
    .option('--yes', 'pass the guard rail of a production account')
    .option(
      '--timeout <time>',
      'longest wait, like 90s, 15m, 1h (default 15m); then exit code 6, and the run can be resumed',
      durationArgument,
    )
    .addHelpText(
      'after',
      `
A spec is checked as a whole before anything is made. Exit code 2: it is wrong, or names what the
account does not have; 1: the account's limits are in the way, or a step has failed. What a run has
made is written down at once: "sluice runs resume ID" goes on with one that was stopped, killed or
has failed, "sluice runs undo ID" removes what it made.
${examples(
  'sluice create --schema > schema.json',
  'sluice create -a prod --region DFW --file shop.json --dry-run',
  'sluice create -a prod --region DFW --file shop.json --yes --json',
  'jq \'.name = "shop-2"\' shop.json | sluice create --file -',
)}`,
    )
    .action((flags: Flags, command: Command) =>
      run(command, (context) => (flags.schema ? printSchema(context) : create(context, flags))),
    );
}

async function create(context: Context, flags: Flags): Promise<void> {
  if (flags.file === undefined)
    throw usageFailure(
      'No spec is named',
      `Give --file SPEC.json, or --file - for what is piped in; ${schemaCommand(context)} says what it holds`,
    );
  const { options, report, workspace } = context;
  const account = oneAccount(context);
  if (!flags.dryRun) refuseReadOnly(context, account);
  const value = await readSpecFile(context, flags.file);
  const opened = await openFlow(context, account, options.region);
  const { session, flow } = opened;
  const spec = await checkSpec(context, opened, value);
  const plan = flow.plan(spec);
  for (const note of (await flow.notes?.(spec, { signal: context.signal })) ?? []) report.note(note);
  if (flags.dryRun) {
    report.result(planJson(session, plan), planLines(plan));
    return;
  }
  if (account.production && !flags.yes)
    throw new CommandFailure(
      {
        kind: 'guard',
        message: `Nothing was made. ${plan.title} was stopped by a guard rail`,
        hint: 'Add --yes to do it all the same; --dry-run shows what would be sent',
      },
      {
        lines: [`${account.name} is a production account`, ...plan.words],
        facts: { warnings: [{ code: 'production', text: `${account.name} is a production account` }] },
      },
    );
  context.signal.throwIfAborted();
  const run = workspace.runs.start({ flow, session, spec });
  await tellOutcome(context, session, await follow(context, run, flags.timeout ?? DEFAULT_TIMEOUT_MS));
}

/** The schema of the account's engine; nobody signs in where the engine tells it without. */
async function printSchema(context: Context): Promise<void> {
  const names = [...new Set(chosenAccounts(context).map(({ engine }) => engine))];
  const [name] = names;
  const engine = name && names.length === 1 ? engineNamed(name) : null;
  const schema = engine?.specSchema ? await engine.specSchema() : (await openOne(context)).flow.schema;
  context.report.result(schema, JSON.stringify(schema, null, 2).split('\n'));
}

function openOne(context: Context): Promise<OpenFlow> {
  return openFlow(context, oneAccount(context), context.options.region);
}
