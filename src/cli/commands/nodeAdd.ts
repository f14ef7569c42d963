import type { Command } from 'commander';
import type { BalancerDetail } from '../../model/balancer.ts';
import type { Field, Form, FormValues } from '../../model/form.ts';
import { type NewNode, type Node, nodeAddress } from '../../model/node.ts';
import { Failure } from '../../model/problem.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import { acceptedValues, faultsOf, initialValues } from '../../state/form/checkForm.ts';
import { carryOut } from '../change.ts';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { oneOf, tellNodes } from '../print/nodesAfter.ts';
import { splitPort } from '../resolve/address.ts';
import { nearest } from '../resolve/candidates.ts';
import { resolveTarget } from '../resolve/target.ts';
import { fieldName } from '../sections/field.ts';
import { oneValue } from '../sections/fieldValue.ts';
import { plainKey } from '../sections/words.ts';

/** Options of `node add` that most engines have; those of the engine's own are known when its form is. */
const COMMON = ['condition', 'weight', 'type', 'name'] as const;
/** What stands in an address and port, and not in options. */
const IN_ADDRESS = ['address', 'port'];

type Flags = Readonly<Partial<Record<(typeof COMMON)[number], string>>> & {
  /** Milliseconds. */
  readonly timeout?: number;
  readonly yes?: boolean;
};

/** `sluice node add`. Takes options that it does not know: the engine's add form says which there are. */
export function addNodeAdd(node: Command, run: Run): void {
  withTimeout(withGlobals(node.command('add')))
    .description('Add nodes. Returns when the engine has settled. JSON: the nodes that were added.')
    .argument('<balancer>', 'id, name, or address:port of a virtual IP')
    .argument(
      '<address...>',
      '10.20.0.15:8080 or [2001:db8::5]:80; an id (i-0a1b2c3d) where the engine has no ports of nodes',
    )
    .option('--condition <condition>', 'enabled, draining or disabled (default enabled)')
    .option('--weight <weight>', "a whole number; the engine's default where it is left out")
    .option('--type <type>', "primary or secondary; the engine's default where it is left out")
    .option('--name <name>', 'what it shall be called, where the engine names its nodes')
    .option('--yes', 'pass the guard rails')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
An engine may have options of its own, as --check yes for HAProxy; one that it does not have is
answered with those it has.
${examples(
  'sluice node add shop-front 10.20.0.15:8080',
  'sluice node add shop-front 10.20.0.15:8080 10.20.0.16:8080 --condition draining --weight 4',
  'sluice node add web i-0a1b2c3d4e5f60718',
)}`,
    )
    .action((balancer: string, addresses: readonly string[], flags: Flags, command: Command) =>
      run(command, (context) => addNodes(context, readWords([balancer, ...addresses], flags), flags)),
    );
}

/** What was typed behind `node add`. */
interface Typed {
  readonly balancer: string;
  readonly addresses: readonly string[];
  /** By the option's name without dashes. */
  readonly options: ReadonlyMap<string, string>;
}

/** Tells options that only the engine knows from addresses. Throws Failure `invalid`. */
function readWords(words: readonly string[], flags: Flags): Typed {
  const options = new Map<string, string>();
  for (const name of COMMON) if (flags[name] !== undefined) options.set(name, flags[name]);
  const operands: string[] = [];
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const [, name, text] = /^--?([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) {
      operands.push(word);
      continue;
    }
    const value = text ?? waiting.shift();
    if (value === undefined)
      throw usageFailure(`option '${word}' has no value`, '"sluice node add --help" shows how');
    options.set(name, value);
  }
  const [balancer, ...addresses] = operands;
  if (balancer === undefined || addresses.length === 0)
    throw usageFailure(
      `missing required argument '${balancer === undefined ? 'balancer' : 'address'}'`,
      '"sluice node add --help" shows how',
    );
  return { balancer, addresses, options };
}

async function addNodes(context: Context, typed: Typed, flags: Flags): Promise<void> {
  const deadline = deadlineOf(context, flags.timeout);
  const { balancer, read, nodes } = await beforeSending(
    context,
    deadline,
    `${typed.balancer} could not be read, and nothing was added`,
    async (inTime) => {
      const target = await resolveTarget(inTime, typed.balancer, []);
      const { session, id } = target.balancer;
      const known = context.workspace.queries.knownBalancer(session, id)?.value ?? null;
      return { ...target, nodes: await newNodes(target.balancer, known, typed, inTime.signal) };
    },
  );
  const { summary, skipped } = await carryOut(
    context,
    { kind: 'add', balancer, nodes },
    { yes: flags.yes ?? false, deadline },
  );
  const wanted = new Set(nodes.map((node) => nodeAddress({ ...node, id: '' })));
  const had = oneOf(read.nodes);
  const added = (node: Node) => (wanted.has(nodeAddress(node)) || wanted.has(node.id)) && !had(node);
  await tellNodes(context, { balancer, read, wanted: added, deadline }, [summary]);
  for (const { name, why } of skipped)
    context.trouble(new Failure({ kind: 'conflict', message: `${name} was not added: ${why}` }));
}

/** The nodes that were typed, checked by the engine's own form. Throws Failure `invalid` with every fault at once. */
async function newNodes(
  { session }: BalancerRef,
  known: BalancerDetail | null,
  { addresses, options }: Typed,
  signal: AbortSignal,
): Promise<readonly NewNode[]> {
  const { provider } = session;
  const editing = provider.nodes;
  if (!editing)
    throw usageFailure(
      provider.missing['add'] ?? `${provider.label} cannot add nodes`,
      'sluice nodes lists those there are',
    );
  const form = editing.addForm(known);
  const { values: optionValues, faults } = await readOptions(form, options, provider.label, signal);
  if (options.has('name') && addresses.length > 1)
    faults.push('--name: it names one node: add the others by themselves');
  const wrong = new Set(faults.map((fault) => fault.split(':')[0]));
  const hasPort = form.fields.some((field) => field.key === 'port');
  const nodes = addresses.flatMap((typed) => {
    const { host, port } = hasPort ? splitPort(typed) : { host: typed, port: null };
    const own: FormValues = { address: host, ...(hasPort ? { port: port ?? '' } : {}) };
    const values: FormValues = { ...initialValues(form), ...own, ...optionValues };
    const found =
      hasPort && port === null ? { port: 'the port is missing: write ADDRESS:PORT' } : faultsOf(form, values);
    for (const [key, fault] of Object.entries(found)) {
      const field = form.fields.find((one) => one.key === key);
      const flag = `--${field ? fieldName(field) : key}`;
      if (IN_ADDRESS.includes(key)) faults.push(`${typed}: ${fault}`);
      else if (!wrong.has(flag)) faults.push(`${flag}: ${fault}`);
    }
    return editing.newNodes(acceptedValues(form, values));
  });
  if (faults.length === 0) return nodes;
  const lines = [...new Set(faults)];
  throw usageFailure('No node was added', '"sluice node add --help" shows how', {
    lines,
    facts: { faults: lines },
  });
}

/** The options by the keys of the form's fields, and a fault for each that the engine does not have. */
async function readOptions(
  form: Form,
  options: ReadonlyMap<string, string>,
  label: string,
  signal: AbortSignal,
): Promise<{ readonly values: FormValues; readonly faults: string[] }> {
  const fields = form.fields.filter(({ flag, key }) => flag !== undefined && !IN_ADDRESS.includes(key));
  const values: Record<string, string> = {};
  const faults: string[] = [];
  for (const [name, text] of options) {
    const field = fields.find((one) => plainKey(fieldName(one)) === plainKey(name));
    if (!field || field.kind === 'many' || field.kind === 'rows') {
      faults.push(unknownOption(name, fields, label));
      continue;
    }
    const read = await oneValue(field, text, signal);
    if ('fault' in read) faults.push(`--${fieldName(field)}: ${read.fault}`);
    else values[field.key] = read.value;
  }
  return { values, faults };
}

function unknownOption(name: string, fields: readonly Field[], label: string): string {
  const known = [...fields.map(fieldName), 'timeout', 'yes'];
  const candidates = known.map((flag) => ({ names: [flag], line: `--${flag}`, facts: {} }));
  const near = nearest(name, candidates).map(({ line }) => line);
  return `--${name}: a node of ${label} has no such option: there are ${near.join(', ')}`;
}
