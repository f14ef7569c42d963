import type { Command } from 'commander';
import { carryOut } from '../change.ts';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { tellNodes } from '../print/nodesAfter.ts';
import { resolveTarget } from '../resolve/target.ts';
import { addNodeAdd } from './nodeAdd.ts';
import { addNodeType } from './nodeType.ts';

interface RemoveFlags {
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

/** `sluice node` and what stands behind it. */
export function addNodeCommands(program: Command, run: Run): void {
  const node = withGlobals(program.command('node'))
    .description('Add nodes to a balancer, remove them, or make them primary or secondary.')
    .addHelpText(
      'after',
      examples('sluice node add --help', 'sluice node remove --help', 'sluice node type --help'),
    );
  addNodeAdd(node, run);
  addNodeType(node, run);
  withTimeout(withGlobals(node.command('remove')))
    .description('Remove nodes; needs --yes. JSON: the nodes that are left.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<node...>', "id, server's name, or address:port")
    .option('--yes', 'pass the guard rails: a removed node does not come back as it was')
    .addHelpText(
      'after',
      examples('sluice drain shop-front web-4 --wait && sluice node remove shop-front web-4 --yes'),
    )
    .action((balancer: string, nodes: readonly string[], flags: RemoveFlags, command: Command) =>
      run(command, (context) => removeNodes(context, balancer, nodes, flags)),
    );
}

async function removeNodes(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
  { yes = false, timeout }: RemoveFlags,
): Promise<void> {
  const deadline = deadlineOf(context, timeout);
  const { balancer, read, nodes } = await beforeSending(
    context,
    deadline,
    `${typedBalancer} could not be read, and nothing was removed`,
    (inTime) => resolveTarget(inTime, typedBalancer, typedNodes),
  );
  const { summary } = await carryOut(context, { kind: 'remove', balancer, nodes }, { yes, deadline });
  await tellNodes(context, { balancer, read, wanted: () => true, deadline }, [summary]);
}
