import { Command, CommanderError } from 'commander';
import { problemOf } from '../model/problem.ts';
import { commonOptions, type Run, withGlobals } from './command.ts';
import { type CommandFailure, usageFailure } from './commandFailure.ts';
import { addAccountsCommands } from './commands/accounts.ts';
import { addBalancersCommand } from './commands/balancers.ts';
import { addConditionCommands } from './commands/conditions.ts';
import { addCreateCommand } from './commands/create.ts';
import { addHelpCommand } from './commands/help.ts';
import { addJournalCommand } from './commands/journal.ts';
import { addMaintainCommand } from './commands/maintain.ts';
import { addNodeCommands } from './commands/nodeEdit.ts';
import { addNodesCommand } from './commands/nodes.ts';
import { overview } from './commands/overview.ts';
import { addRunsCommands } from './commands/runs.ts';
import { addSandboxCommands } from './commands/sandbox.ts';
import { addSectionCommands } from './commands/sections.ts';
import { addUsageCommand } from './commands/usage.ts';
import { addWeightCommand } from './commands/weight.ts';
import { runInContext } from './context.ts';
import { EXIT, exitCodeOf } from './exitCode.ts';
import { isValueOfGlobal } from './globalOptions.ts';
import { Report } from './print/report.ts';
import { rootHelp } from './rootHelp.ts';
import type { Shell } from './shell.ts';
import { refuseUnknown, unknownWord } from './unknownWord.ts';

/** Runs one command line (without `node` and the program's name) and answers with its exit code. Does not throw. */
export async function runCommand(words: readonly string[], shell: Shell): Promise<number> {
  let code: number = EXIT.done;
  const run: Run = async (command, action) => {
    code = await runInContext(shell, commonOptions(command), action);
  };
  const program = programFor(shell, run);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (thrown) {
    const report = new Report(shell, words.includes('--json'), false);
    if (!(thrown instanceof CommanderError)) {
      report.failure(thrown);
      return exitCodeOf(problemOf(thrown));
    }
    if (thrown.exitCode === 0) return EXIT.done;
    // A command group without its command: the help has been printed.
    if (thrown.code === 'commander.help') return EXIT.usage;
    report.failure(wrongUsage(thrown, program, words));
    return EXIT.usage;
  }
}

function programFor(shell: Shell, run: Run): Command {
  const program = new Command('sluice');
  program
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
      // Errors are ours to print.
      outputError: () => {},
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .enablePositionalOptions()
    .version(shell.version, '-V, --version', 'print the version');
  // The whole program's help is ours; a command's is the parser's.
  program.helpInformation = rootHelp;
  program.addHelpText('beforeAll', ({ command }) => {
    refuseUnknown(command);
    return '';
  });
  withGlobals(program);
  addAccountsCommands(program, run);
  addBalancersCommand(program, run);
  addNodesCommand(program, run);
  addConditionCommands(program, run);
  addWeightCommand(program, run);
  addMaintainCommand(program, run);
  addNodeCommands(program, run);
  addSectionCommands(program, run);
  addCreateCommand(program, run);
  addRunsCommands(program, run);
  addUsageCommand(program, run);
  addJournalCommand(program, run);
  addSandboxCommands(program, run);
  addHelpCommand(program, unknownWord);
  // Only now, for commands inherit it: what is no command comes to us, to be answered with what was meant.
  return program
    .argument('[command]')
    .allowExcessArguments()
    .allowUnknownOption()
    .action((typed: string | undefined) => {
      if (typed !== undefined) throw unknownWord(typed, program, 'sluice');
      return run(program, overview);
    });
}

/** The parser's message in our form: what is wrong, then the mend. */
function wrongUsage(error: CommanderError, program: Command, words: readonly string[]): CommandFailure {
  const { path, command } = commandOf(program, words);
  const [extra] = command.args;
  // The parser knows no unknown commands where a group does something by itself.
  if (command.commands.length > 0 && extra !== undefined && !extra.startsWith('-'))
    return unknownWord(extra, command, path);
  const [first = '', ...rest] = error.message.replace(/^error: (?:command-argument )?/, '').split('\n');
  const suggestion = rest.join(' ').replace(/^\((.*)\)$/, '$1 ');
  const dashed =
    error.code === 'commander.unknownOption' && suggestion === '' && command.registeredArguments.length > 0;
  const mend = dashed ? 'A name that begins with "-" goes behind --. ' : suggestion;
  return usageFailure(first, `${mend}"${path} --help" shows how`);
}

/** The command that was meant, as far as the words name one, and how it is called: `sluice accounts add`. */
function commandOf(
  program: Command,
  words: readonly string[],
): { readonly path: string; readonly command: Command } {
  let path = 'sluice';
  let command = program;
  for (const [index, word] of words.entries()) {
    // An account may be called like a command.
    if (isValueOfGlobal(words, index)) continue;
    const next = command.commands.find((one) => one.name() === word);
    if (!next) continue;
    path += ` ${word}`;
    command = next;
  }
  return { path, command };
}
