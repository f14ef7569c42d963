import type { Command } from 'commander';
import { farness } from '../state/accounts/names.ts';
import { type CommandFailure, usageFailure } from './commandFailure.ts';
import { GLOBAL_OPTIONS } from './globalOptions.ts';

/** The share of letters up to which a word is taken for a slip of the finger. */
const MISTYPED_AT_MOST = 0.4;

const HELP: readonly string[] = ['-h', '--help'];

/** For a word that `group`, called by `path`, has neither a command nor an option for: says so, and what may have been meant. */
export function unknownWord(typed: string, group: Command, path: string): CommandFailure {
  const isOption = typed.startsWith('-');
  const near = isOption ? nearest(typed, optionNames()) : nearestCommands(typed, group);
  return usageFailure(
    isOption ? `unknown option '${typed}'` : `unknown command '${typed}'`,
    `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}"${path} --help" lists them all`,
  );
}

/**
 * Throws what `unknownWord` makes where the help of a group is asked for a command that it does not have: `undo --help`.
 * A group with words of its own, a balancer's name, has its help printed.
 */
export function refuseUnknown(group: Command): void {
  const isRoot = group.parent === null;
  if (group.commands.length === 0 || (!isRoot && group.registeredArguments.length > 0)) return;
  const typed = group.args.find((word) => !HELP.includes(word));
  if (typed === undefined || group.commands.some((command) => command.name() === typed)) return;
  throw unknownWord(typed, group, pathOf(group));
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function optionNames(): readonly string[] {
  return [...GLOBAL_OPTIONS.map(({ long }) => long), '--json', '--help', '--version'];
}

/** A command of the group, else those that are called exactly so one group further down: `runs undo`. */
function nearestCommands(typed: string, group: Command): readonly string[] {
  const own = nearest(
    typed,
    group.commands.map((command) => command.name()),
  );
  const below = group.commands.flatMap((command) =>
    command.commands.some((one) => one.name() === typed) ? [`${command.name()} ${typed}`] : [],
  );
  return below.length > 0 ? below : own;
}

/** The one name that is nearest to what was typed; none where none is near. */
function nearest(typed: string, names: readonly string[]): readonly string[] {
  const [first] = names
    .map((name) => ({ name, far: farness(typed, name) }))
    .filter(({ far }) => typed !== '' && far <= MISTYPED_AT_MOST)
    .sort((one, other) => one.far - other.far);
  return first ? [first.name] : [];
}
