import type { Command } from 'commander';
import type { Clock } from '../../model/clock.ts';
import { cleanText } from '../../model/text.ts';
import type { Session } from '../../state/sessions.ts';
import { MOMENT_FORMS, readMoment } from '../../state/usage/moment.ts';
import { DAY_MS } from '../../state/usage/range.ts';
import { readUsage } from '../../state/usage/readUsage.ts';
import { isoTime } from '../../state/usage/recordFields.ts';
import { HOUR_MS } from '../../state/usage/sums.ts';
import { type Scope, whyNoUsage } from '../../state/usage/usageStore.ts';
import { examples, type Run, withGlobals } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { carriedBy, type ScopeUsage } from '../print/usageCarried.ts';
import { usageJson } from '../print/usageJson.ts';
import { csvLines, hourlyLines, rankedLines } from '../print/usageLines.ts';
import { resolveBalancer } from '../resolve/balancer.ts';
import { gather, tellMissed } from '../sessions.ts';
import { usageNow } from './usageNow.ts';

interface Flags {
  readonly since?: string;
  readonly until?: string;
  readonly csv?: boolean;
  readonly hourly?: boolean;
  readonly now?: boolean;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** `sluice usage`. Accounts that cannot be read are told of, and do not keep the others from being shown. */
export function addUsageCommand(program: Command, run: Run): void {
  withGlobals(program.command('usage'))
    .description(
      "What balancers carried, from the engine's hourly records; without a balancer all of the accounts.",
    )
    .argument('[balancer]', 'id, name, or address:port of a virtual IP')
    .option('--since <time>', `from when: ${MOMENT_FORMS} (default 24h)`)
    .option('--until <time>', 'to when, likewise (default now)')
    .option('--hourly', 'every record instead of totals')
    .option('--csv', 'every record with all its fields, as CSV')
    .option('--now', 'what the balancer counts just now, where its engine tells: connections, failures, ...')
    .addHelpText(
      'after',
      `
Times are UTC unless they say otherwise. A record counts where it begins. With --json: an object with
"since", "until", "totals", "balancers" (the totals of each) and "records": account, engine, region,
balancer, balancerId and every field of the record; null is what the engine does not tell. The totals
are the sums of the records. In CSV, what a spreadsheet would take for a formula begins with an
apostrophe.
${examples(
  'sluice usage --since 7d',
  'sluice usage shop-front --now',
  'sluice usage shop-front --since 2026-11-01 --until 2026-12-01 --csv > november.csv',
  "sluice usage shop-front --json | jq '.records[] | [.startTime, .outgoingTransfer]'",
)}`,
    )
    .action((balancer: string | undefined, flags: Flags, command: Command) =>
      run(command, (context) => usage(context, balancer, flags)),
    );
}

async function usage(context: Context, balancer: string | undefined, flags: Flags): Promise<void> {
  const { report } = context;
  if (flags.now) return usageOfNow(context, balancer, flags);
  if (flags.csv && report.json)
    throw usageFailure('--csv and --json exclude each other', 'Leave one of them out');
  const span = spanOf(flags, context.workspace.clock);
  const read =
    balancer === undefined ? await ofAccounts(context, span) : await ofBalancer(context, balancer, span);
  const carried = read.flatMap(carriedBy(span));
  if (flags.csv) {
    report.result(null, csvLines(carried));
    return;
  }
  report.result(
    usageJson(span, carried),
    flags.hourly ? hourlyLines(report, carried) : rankedLines(report, span, carried),
  );
  for (const note of new Set(read.flatMap(({ scope }) => scope.session.provider.usage?.notes ?? [])))
    report.note(note);
}

function usageOfNow(
  context: Context,
  balancer: string | undefined,
  { since, until, csv, hourly }: Flags,
): Promise<void> {
  if (since !== undefined || until !== undefined || csv || hourly)
    throw usageFailure('--now is a moment: it goes with --json alone', 'Leave the other options out');
  return usageNow(context, balancer);
}

/** Throws Failure `invalid`, which names the option and says how to write it. */
function spanOf({ since = '24h', until }: Flags, clock: Clock): Span {
  const now = clock.now();
  const moment = (option: string, text: string) => {
    const at = readMoment(text, now, 'utc');
    if (at === null)
      throw usageFailure(
        `${option} is "${cleanText(text)}", which is no time`,
        `Write it like ${MOMENT_FORMS}`,
      );
    return at;
  };
  const span = { from: moment('--since', since), to: until === undefined ? now : moment('--until', until) };
  if (span.from >= span.to)
    throw usageFailure(
      `--since (${isoTime(span.from)}) is not before --until (${isoTime(span.to)})`,
      'Give an earlier --since or a later --until',
    );
  return span;
}

async function ofBalancer(context: Context, typed: string, span: Span): Promise<readonly ScopeUsage[]> {
  const { session, id, name } = await resolveBalancer(context, typed, { forChange: false });
  const why = whyNoUsage(session);
  if (why !== null) throw usageFailure(why, 'Name a balancer of another account');
  return [await readScope(context, { session, balancerId: id }, name, span)];
}

async function ofAccounts(context: Context, span: Span): Promise<readonly ScopeUsage[]> {
  const { found, missed } = await gather(context, async (session) => {
    const why = whyNoUsage(session);
    if (why !== null) return { why };
    return { read: await readScope(context, { session, balancerId: null }, null, span) };
  });
  tellMissed(context, missed);
  const read = found.flatMap(({ value }) => value.read ?? []);
  const without = found.flatMap(({ session, value }) => (value.why ? [{ session, why: value.why }] : []));
  const [first] = without;
  if (first && read.length === 0 && missed.length === 0)
    throw usageFailure(first.why, 'Choose another account with --account');
  for (const { session, why } of without) context.report.note(`${session.account.name}: ${why}`);
  return read;
}

async function readScope(
  context: Context,
  scope: Scope,
  name: string | null,
  span: Span,
): Promise<ScopeUsage> {
  const { workspace, report, signal } = context;
  tellKept(context, scope.session, span);
  let count = 0;
  const records = await readUsage(workspace.usage, scope, span, {
    signal,
    onRecords: (more) => {
      count += more;
      report.progress(`${count} records read`);
    },
  });
  return { scope, name, records };
}

/** What the engine has forgotten is missing in every sum. */
function tellKept({ report, workspace }: Context, { account, provider }: Session, { from }: Span): void {
  if (!provider.usage) {
    report.note(`${account.name}: counted by sluice while it watched; the engine keeps no records`);
    return;
  }
  // To the hour, as --since 90d is.
  const kept = Math.floor(workspace.clock.now() / HOUR_MS) * HOUR_MS - provider.usage.keptDays * DAY_MS;
  if (from < kept)
    report.note(
      `${account.name}: the engine keeps ${provider.usage.keptDays} days, so there is nothing from before ${isoTime(kept)}`,
    );
}
