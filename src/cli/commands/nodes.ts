import type { Command } from 'commander';
import { examples, type Run, withGlobals } from '../command.ts';
import type { Context } from '../context.ts';
import { nodeJson } from '../print/json.ts';
import { NODE_COLUMNS } from '../print/listColumns.ts';
import { resolveBalancer } from '../resolve/balancer.ts';
import { readNodes } from '../resolve/nodeReader.ts';

/** `sluice nodes`: one balancer's nodes, named by their servers where the engine knows these. */
export function addNodesCommand(program: Command, run: Run): void {
  withGlobals(program.command('nodes'))
    .description('List the nodes of a balancer.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .addHelpText(
      'after',
      examples(
        'sluice nodes shop-front',
        'sluice nodes shop-front --json | jq -r \'.[] | select(.condition == "ENABLED").address\'',
      ),
    )
    .action((balancer: string, _options: unknown, command: Command) =>
      run(command, (context) => nodes(context, balancer)),
    );
}

async function nodes(context: Context, typed: string): Promise<void> {
  const balancer = await resolveBalancer(context, typed, { forChange: false });
  const { nodes: read } = await readNodes(context, balancer);
  context.report.result(
    read.map((node) => nodeJson(balancer, node)),
    context.report.table(NODE_COLUMNS, read),
  );
}
