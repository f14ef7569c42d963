import type { Command } from 'commander';
import { Failure } from '../../model/problem.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import { type Outline, outlineOf, planMaintenance } from '../../state/maintenance/plan.ts';
import { asSpec, type Work } from '../../state/maintenance/spec.ts';
import { MAINTENANCE } from '../../state/maintenance/summary.ts';
import { durationArgument, examples, numberArgument, type Run, withGlobals } from '../command.ts';
import { CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { planJson, planLines } from '../print/plan.ts';
import { resolveTarget } from '../resolve/target.ts';
import { refuseReadOnly } from '../runs/flow.ts';
import { follow } from '../runs/follow.ts';
import { tellOutcome } from '../runs/outcome.ts';

interface Flags {
  readonly all?: boolean;
  readonly atOnce?: number;
  readonly keep?: number;
  /** Milliseconds. */
  readonly drainTimeout?: number;
  readonly waitHealthy?: number;
  readonly timeout?: number;
  readonly exec?: string;
  readonly hold?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const DRAIN_TIMEOUT_MS = 5 * 60_000;
const HEALTHY_TIMEOUT_MS = 2 * 60_000;
/** A maintenance takes as long as its nodes need; this only ends what nobody looks at any more, milliseconds. */
const TIMEOUT_MS = 24 * 60 * 60_000;
const MOST_NODES = 10_000;

/** `sluice maintain`: a run, which can be stopped, resumed and undone as one. */
export function addMaintainCommand(program: Command, run: Run): void {
  withGlobals(program.command('maintain'))
    .description(
      'Take nodes out one after the other: drain, wait until no connections are left, run a command or hold, enable, wait until healthy. JSON: what became of each node.',
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('[node...]', "id, server's name, or address:port")
    .option('--all', 'every ENABLED node of the balancer')
    .option('--at-once <n>', 'nodes that are out at the same time (default 1)', numberArgument(1, MOST_NODES))
    .option(
      '--keep <n>',
      'nodes that must stay in service; it stops rather than take one more out',
      numberArgument(0, MOST_NODES),
    )
    .option(
      '--drain-timeout <time>',
      'longest wait for connections to end (default 5m); then it goes on, whatever is left',
      durationArgument,
    )
    .option('--exec <command>', 'a line for the shell, run once for each node while it is out')
    .option('--hold', 'hold each node until you press enter (the default on a terminal without --exec)')
    .option('--no-hold', 'go on at once when a node is drained')
    .option(
      '--wait-healthy <time>',
      'longest wait for an enabled node to be ONLINE (default 2m)',
      durationArgument,
    )
    .option(
      '--timeout <time>',
      'longest time for all of it (default 24h); then exit code 6',
      durationArgument,
    )
    .option('--dry-run', 'print what would be done; change nothing')
    .option('--yes', 'pass the guard rails: no node left in service, production')
    .addHelpText(
      'after',
      `
The command finds SLUICE_NODE, SLUICE_NODE_ID, SLUICE_NODE_ADDRESS, SLUICE_BALANCER and SLUICE_ACCOUNT in
its environment. It stops at the first failure: no other node is taken out. What was begun is written
down; "sluice runs resume ID" goes on after a failure or a kill, "sluice runs undo ID --yes" enables
every node again.
${examples(
  "sluice maintain shop-front web-1 web-2 --exec 'ssh $SLUICE_NODE sudo systemctl restart app'",
  'sluice maintain shop-front --all --at-once 2 --drain-timeout 10m --exec ./deploy.sh --json',
)}`,
    )
    .action((balancer: string, nodes: readonly string[], flags: Flags, command: Command) =>
      run(command, (context) => maintain(context, balancer, nodes, flags)),
    );
}

async function maintain(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
  flags: Flags,
): Promise<void> {
  const { workspace, report } = context;
  if (flags.all ? typedNodes.length > 0 : typedNodes.length === 0) {
    throw usageFailure(
      flags.all ? 'Nodes are named, and --all means every one' : 'No node is named',
      'Name the nodes, or give --all',
    );
  }
  const work = workOf(flags);
  const { balancer, read, nodes } = await beforeSending(
    context,
    deadlineOf(context, undefined),
    `${typedBalancer} could not be read, and nothing was changed`,
    (inTime) => resolveTarget(inTime, typedBalancer, typedNodes),
  );
  const outline = outlineOf(balancer, flags.all ? read.nodes : nodes, read.nodes, {
    atOnce: flags.atOnce ?? 1,
    drainTimeoutMs: flags.drainTimeout ?? DRAIN_TIMEOUT_MS,
    healthyTimeoutMs: flags.waitHealthy ?? HEALTHY_TIMEOUT_MS,
    work,
    ...(flags.keep === undefined ? {} : { keep: flags.keep }),
  });
  const plan = planMaintenance(outline.spec);
  for (const { name, why } of outline.skipped) report.note(`${name} is left out: ${why}`);
  if (outline.spec.nodes.length === 0) {
    throw new Failure({
      kind: 'conflict',
      message: `There is nothing to do: none of these nodes of ${balancer.name} is ENABLED`,
      hint: '"sluice nodes" shows them',
    });
  }
  if (work.kind === 'hold' && !context.shell.prompt.interactive)
    throw usageFailure(
      'Nobody is at a terminal to let the nodes go on',
      'Say what is to be done: --exec COMMAND, or --no-hold to put each back as soon as it is drained',
    );
  if (flags.dryRun) {
    report.result(planJson(balancer.session, plan), planLines(plan));
    return;
  }
  refuseReadOnly(context, balancer.session.account);
  guard(balancer, outline, plan.words, flags.yes ?? false);
  const flow = workspace.flowOf(balancer.session, MAINTENANCE);
  if (!flow) return;
  context.signal.throwIfAborted();
  const run = workspace.runs.start({
    flow,
    session: balancer.session,
    spec: asSpec(outline.spec),
    kind: MAINTENANCE,
  });
  const followed = await follow(context, run, flags.timeout ?? TIMEOUT_MS);
  await tellOutcome(context, balancer.session, followed);
}

function workOf({ exec, hold }: Flags): Work {
  if (exec !== undefined && exec.trim() === '')
    throw usageFailure('--exec is empty', 'Give it a line for the shell, or leave it out');
  if (exec !== undefined && hold === true)
    throw usageFailure('--exec and --hold exclude each other', 'Leave one of them out');
  if (exec !== undefined) return { kind: 'command', command: exec };
  return { kind: hold === false ? 'none' : 'hold' };
}

function guard(
  { session: { account } }: BalancerRef,
  { warnings }: Outline,
  words: readonly string[],
  yes: boolean,
): void {
  const reasons = [...warnings, ...(account.production ? [`${account.name} is a production account`] : [])];
  if (yes || reasons.length === 0) return;
  throw new CommandFailure(
    {
      kind: 'guard',
      message: 'Nothing was changed. The maintenance was stopped by a guard rail',
      hint: 'Add --yes to do it all the same; --dry-run shows what would be done',
    },
    { lines: [...reasons, ...words], facts: { warnings: reasons } },
  );
}
