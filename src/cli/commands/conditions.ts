import type { Command } from 'commander';
import type { Condition } from '../../model/condition.ts';
import { carryOut, leftOut } from '../change.ts';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
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
    wait: 'also wait until the nodes are DISABLED, where the engine lets connections end first',
    examples: ['sluice disable shop-front web-2', 'sluice disable shop-front web-2 web-3 --yes'],
  },
];

/** `sluice enable`, `drain` and `disable`: one condition each, and otherwise the same. */
export function addConditionCommands(program: Command, run: Run): void {
  for (const { name, to, description, wait, examples: lines } of COMMANDS) {
    withTimeout(withGlobals(program.command(name)), '; without it --wait ends after 5m')
      .description(`${description} Returns when the engine has settled. JSON: the nodes, as they are then.`)
      .argument('<balancer>', 'id, name, or address:port of a virtual IP')
      .argument('<node...>', "id, server's name, or address:port")
      .option('--wait', wait)
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
  const deadline = deadlineOf(context, flags.timeout);
  const { balancer, read, nodes } = await beforeSending(
    context,
    deadline,
    `${typedBalancer} could not be read, and nothing was changed`,
    (inTime) => resolveTarget(inTime, typedBalancer, typedNodes),
  );
  const { summary, skipped } = await carryOut(
    context,
    { kind: 'condition', balancer, nodes, to },
    { yes: flags.yes ?? false, deadline },
  );
  const concerned = { balancer, read, wanted: oneOf(nodes), deadline };
  if (!flags.wait) return tellNodes(context, concerned, [summary, ...leftOut(skipped, nodes)]);
  const reached = await waitForEffect(context, {
    balancer,
    nodes,
    to,
    deadline: deadline.at,
    timeoutMs: deadline.timeoutMs,
    named: read.named,
  });
  return tellNodes(context, concerned, reached);
}
