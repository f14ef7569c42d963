import type { Command } from 'commander';
import { durationArgument, examples, numberArgument, type Run, withGlobals } from '../command.ts';
import { forgetRun, resumeRun, type TakeFlags, undoRun } from './runsGoOn.ts';
import { listRuns, showRun } from './runsList.ts';

const DEFAULT_LIMIT = 50;

interface ListFlags {
  readonly limit?: number;
}

/** `sluice runs` and what stands behind it. Only `resume` and `undo` contact anybody. */
export function addRunsCommands(program: Command, run: Run): void {
  const list = (command: Command): Command =>
    withGlobals(command)
      .description(
        'List what "create" and the screens have made or begun, the latest first. Nothing is contacted.',
      )
      .option('--limit <n>', `at most so many (default ${DEFAULT_LIMIT})`, numberArgument(1, 1_000_000))
      .action(({ limit = DEFAULT_LIMIT }: ListFlags, own: Command) =>
        run(own, async (context) => listRuns(context, limit)),
      );
  const runs = list(program.command('runs')).addHelpText(
    'after',
    `\nAn ID may be its beginning, as long as it means one run.\n${examples(
      'sluice runs',
      'sluice runs show 1a2b3c4d',
      'sluice runs resume 1a2b3c4d',
      'sluice runs --json | jq -r \'.[] | select(.state == "interrupted").id\'',
    )}`,
  );
  list(runs.command('list')).addHelpText('after', examples('sluice runs list --limit 5 --json'));
  withGlobals(runs.command('show'))
    .description('Show one run: its steps, what they have made, and what failed.')
    .argument('<id>', 'the run')
    .addHelpText('after', examples('sluice runs show 1a2b3c4d --json'))
    .action((id: string, _options: unknown, own: Command) =>
      run(own, async (context) => showRun(context, id)),
    );
  taking(runs.command('resume'))
    .description(
      'Go on with a run that was stopped, killed or has failed. Returns as "create" does. JSON: what was made.',
    )
    .option('--yes', 'pass the guard rail of a production account')
    .addHelpText('after', examples('sluice runs resume 1a2b3c4d --timeout 1h'))
    .action((id: string, flags: TakeFlags, own: Command) =>
      run(own, (context) => resumeRun(context, id, flags)),
    );
  taking(runs.command('undo'))
    .description(
      'Remove what a run has made, the last first, and nothing else; needs --yes. JSON: what was removed.',
    )
    .option('--yes', 'without it, what would be removed is listed')
    .addHelpText('after', examples('sluice runs undo 1a2b3c4d', 'sluice runs undo 1a2b3c4d --yes'))
    .action((id: string, flags: TakeFlags, own: Command) =>
      run(own, (context) => undoRun(context, id, flags)),
    );
  withGlobals(runs.command('forget'))
    .description('Give up a run and leave everything it has made as it is. Nothing is contacted.')
    .argument('<id>', 'the run')
    .option('--take-over', 'also from a program that seems to be at it')
    .addHelpText('after', examples('sluice runs forget 1a2b3c4d'))
    .action((id: string, flags: Pick<TakeFlags, 'takeOver'>, own: Command) =>
      run(own, async (context) => forgetRun(context, id, flags)),
    );
}

/** The options of commands that carry a run out. */
function taking(command: Command): Command {
  return withGlobals(command)
    .argument('<id>', 'the run')
    .option(
      '--timeout <time>',
      'longest wait, like 90s, 15m, 1h (default 15m); then exit code 6',
      durationArgument,
    )
    .option('--take-over', 'also from a program that seems to be at it; that one then begins nothing more');
}
