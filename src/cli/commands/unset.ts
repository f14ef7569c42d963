import type { Command } from 'commander';
import { examples, type Run, withGlobals } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import type { SectionFlags } from '../sections/carrySection.ts';
import { removeItems } from '../sections/changeItems.ts';
import { resetSetting } from '../sections/changeSetting.ts';
import { changeSection, type TypedSection } from '../sections/prepare.ts';
import { shellWord } from '../shellWord.ts';
import { withSectionOptions } from './set.ts';

/** With what an item, or a whole collection, is taken away. */
export interface UnsetFlags extends SectionFlags {
  /** Every item; a collection without it needs them named. */
  readonly all?: boolean;
}

/** `sluice unset`, for any section of any engine that can be reset or has items to remove. */
export function addUnsetCommand(program: Command, run: Run): void {
  const unset = withGlobals(program.command('unset'))
    .description(
      "Take a setting of a balancer away, or back to the engine's default, or remove items of a collection. JSON: the section, as it is then.",
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<section>', 'health-monitor, listeners, ...')
    .argument('[item...]', 'of a collection: which, by name or id');
  withSectionOptions(unset)
    .option('--all', 'every item of the collection; needs --yes')
    .addHelpText(
      'after',
      examples(
        'sluice unset shop-front health-monitor',
        'sluice unset shop-front access-list 198.51.100.0/24',
        'sluice unset shop-front access-list --all --yes',
      ),
    )
    .action((balancer: string, section: string, items: readonly string[], flags: UnsetFlags, own: Command) =>
      run(own, (context) => unsetIn(context, { balancer, section }, items, flags)),
    );
}

/** Resets a setting, or removes items. Throws Failure. */
export function unsetIn(
  context: Context,
  typed: TypedSection,
  items: readonly string[],
  flags: UnsetFlags,
): Promise<void> {
  const { all = false, yes = false, dryRun = false } = flags;
  return changeSection(context, typed, flags, async (inTime, found) => {
    if (found.section.kind === 'collection')
      return removeItems(inTime, found, found.section, { items, all, yes: yes || dryRun });
    if (items.length > 0 || all)
      throw usageFailure(
        `${found.section.title} is a setting: it has no items`,
        `"sluice unset ${shellWord(typed.balancer)} ${typed.section}" resets all of it, "sluice set" changes a part`,
      );
    return resetSetting(inTime, found, found.section);
  });
}
