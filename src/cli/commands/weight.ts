import type { Command } from 'commander';
import type { NodeRequest } from '../../state/changes/request.ts';
import { examples, numberArgument, type Run, withGlobals, withTimeout } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Target } from '../resolve/target.ts';
import { setOnNodes } from '../setOnNodes.ts';

/** Beyond the range of every engine; each checks its own. */
const HIGHEST = 1_000_000;

interface Flags {
  readonly to: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

/** `sluice weight`. The range of the balancer's engine is known, and checked, only when the balancer is found. */
export function addWeightCommand(program: Command, run: Run): void {
  withTimeout(withGlobals(program.command('weight')))
    .description('Set the weight of nodes: one with weight 2 gets twice the traffic of one with weight 1.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<node...>', "id, server's name, or address:port")
    .requiredOption('--to <weight>', 'the new weight', numberArgument(0, HIGHEST))
    .option('--yes', 'pass the guard rails')
    .addHelpText('after', examples('sluice weight shop-front web-1 web-2 --to 4'))
    .action(
      (balancer: string, nodes: readonly string[], { to, timeout, yes = false }: Flags, command: Command) =>
        run(command, (context) =>
          setOnNodes(context, {
            balancer,
            nodes,
            yes,
            timeout,
            field: 'weight',
            lacks: 'weights',
            request: (target) => weightRequest(target, to),
          }),
        ),
    );
}

function weightRequest({ balancer, nodes }: Target, to: number): NodeRequest {
  const { provider } = balancer.session;
  const range = provider.nodes?.weight ?? null;
  if (range && (to < range.min || to > range.max))
    throw usageFailure(
      `--to ${to} is out of range`,
      `${provider.label} takes weights from ${range.min} to ${range.max}`,
    );
  return { kind: 'weight', balancer, nodes, to };
}
