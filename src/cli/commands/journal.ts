import type { Command } from 'commander';
import type { JournalEntry, Outcome } from '../../state/journal/entry.ts';
import { localTime } from '../../state/present/age.ts';
import { cell, type Tone } from '../../state/present/cell.ts';
import { examples, numberArgument, type Run, withGlobals } from '../command.ts';
import type { Context } from '../context.ts';
import { known } from '../print/listColumns.ts';
import type { TableColumn } from '../print/table.ts';

const DEFAULT_LIMIT = 50;

interface Flags {
  readonly limit?: number;
  readonly balancer?: string;
}

/** `sluice journal`: the changes of this user on this machine, whichever program made them. */
export function addJournalCommand(program: Command, run: Run): void {
  withGlobals(program.command('journal'))
    .description('List the changes made from here, the latest first. Nothing is contacted.')
    .option('--limit <n>', `at most so many (default ${DEFAULT_LIMIT})`, numberArgument(1, 1_000_000))
    .option('--balancer <balancer>', 'only those of a balancer, by name or id')
    .addHelpText(
      'after',
      examples(
        'sluice journal --balancer shop-front --limit 10',
        'sluice journal --json | jq \'.[] | select(.outcome != "done")\'',
      ),
    )
    .action((flags: Flags, command: Command) => run(command, async (context) => journal(context, flags)));
}

function journal(context: Context, { limit = DEFAULT_LIMIT, balancer }: Flags): void {
  const { report } = context;
  const entries = readEntries(context, limit, balancer);
  report.result(entries, report.table(COLUMNS, entries));
}

/** By name, not by account: the journal remembers accounts that are gone. */
function readEntries(
  { workspace, options }: Context,
  limit: number,
  balancer: string | undefined,
): readonly JournalEntry[] {
  const filter = balancer === undefined ? {} : { balancer };
  const names = new Set(options.accounts.map((name) => name.toLowerCase()));
  if (names.size === 0 || names.has('all')) return workspace.journal.list({ limit, ...filter });
  return workspace.journal
    .list({ limit: Number.POSITIVE_INFINITY, ...filter })
    .filter((entry) => names.has(entry.account.toLowerCase()))
    .slice(0, limit);
}

const TONES: Readonly<Record<Outcome, Tone>> = {
  started: 'pending',
  done: 'good',
  failed: 'bad',
  stopped: 'warn',
  unknown: 'warn',
};

const COLUMNS: readonly TableColumn<JournalEntry>[] = [
  { title: 'TIME', cell: ({ at }) => cell(localTime(at)) },
  { title: 'ACCOUNT', cell: ({ account }) => cell(account) },
  { title: 'BALANCER', cell: ({ balancer }) => cell(balancer) },
  { title: 'NODE', cell: ({ node }) => known(node) },
  { title: 'ACTION', cell: ({ action }) => cell(action) },
  { title: 'BEFORE', cell: ({ before }) => known(before) },
  { title: 'AFTER', cell: ({ after }) => known(after) },
  { title: 'OUTCOME', cell: ({ outcome }) => cell(outcome, TONES[outcome]) },
  { title: 'MESSAGE', cell: ({ message }) => cell(message ?? '') },
];
