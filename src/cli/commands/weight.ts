import type { Command } from 'commander';
import { carryOut, leftOut } from '../change.ts';
import { examples, numberArgument, type Run, withGlobals, withTimeout } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { oneOf, tellNodes } from '../print/nodesAfter.ts';
import { resolveTarget } from '../resolve/target.ts';

/** Beyond the range of every engine; each checks its own. */
const HIGHEST = 1_000_000;

interface Flags {
  readonly to: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

export function addWeightCommand(program: Command, run: Run): void {
  withTimeout(withGlobals(program.command('weight')))
    .description('Set the weight of nodes: one with weight 2 gets twice the traffic of one with weight 1.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<node...>', "id, server's name, or address:port")
    .requiredOption('--to <weight>', 'the new weight', numberArgument(0, HIGHEST))
    .option('--yes', 'pass the guard rails')
    .addHelpText('after', examples('sluice weight shop-front web-1 web-2 --to 4'))
    .action((balancer: string, nodes: readonly string[], flags: Flags, command: Command) =>
      run(command, (context) => setWeight(context, balancer, nodes, flags)),
    );
}

async function setWeight(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
  { to, yes = false, timeout }: Flags,
): Promise<void> {
  const deadline = deadlineOf(context, timeout);
  const { balancer, read, nodes } = await beforeSending(
    context,
    deadline,
    `${typedBalancer} could not be read, and nothing was changed`,
    (inTime) => resolveTarget(inTime, typedBalancer, typedNodes),
  );
  const { provider } = balancer.session;
  const range = provider.nodes?.weight ?? null;
  if (!provider.nodes?.editable.includes('weight'))
    throw usageFailure(
      provider.missing['weight'] ?? `${provider.label} has no weights to set`,
      'sluice nodes shows what its nodes have',
    );
  if (range && (to < range.min || to > range.max))
    throw usageFailure(
      `--to ${to} is out of range`,
      `${provider.label} takes weights from ${range.min} to ${range.max}`,
    );
  const request = { kind: 'weight', balancer, nodes, to } as const;
  const { summary, skipped } = await carryOut(context, request, { yes, deadline });
  await tellNodes(context, { balancer, read, wanted: oneOf(nodes), deadline }, [
    summary,
    ...leftOut(skipped, nodes),
  ]);
}
