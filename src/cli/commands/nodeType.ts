import type { Command } from 'commander';
import { carryOut, leftOut } from '../change.ts';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { oneOf, tellNodes } from '../print/nodesAfter.ts';
import { resolveTarget } from '../resolve/target.ts';

interface Flags {
  readonly to: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

export function addNodeType(node: Command, run: Run): void {
  withTimeout(withGlobals(node.command('type')))
    .description(
      'Make nodes PRIMARY, or SECONDARY: a reserve that gets traffic when no primary can. JSON: the nodes, as they are then.',
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<node...>', "id, server's name, or address:port")
    .requiredOption('--to <type>', 'primary or secondary')
    .option('--yes', 'pass the guard rails')
    .addHelpText('after', examples('sluice node type orders-db orders-db-2 --to secondary'))
    .action((balancer: string, nodes: readonly string[], flags: Flags, command: Command) =>
      run(command, (context) => setType(context, balancer, nodes, flags)),
    );
}

async function setType(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
  { to: typed, yes = false, timeout }: Flags,
): Promise<void> {
  const deadline = deadlineOf(context, timeout);
  const { balancer, read, nodes } = await beforeSending(
    context,
    deadline,
    `${typedBalancer} could not be read, and nothing was changed`,
    (inTime) => resolveTarget(inTime, typedBalancer, typedNodes),
  );
  const { provider } = balancer.session;
  if (!provider.nodes?.editable.includes('type'))
    throw usageFailure(
      provider.missing['type'] ?? `${provider.label} has no types of nodes to set`,
      'sluice nodes shows what its nodes have',
    );
  const to = provider.nodes.types.find((type) => type.toLowerCase() === typed.toLowerCase());
  if (to === undefined)
    throw usageFailure(`--to ${typed} is no type of node`, `Choose ${provider.nodes.types.join(' or ')}`);
  const { summary, skipped } = await carryOut(
    context,
    { kind: 'type', balancer, nodes, to },
    { yes, deadline },
  );
  await tellNodes(context, { balancer, read, wanted: oneOf(nodes), deadline }, [
    summary,
    ...leftOut(skipped, nodes),
  ]);
}
