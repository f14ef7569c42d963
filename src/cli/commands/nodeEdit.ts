import type { Command } from 'commander';
import type { BalancerDetail } from '../../model/balancer.ts';
import type { FormValues } from '../../model/form.ts';
import { type NewNode, type Node, nodeAddress } from '../../model/node.ts';
import { Failure } from '../../model/problem.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import { acceptedValues, faultsOf, initialValues } from '../../state/form/checkForm.ts';
import { carryOut } from '../change.ts';
import { durationArgument, examples, type Run, withGlobals } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { CHANGE_TIMEOUT_MS, withDeadline } from '../deadline.ts';
import { oneOf, tellNodes } from '../print/nodesAfter.ts';
import { splitPort } from '../resolve/address.ts';
import { resolveTarget } from '../resolve/target.ts';

interface AddFlags {
  readonly condition?: string;
  readonly weight?: string;
  readonly type?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
}

export function addNodeCommands(program: Command, run: Run): void {
  const node = withGlobals(program.command('node'))
    .description('Add nodes to a balancer or remove them.')
    .addHelpText('after', examples('sluice node add --help', 'sluice node remove --help'));
  withGlobals(node.command('add'))
    .description('Add nodes. Returns when the engine has settled. JSON: the nodes that were added.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<address:port...>', '10.20.0.15:8080 or [2001:db8::5]:80')
    .option('--condition <condition>', 'enabled, draining or disabled (default enabled)')
    .option('--weight <weight>', "a whole number; the engine's default where it is left out")
    .option('--type <type>', "primary or secondary; the engine's default where it is left out")
    .option(
      '--timeout <time>',
      'longest wait for the balancer to be read, like 90s, 5m, 1h (default 5m); then exit code 6',
      durationArgument,
    )
    .option('--yes', 'pass the guard rails')
    .addHelpText(
      'after',
      examples(
        'sluice node add shop-front 10.20.0.15:8080',
        'sluice node add shop-front 10.20.0.15:8080 10.20.0.16:8080 --condition draining --weight 4',
      ),
    )
    .action((balancer: string, addresses: readonly string[], flags: AddFlags, command: Command) =>
      run(command, (context) => addNodes(context, balancer, addresses, flags)),
    );
  withGlobals(node.command('remove'))
    .description('Remove nodes; needs --yes. JSON: the nodes that are left.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument('<node...>', "id, server's name, or address:port")
    .option('--yes', 'pass the guard rails: a removed node does not come back as it was')
    .addHelpText(
      'after',
      examples('sluice drain shop-front web-4 --wait && sluice node remove shop-front web-4 --yes'),
    )
    .action((balancer: string, nodes: readonly string[], flags: { yes?: boolean }, command: Command) =>
      run(command, (context) => removeNodes(context, balancer, nodes, flags.yes ?? false)),
    );
}

async function addNodes(
  context: Context,
  typedBalancer: string,
  addresses: readonly string[],
  flags: AddFlags,
): Promise<void> {
  const { clock } = context.workspace;
  const timeoutMs = flags.timeout ?? CHANGE_TIMEOUT_MS;
  const { balancer, read } = await withDeadline(
    { clock, at: clock.now() + timeoutMs, timeoutMs, signal: context.signal },
    `${typedBalancer} could not be read, and nothing was added`,
    (signal) => resolveTarget({ ...context, signal }, typedBalancer, []),
  );
  const known = context.workspace.queries.knownBalancer(balancer.session, balancer.id)?.value ?? null;
  const nodes = newNodes(balancer, known, addresses, flags);
  const { summary, skipped } = await carryOut(
    context,
    { kind: 'add', balancer, nodes },
    { yes: flags.yes ?? false },
  );
  const wanted = new Set(nodes.map((node) => nodeAddress({ ...node, id: '' })));
  const had = oneOf(read.nodes);
  const added = (node: Node) => (wanted.has(nodeAddress(node)) || wanted.has(node.id)) && !had(node);
  await tellNodes(context, { balancer, read, wanted: added }, [summary]);
  for (const { name, why } of skipped)
    context.trouble(new Failure({ kind: 'conflict', message: `${name} was not added: ${why}` }));
}

async function removeNodes(
  context: Context,
  typedBalancer: string,
  typedNodes: readonly string[],
  yes: boolean,
): Promise<void> {
  const { balancer, read, nodes } = await resolveTarget(context, typedBalancer, typedNodes);
  const { summary } = await carryOut(context, { kind: 'remove', balancer, nodes }, { yes });
  await tellNodes(context, { balancer, read, wanted: () => true }, [summary]);
}

/** The nodes that were typed, checked by the engine's own form. Throws Failure `invalid` with every fault at once. */
function newNodes(
  { session }: BalancerRef,
  known: BalancerDetail | null,
  addresses: readonly string[],
  flags: AddFlags,
): readonly NewNode[] {
  const { provider } = session;
  const editing = provider.nodes;
  if (!editing)
    throw usageFailure(
      provider.missing['add'] ?? `${provider.label} cannot add nodes`,
      'sluice nodes lists those there are',
    );
  const form = editing.addForm(known);
  const hasPort = form.fields.some((field) => field.key === 'port');
  const faults: string[] = [];
  const nodes = addresses.flatMap((typed) => {
    const { host, port } = hasPort ? splitPort(typed) : { host: typed, port: null };
    const values: FormValues = {
      ...initialValues(form),
      address: host,
      ...(hasPort ? { port: port ?? '' } : {}),
      ...(flags.condition === undefined ? {} : { condition: flags.condition.toUpperCase() }),
      ...(flags.weight === undefined ? {} : { weight: flags.weight }),
      ...(flags.type === undefined ? {} : { type: flags.type.toUpperCase() }),
    };
    const found =
      hasPort && port === null ? { port: 'the port is missing: write ADDRESS:PORT' } : faultsOf(form, values);
    for (const [key, fault] of Object.entries(found))
      faults.push(key === 'address' || key === 'port' ? `${typed}: ${fault}` : `--${key}: ${fault}`);
    return editing.newNodes(acceptedValues(form, values));
  });
  if (faults.length === 0) return nodes;
  const lines = [...new Set(faults)];
  throw usageFailure('No node was added', '"sluice node add --help" shows how', {
    lines,
    facts: { faults: lines },
  });
}
