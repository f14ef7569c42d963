import type { Command } from 'commander';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import type { Context } from '../context.ts';
import type { SectionFlags } from '../sections/carrySection.ts';
import { addItem, changeItem } from '../sections/changeItems.ts';
import { writeSetting } from '../sections/changeSetting.ts';
import { cannot, changeSection, type TypedSection } from '../sections/prepare.ts';
import { shellWord } from '../shellWord.ts';

const VALUES = `
A KEY is one that "sluice get BALANCER SECTION --fields" lists; capitals, hyphens and underscores do
not count. What is not named stays as it is. KEY=@FILE takes the value from a file and KEY=@- from
what is piped in; KEY=@@TEXT begins with an @. A secret is never written on the command line: it is
KEY=@FILE, KEY=@-, or KEY=env:NAME for a variable. A list takes commas (days=mon,tue), more of it
(days+=wed) or less (days-=mon); a table a row at a time, KEY=ROW KEY=ROW. KEY= empties a value.
Everything is checked before anything is sent, and every fault is named.
`;

/** Gives a command the options of all that change sections. */
export function withSectionOptions(command: Command): Command {
  return withTimeout(command)
    .option('--node <node>', "a section of one node: id, server's name, or address:port")
    .option('--dry-run', 'print what would change, and send nothing')
    .option('--yes', 'pass the guard rails: what the engine warns of, changed meanwhile, production');
}

/** `sluice set` and `sluice add`, for any section of any engine. */
export function addSetCommands(program: Command, run: Run): void {
  const set = withGlobals(program.command('set'))
    .description(
      'Change a setting of a balancer, an item of a collection, or do something to an item. Returns when the engine has settled. JSON: the section, as it is then.',
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<section>', 'health-monitor, listeners, ...')
    .argument('[words...]', 'KEY=VALUE...; of a collection ITEM KEY=VALUE... or ITEM ACTION [KEY=VALUE...]');
  withSectionOptions(set)
    .addHelpText(
      'after',
      `${VALUES}${examples(
        'sluice set shop-front health-monitor delay=5 timeout=3',
        'sluice set shop-front health-monitor type=HTTP path=/health --dry-run',
        'sluice set shop-front error-page content=@page.html',
        'sluice set shop-front ssl-termination certificate=@web.crt private-key=@web.key',
        'sluice set web listeners 443 policies policies=sticky,tls-2016',
      )}`,
    )
    .action(
      (balancer: string, section: string, words: readonly string[], flags: SectionFlags, own: Command) =>
        run(own, (context) => setIn(context, { balancer, section }, words, flags)),
    );
  const add = withGlobals(program.command('add'))
    .description(
      'Add to a collection of a balancer: a listener, a policy, an access rule, ... Returns when the engine has settled. JSON: the collection, as it is then.',
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<collection>', 'listeners, policies, access-list, ...')
    .argument('[key=value...]', 'what it is made of');
  withSectionOptions(add)
    .addHelpText(
      'after',
      `${VALUES}${examples(
        'sluice add shop-front access-list rules="198.51.100.0/24 DENY" rules="192.0.2.7 ALLOW"',
        'sluice add shop-front access-list rules=@blocked.txt',
        'sluice add web listeners protocol=HTTP port=8080 --json | jq ".added[].id"',
      )}`,
    )
    .action(
      (balancer: string, section: string, words: readonly string[], flags: SectionFlags, own: Command) =>
        run(own, (context) => addTo(context, { balancer, section }, words, flags)),
    );
}

/** Writes a setting, or changes an item. Throws Failure. */
export function setIn(
  context: Context,
  typed: TypedSection,
  words: readonly string[],
  flags: SectionFlags,
): Promise<void> {
  return changeSection(context, typed, flags, (inTime, found) =>
    found.section.kind === 'setting'
      ? writeSetting(inTime, found, found.section, words)
      : changeItem(inTime, found, found.section, words),
  );
}

/** Adds to a collection. Throws Failure. */
export function addTo(
  context: Context,
  typed: TypedSection,
  words: readonly string[],
  flags: SectionFlags,
): Promise<void> {
  return changeSection(context, typed, flags, async (inTime, found) => {
    if (found.section.kind === 'collection') return addItem(inTime, found, found.section, words);
    const { balancer, section } = typed;
    throw cannot(
      found,
      'is a setting: there is one of it, and nothing to add to',
      `"sluice set ${shellWord(balancer)} ${section} KEY=VALUE" changes it`,
    );
  });
}
