import type { Command } from 'commander';
import type { NodeRequest } from '../../state/changes/request.ts';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Target } from '../resolve/target.ts';
import { setOnNodes } from '../setOnNodes.ts';

interface Flags {
  readonly to: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

/** `sluice node type`. Types are typed in any case, and sent as the engine spells them. */
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
    .action(
      (balancer: string, nodes: readonly string[], { to, timeout, yes = false }: Flags, command: Command) =>
        run(command, (context) =>
          setOnNodes(context, {
            balancer,
            nodes,
            yes,
            timeout,
            field: 'type',
            lacks: 'types of nodes',
            request: (target) => typeRequest(target, to),
          }),
        ),
    );
}

function typeRequest({ balancer, nodes }: Target, typed: string): NodeRequest {
  const types = balancer.session.provider.nodes?.types ?? [];
  const to = types.find((type) => type.toLowerCase() === typed.toLowerCase());
  if (to === undefined)
    throw usageFailure(`--to ${typed} is no type of node`, `Choose ${types.join(' or ')}`);
  return { kind: 'type', balancer, nodes, to };
}
