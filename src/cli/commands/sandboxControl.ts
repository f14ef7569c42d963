import { Argument, type Command, InvalidArgumentError } from 'commander';
import {
  TROUBLE_KINDS,
  type Trouble,
  type WorldControl,
  type WorldSummary,
} from '../../state/sandboxHost.ts';
import { durationArgument, examples, numberArgument, type Run, withGlobals } from '../command.ts';
import type { Context } from '../context.ts';
import { durationText, readDuration } from '../duration.ts';
import { factLines } from '../print/table.ts';
import { refuseStartedReadOnly } from '../runs/flow.ts';
import { type SandboxFlags, withLoad } from './sandbox.ts';

const KINDS = [...TROUBLE_KINDS, 'clear'] as const;
type Kind = (typeof KINDS)[number];

interface FaultFlags extends SandboxFlags {
  readonly ms?: number;
  readonly count?: number;
  readonly for?: number;
  readonly status?: number;
  readonly method?: string;
  readonly path?: string;
}

/** Time, trouble and a fresh start for the world that every sluice of this user shares. */
export function addSandboxControl(sandbox: Command, run: Run): void {
  const control = (name: string) => withLoad(withGlobals(sandbox.command(name)));
  control('reset')
    .description('Start over with the sample data; the credentials stay.')
    .action((flags: SandboxFlags, command: Command) =>
      run(command, (context) =>
        changeWorld(context, flags, (world) => {
          world.reset();
          return 'The sandbox starts over';
        }),
      ),
    );
  control('clock')
    .description("Put the sandbox's clock forward.")
    .argument('<time>', 'like +1h or 90s', (text: string) => {
      const ms = readDuration(text.replace(/^\+/, ''));
      if (ms === null) throw new InvalidArgumentError('Write it like +1h or 90s.');
      return ms;
    })
    .addHelpText('after', examples('sluice sandbox clock +1h'))
    .action((ms: number, flags: SandboxFlags, command: Command) =>
      run(command, (context) =>
        changeWorld(context, flags, (world) => {
          world.advance(ms);
          return `The sandbox's clock is ${durationText(ms)} further`;
        }),
      ),
    );
  control('status')
    .description('What is in the sandbox, its clock, and the faults that are set.')
    .action((flags: SandboxFlags, command: Command) => run(command, (context) => showWorld(context, flags)));
  addFault(control('fault'), run);
}

function addFault(fault: Command, run: Run): void {
  fault
    .description(
      'Make the sandbox fail, to see what a program does then; "fault clear" ends it. expire-tokens is for Rackspace; expired-token, denied and throttled are for AWS, whose requests have the name of their action at the end of their path.',
    )
    .addArgument(new Argument('<kind>', 'what happens to requests').choices(KINDS))
    .option('--ms <n>', 'slow: how much later the answer comes, milliseconds', numberArgument(0, 3_600_000))
    .option('--status <n>', 'status: the HTTP status', numberArgument(200, 599))
    .option('--count <n>', 'for so many requests to each server', numberArgument(1, 1_000_000))
    .option('--for <time>', 'for so long, like 60s', durationArgument)
    .option('--method <method>', 'requests of this method only')
    .option('--path <text>', 'requests with this text in their path only')
    .addHelpText(
      'after',
      examples(
        'sluice sandbox fault status --status 503 --count 3',
        'sluice sandbox fault slow --ms 2000 --for 60s --path /nodes',
        'sluice sandbox fault denied --path AddTags --for 5m',
        'sluice sandbox fault clear',
      ),
    )
    .action((kind: Kind, flags: FaultFlags, command: Command) =>
      run(command, (context) =>
        changeWorld(context, flags, (world) => {
          if (kind === 'clear') world.clearFaults();
          else world.fault(troubleOf(kind, flags));
          return kind === 'clear' ? 'No faults are set' : `The fault "${kind}" is set`;
        }),
      ),
    );
}

function troubleOf(kind: Exclude<Kind, 'clear'>, flags: FaultFlags): Trouble {
  if (kind === 'expire-tokens') return { kind };
  return {
    kind,
    ...(flags.ms === undefined ? {} : { ms: flags.ms }),
    ...(flags.status === undefined ? {} : { status: flags.status }),
    ...(flags.count === undefined ? {} : { count: flags.count }),
    ...(flags.for === undefined ? {} : { forMs: flags.for }),
    ...(flags.method === undefined ? {} : { method: flags.method.toUpperCase() }),
    ...(flags.path === undefined ? {} : { path: flags.path }),
  };
}

/** Does something to the world, says so, and as JSON how it is then. Throws Failure. */
async function changeWorld(
  { workspace, report }: Context,
  { load }: SandboxFlags,
  task: (world: WorldControl) => string,
): Promise<void> {
  refuseStartedReadOnly(workspace);
  const world = await workspace.sandbox.control(load ? { load } : {});
  const done = task(world);
  report.result(world.summary(), [done]);
}

async function showWorld({ workspace, report }: Context, { load }: SandboxFlags): Promise<void> {
  const world = await workspace.sandbox.control(load ? { load } : {});
  const summary = world.summary();
  report.result(summary, summaryLines(summary));
}

function summaryLines({ now, advancedMs, faults, regions, aws }: WorldSummary): readonly string[] {
  return factLines([
    ['clock', advancedMs === 0 ? now : `${now}, ${durationText(advancedMs)} ahead`],
    ...Object.entries(regions).map(([name, { balancers, nodes, servers }]): [string, string] => [
      name,
      `${balancers} balancers, ${nodes} nodes, ${servers} servers`,
    ]),
    ...Object.entries(aws).map(([name, { balancers, instances }]): [string, string] => [
      name,
      `${balancers} balancers, ${instances} instances`,
    ]),
    ['faults', faults.length === 0 ? 'none' : faults.map((fault) => JSON.stringify(fault)).join(' ')],
  ]);
}
