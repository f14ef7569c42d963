import type { Command } from 'commander';
import { Failure, type Problem, problemOf } from '../../model/problem.ts';
import { cell } from '../../state/present/cell.ts';
import { examples, type Run, withGlobals } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { known } from '../print/listColumns.ts';
import { sectionLineJson } from '../print/sectionJson.ts';
import type { TableColumn } from '../print/table.ts';
import { findOwner, type Owner, ownerText, sectionNamed } from '../sections/find.ts';
import { readItems, readSetting, type Section } from '../sections/section.ts';
import { tellFields } from '../sections/tellFields.ts';
import { tellCollection, tellSetting } from '../sections/tellSection.ts';

/** Whose sections are shown, and what of them. */
export interface GetFlags {
  /** As it was typed; without it the sections are the balancer's own. */
  readonly node?: string;
  /** What can be set, instead of what is. */
  readonly fields?: boolean;
}

/** `sluice get`, for any section of any engine. Reads alone; secrets are in no section. */
export function addGetCommand(program: Command, run: Run): void {
  withGlobals(program.command('get'))
    .description(
      'Show the settings and collections of a balancer beyond its nodes, one of them, one item of it, or one value by itself.',
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('[section]', 'health-monitor, listeners, ...; without it all are listed')
    .argument('[item-or-key]', 'an item by name or id, or the key of a value')
    .argument('[key]', "the key of an item's value; with --fields an action")
    .option('--node <node>', "the sections of one node: id, server's name, or address:port")
    .option('--fields', 'what can be set: keys, what they take, their choices')
    .addHelpText(
      'after',
      examples(
        'sluice get shop-front',
        'sluice get shop-front health-monitor',
        'sluice get shop-front health-monitor delay',
        'sluice get shop-front error-page content > page.html',
        'sluice get shop-front health-monitor --fields',
        'sluice get shop-front access-list --json | jq -r ".items[].name"',
      ),
    )
    .action(
      (
        balancer: string,
        section: string | undefined,
        item: string | undefined,
        key: string | undefined,
        flags: GetFlags,
        command: Command,
      ) =>
        run(command, (context) =>
          get(
            context,
            balancer,
            [section, item, key].flatMap((word) => word ?? []),
            flags,
          ),
        ),
    );
}

/** Prints what was asked for. Throws Failure. */
export async function get(
  context: Context,
  balancer: string,
  [typed, ...words]: readonly string[],
  { node, fields }: GetFlags,
): Promise<void> {
  if (typed === undefined && fields)
    throw usageFailure('It is not said of which section', 'Write sluice get BALANCER SECTION --fields');
  if (words.length > 2)
    throw usageFailure(
      `"${words.slice(2).join(' ')}" is too much`,
      'Write sluice get BALANCER SECTION ITEM KEY',
    );
  const owner = await findOwner(context, { balancer, node }, { forChange: false });
  if (typed === undefined) return listSections(context, owner);
  const section = sectionNamed(owner, typed);
  if (fields) return tellFields(context, { owner, section }, words);
  return section.kind === 'setting'
    ? tellSetting(context, owner, section, words)
    : tellCollection(context, owner, section, words);
}

interface SectionLine {
  readonly section: Section;
  /** Null where it could not be read. */
  readonly summary: string | null;
  readonly configured: boolean | null;
  readonly count: number | null;
}

/** Every section in a few words. One that cannot be read does not keep the others. */
async function listSections(context: Context, owner: Owner): Promise<void> {
  const failures: { readonly problem: Problem; readonly section: Section }[] = [];
  const lines = await Promise.all(
    owner.sections.map(async (section): Promise<SectionLine> => {
      try {
        return await lineOf(section, context.signal);
      } catch (thrown) {
        if (context.signal.aborted) throw thrown;
        failures.push({ problem: problemOf(thrown), section });
        return { section, summary: null, configured: null, count: null };
      }
    }),
  );
  const { report } = context;
  report.result(
    lines.map(({ section, ...read }) => sectionLineJson(owner, section, read)),
    lines.length === 0 ? [`${ownerText(owner)} has no settings`] : report.table(COLUMNS, lines),
  );
  for (const { problem, section } of failures)
    context.trouble(new Failure({ ...problem, message: `${section.title}: ${problem.message}` }), {
      section: section.key,
    });
}

async function lineOf(section: Section, signal: AbortSignal): Promise<SectionLine> {
  if (section.kind === 'setting') {
    const { configured, summary } = await readSetting(section, signal);
    return { section, summary, configured, count: null };
  }
  const { length: count } = await readItems(section, signal);
  return { section, summary: count === 0 ? section.empty : String(count), configured: count > 0, count };
}

const COLUMNS: readonly TableColumn<SectionLine>[] = [
  { title: 'SECTION', cell: ({ section }) => cell(section.key, 'strong') },
  { title: 'TITLE', cell: ({ section }) => cell(section.title) },
  { title: 'NOW', cell: ({ summary }) => known(summary) },
  { title: 'NOTE', cell: ({ section }) => cell(section.unavailable ?? '', 'dim') },
];
