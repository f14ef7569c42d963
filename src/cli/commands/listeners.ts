import type { Command } from 'commander';
import { examples, type Run, withGlobals } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { type GetFlags, get } from './get.ts';
import { addTo, setIn, withSectionOptions } from './set.ts';
import { type UnsetFlags, unsetIn } from './unset.ts';

type Flags = GetFlags & UnsetFlags;

/** A collection that has a command of its own name. */
export interface NamedCollection {
  /** The section's key, and the command. */
  readonly name: string;
  readonly description: string;
  /** Words that show another section: `types` the policy types. */
  readonly views: Readonly<Record<string, string>>;
  readonly examples: readonly string[];
}

/** `sluice listeners`: the collection `listeners` of engines that have one. */
export function addListenersCommand(program: Command, run: Run): void {
  addCollectionCommand(program, run, {
    name: 'listeners',
    description: 'The listeners of a balancer: list, add, change and remove them.',
    views: {},
    examples: [
      'sluice listeners web',
      'sluice listeners web add --fields',
      'sluice listeners web add protocol=HTTPS port=443 instance-port=8443 certificate=arn:aws:acm:...',
      'sluice listeners web set 443 policies policies=sticky,tls-2016',
      'sluice listeners web remove 8080',
    ],
  });
}

/** A command for one collection: what get, add, set and unset do, said shorter. */
export function addCollectionCommand(program: Command, run: Run, collection: NamedCollection): void {
  const { name, description, views, examples: lines } = collection;
  const words = [
    'add KEY=VALUE...',
    'remove ITEM...',
    'set ITEM [ACTION] KEY=VALUE...',
    ...Object.keys(views),
  ];
  const command = withGlobals(program.command(name))
    .description(
      `${description} The same as get, add, set and unset with "${name}" as the section; see their help for values.`,
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('[words...]', `an item, or one of: ${words.join('; ')}`);
  withSectionOptions(command)
    .option('--fields', 'what can be set: with add, or with set and an item')
    .option('--all', 'with remove: every item; needs --yes')
    .addHelpText('after', examples(...lines))
    .action((balancer: string, typed: readonly string[], flags: Flags, own: Command) =>
      run(own, (context) => carry(context, collection, balancer, typed, flags)),
    );
}

function carry(
  context: Context,
  { name, views }: NamedCollection,
  balancer: string,
  [verb, ...words]: readonly string[],
  flags: Flags,
): Promise<void> {
  const section = { balancer, section: name };
  const changes = verb === 'add' || verb === 'set' || verb === 'remove';
  if (flags.all && verb !== 'remove')
    throw usageFailure('--all is for remove', `Write sluice ${name} BALANCER remove --all`);
  if (!changes && (flags.dryRun || flags.yes))
    throw usageFailure('Nothing is changed here', 'Say what to do: add, set or remove');
  if (flags.fields && verb === 'remove')
    throw usageFailure('What is removed has no fields to set', 'Give --fields with add or set');
  if (flags.fields) return get(context, balancer, [name, ...(verb === 'set' ? words : [])], flags);
  switch (verb) {
    case 'add':
      return addTo(context, section, words, flags);
    case 'set':
      return setIn(context, section, words, flags);
    case 'remove':
      return unsetIn(context, section, words, flags);
    default: {
      const view = verb === undefined ? undefined : views[verb];
      return get(
        context,
        balancer,
        view === undefined ? [name, verb ?? [], words].flat(2) : [view, ...words],
        flags,
      );
    }
  }
}
