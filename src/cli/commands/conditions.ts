import type { Command } from 'commander';
import type { Condition } from '../../model/condition.ts';
import { carryOut, leftOut } from '../change.ts';
import { durationArgument, examples, type Run, withGlobals } from '../command.ts';
import type { Context } from '../context.ts';
import { CHANGE_TIMEOUT_MS, withDeadline } from '../deadline.ts';
import { oneOf, tellNodes } from '../print/nodesAfter.ts';
import { resolveTarget } from '../resolve/target.ts';
import { waitForEffect } from '../wait.ts';

interface Flags {
  readonly wait?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

interface ConditionCommand {
  readonly name: string;
  readonly to: Condition;
  readonly description: string;
  /** What --wait adds to waiting for the engine, which is always done. */
  readonly wait: string;
  readonly examples: readonly string[];
}

const COMMANDS: readonly ConditionCommand[] = [
  {
    name: 'enable',
    to: 'ENABLED',
    description: 'Let nodes take connections.',
    wait: 'also wait until the nodes are ONLINE',
    examples: ['sluice enable shop-front web-2', 'sluice enable shop-front web-2 --wait --timeout 2m'],
  },
  {
    name: 'drain',
    to: 'DRAINING',
    description: 'Send nodes no new connections; open ones are served to their end.',
    wait: 'also wait until no connections are left, where the engine counts them',
    examples: [
      'sluice drain shop-front web-2 --wait --timeout 10m && ./deploy web-2 && sluice enable shop-front web-2 --wait',
      'sluice drain shop-front 10.20.0.11:8080 10.20.0.12:8080',
    ],
  },
  {
    name: 'disable',
    to: 'DISABLED',
    description: 'Take nodes out at once; open connections are cut.',
    wait: 'accepted for symmetry: a disabled node has nothing left to wait for',
    examples: ['sluice disable shop-front web-2', 'sluice disable shop-front web-2 web-3 --yes'],
  },
];

export function addConditionCommands(program: Command, run: Run): void {
  for (const { name, to, description, wait, examples: lines } of COMMANDS) {
    withGlobals(program.command(name))
      .description(`${description} Returns when the engine has settled. JSON: the nodes, as they are then.`)
      .argument('<balancer>', 'id, name, or address:port of a virtual IP')
      .argument('<node...>', "id, server's name, or address:port")
      .option('--wait', wait)
      .option(
        '--timeout <time>',
        'longest wait, like 90s, 5m, 1h (default 5m); then exit code 6',
        durationArgument,
      )
      .option('--yes', 'pass the guard rails: last enabled node, open connections, production')
      .addHelpText('after', examples(...lines))
      .action((balancer: string, nodes: readonly string[], flags: Flags, command: Command) =>
        run(command, (context) => setCondition(context, balancer, nodes, to, flags)),
      );
  }
}

async function setCondition(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
  to: Condition,
  flags: Flags,
): Promise<void> {
  const { workspace } = context;
  const timeoutMs = flags.timeout ?? CHANGE_TIMEOUT_MS;
  const { clock } = workspace;
  const at = clock.now() + timeoutMs;
  const { balancer, read, nodes } = await withDeadline(
    { clock, at, timeoutMs, signal: context.signal },
    `${typedBalancer} could not be read, and nothing was changed`,
    (signal) => resolveTarget({ ...context, signal }, typedBalancer, typedNodes),
  );
  // What was sent is never left alone in the middle: the provider has its own patience for that.
  const { summary, skipped } = await carryOut(
    context,
    { kind: 'condition', balancer, nodes, to },
    { yes: flags.yes ?? false },
  );
  const concerned = { balancer, read, wanted: oneOf(nodes) };
  if (!flags.wait || to === 'DISABLED')
    return tellNodes(context, concerned, [summary, ...leftOut(skipped, nodes)]);
  const reached = await waitForEffect(context, {
    balancer,
    nodes,
    to,
    deadline: at,
    timeoutMs,
    named: read.named,
  });
  return tellNodes(context, concerned, reached);
}
