import type { Command } from 'commander';
import { examples, withGlobals } from '../command.ts';

/**
 * `sluice help node add` prints what `sluice node add --help` does. Throws what `unknown` makes of a word that `group`,
 * called by `path`, has no command for.
 */
export function addHelpCommand(
  program: Command,
  unknown: (typed: string, group: Command, path: string) => Error,
): void {
  withGlobals(program.command('help'))
    .description('Print the help of a command, or of the whole program.')
    .argument('[command...]', 'the command, as it is typed: node add')
    .addHelpText('after', examples('sluice help drain', 'sluice help node add'))
    .action((words: readonly string[]) => {
      let shown = program;
      let path = program.name();
      for (const word of words) {
        const next = shown.commands.find((command) => command.name() === word);
        if (!next) throw unknown(word, shown, path);
        shown = next;
        path += ` ${word}`;
      }
      shown.outputHelp();
    });
}
