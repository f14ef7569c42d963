import type { BalancerDetail } from '../../model/balancer.ts';
import { type NewNode, nodeAddress } from '../../model/node.ts';
import { Failure, problemOf } from '../../model/problem.ts';
import type { Lifetime } from '../http/lifetime.ts';
import type { ChangeOptions, NodeEditing, Receipt } from '../provider.ts';
import { factsOf } from './backends.ts';
import type { Changes } from './changes.ts';
import { refusalProblem } from './console.ts';
import { LostLine } from './lostLine.ts';
import { nameOf } from './names.ts';
import { CHECK, defaultName, NAME, NODE_TYPES, NODE_WEIGHT, newNode, nodeForm, OPTIONS } from './nodeForm.ts';
import { type RemovalParts, removeServer } from './nodeRemoval.ts';
import { isAtLeast } from './process.ts';
import { conditionOf } from './server.ts';

interface NodeEditingParts extends RemovalParts {
  readonly lifetime: Lifetime;
  readonly changes: Changes;
}

/** Adding and removing servers while HAProxy runs. */
export function nodeEditing(parts: NodeEditingParts): NodeEditing {
  const { lifetime, own } = parts;
  return {
    removeAtMost: 1,
    addForm: (balancer) => nodeForm(balancer, own.process),
    newNodes: (values) => [newNode(values)],
    editable: ['weight'],
    weight: NODE_WEIGHT,
    types: NODE_TYPES,
    add: (backend, nodes, options) =>
      lifetime.change(options, async (inner) => {
        let receipt: Receipt = { requestId: null, detail: null };
        for (const [done, node] of nodes.entries())
          receipt = await add(parts, nameOf('backend', backend), node, inner).catch((thrown: unknown) => {
            throw done === 0 ? thrown : partly(thrown, done, nodes.length);
          });
        return receipt;
      }),
    remove: (backend, nodeIds, options) =>
      lifetime.change(options, async (inner) => {
        let receipt: Receipt = { requestId: null, detail: null };
        for (const id of nodeIds)
          receipt = await removeServer(parts, nameOf('backend', backend), nameOf('server', id), inner);
        return receipt;
      }),
  };
}

function partly(thrown: unknown, done: number, of: number): Failure {
  const problem = problemOf(thrown);
  return new Failure({ ...problem, message: `${done} of ${of} servers were added. ${problem.message}` });
}

async function add(
  { writer, backends, changes, own }: NodeEditingParts,
  backend: string,
  node: NewNode,
  options: ChangeOptions,
): Promise<Receipt> {
  const { signal } = options;
  const extra = node.extra ?? {};
  const name = nameOf('server', extra[NAME] ?? defaultName(node.address, node.port));
  const target = `${backend}/${name}`;
  const what = `add ${target}`;
  const address = nodeAddress({ ...node, id: '' });
  const before = await backends.get(backend, signal);
  // What follows would change a server that is there already.
  if (factsOf(before)?.servers[name])
    throw new Failure({
      kind: 'conflict',
      message: `Could not ${what}: the backend has a server of that name`,
      hint: 'Choose another name',
    });
  const command = [`add server ${target} ${address}`, ...wordsOf(node, before, name)].join(' ');
  for (let again = false; ; again = true) {
    const sent = await writer.write(backend, [command], what, signal);
    if (!(sent instanceof LostLine)) {
      const [refusal] = sent.refusals;
      if (refusal !== undefined) throw new Failure(refusalProblem(refusal, what));
      break;
    }
    const detail = sent.sent ? await backends.get(backend, signal).catch(() => null) : null;
    if (sent.sent && detail === null) throw new Failure(sent.doubt(what));
    if (factsOf(detail)?.servers[name]) break;
    // Names are unique: what arrives after all can only be refused.
    if (again || !sent.sent) throw new Failure(sent.problem(what));
  }
  options.onAccepted?.();
  const commands = [
    ...(extra[CHECK] === 'yes' ? [`enable health ${target}`] : []),
    ...(node.condition === 'DISABLED'
      ? []
      : [`set server ${target} state ${node.condition === 'ENABLED' ? 'ready' : 'drain'}`]),
  ];
  return changes
    .carryOut(
      {
        backend,
        server: name,
        commands,
        what: `bring ${target} into service`,
        isDone: (server) => conditionOf(server) === node.condition || server.weight === 0,
        own: { presence: 'added', condition: node.condition, address },
        cuts: false,
      },
      options,
    )
    .catch((thrown: unknown) => {
      own.made(backend, name, { presence: 'added', address });
      const problem = problemOf(thrown);
      throw new Failure({ ...problem, message: `${target} was added, in maintenance. ${problem.message}` });
    });
}

/** The rest of a server line. HAProxy applies no `default-server` to servers that are added. */
function wordsOf(node: NewNode, backend: BalancerDetail, name: string): readonly string[] {
  const facts = factsOf(backend);
  const extra = node.extra ?? {};
  const options = extra[OPTIONS] ?? '';
  const wantsCookie = facts?.backend['cookie'] !== undefined && !/(?:^|\s)cookie\s/.test(options);
  const takesCookie =
    facts?.process !== null && facts?.process !== undefined && isAtLeast(facts.process, 3, 0);
  return [
    ...(extra[CHECK] === 'yes' ? ['check'] : []),
    ...(node.weight === undefined ? [] : [`weight ${node.weight}`]),
    ...(node.type === 'SECONDARY' ? ['backup'] : []),
    ...(wantsCookie && takesCookie ? [`cookie ${name}`] : []),
    ...(options === '' ? [] : [options]),
  ];
}
