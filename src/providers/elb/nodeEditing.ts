import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { NewNode } from '../../model/node.ts';
import { Failure } from '../../model/problem.ts';
import type { Lifetime } from '../http/lifetime.ts';
import { some } from '../inWords.ts';
import type { ChangeOptions, NodeEditing, Receipt } from '../provider.ts';
import type { Balancers } from './balancers.ts';
import { registeredIds } from './description.ts';
import type { Machine } from './machine.ts';
import type { Machines } from './machines.ts';
import type { Membership } from './membership.ts';
import { isInstanceId, newNodes, nodeForm } from './nodeForm.ts';
import { isGone } from './nodeList.ts';
import { optional } from './optional.ts';
import type { Parking } from './parking.ts';
import { formWithin } from './sections/within.ts';

/** AWS states no limit; a request this long is still an ordinary one. */
const REMOVE_AT_MOST = 100;
/** Names in one sentence. */
const NAMED = 3;

interface NodeEditingParts {
  readonly lifetime: Lifetime;
  readonly balancers: Balancers;
  readonly machines: Machines;
  readonly membership: Membership;
  readonly parking: Parking;
}

/** Adding instances to balancers and removing them for good. */
export function nodeEditing(parts: NodeEditingParts): NodeEditing {
  const { lifetime, machines } = parts;
  return {
    removeAtMost: REMOVE_AT_MOST,
    addForm: (balancer) => formWithin(lifetime, nodeForm(balancer, machines)),
    newNodes,
    editable: [],
    weight: null,
    types: [],
    add: (name, nodes, options) => lifetime.change(options, (inner) => add(parts, name, nodes, inner)),
    remove: (name, ids, options) => lifetime.change(options, (inner) => remove(parts, name, ids, inner)),
  };
}

async function add(
  parts: NodeEditingParts,
  name: string,
  nodes: readonly NewNode[],
  options: ChangeOptions,
): Promise<Receipt> {
  const { balancers, membership, parking } = parts;
  const { signal } = options;
  if (nodes.length === 0) throw nothingNamed('add');
  const what = `add ${some(
    nodes.map(({ address }) => address),
    'and',
    NAMED,
  )} to ${name}`;
  const description = await balancers.describe(name, signal);
  const ids = await instanceIds(parts, nodes, description, what, signal);
  const there = registeredIds(description);
  const fresh = ids.filter((id) => !there.has(id));
  await checkInstances(parts, fresh, description, what, signal);
  let requestId: string | null = null;
  if (fresh.length > 0)
    requestId = await membership.carryOut({ name, ids: fresh, registered: true, what }, options);
  else options.onAccepted?.();
  await parking.forget(description, ids, signal);
  return membership.receipt(name, requestId, signal);
}

async function remove(
  { balancers, membership, parking }: NodeEditingParts,
  name: string,
  nodeIds: readonly string[],
  options: ChangeOptions,
): Promise<Receipt> {
  const ids = [...new Set(nodeIds)];
  if (ids.length === 0) throw nothingNamed('remove');
  const description = await balancers.describe(name, options.signal);
  const there = registeredIds(description);
  const leaving = ids.filter((id) => there.has(id));
  const what = `remove ${some(ids, 'and', NAMED)} from ${name}`;
  let requestId: string | null = null;
  if (leaving.length > 0)
    requestId = await membership.carryOut({ name, ids: leaving, registered: false, what }, options);
  else options.onAccepted?.();
  // After AWS, so that a crash in between leaves a node to be seen and not one that is lost.
  parking.leaving(description, leaving);
  await parking.forget(description, ids, options.signal, { leaving: true });
  return membership.receipt(name, requestId, options.signal);
}

/** Addresses are looked up: AWS registers instances. Throws Failure `invalid` for one that is nobody's, or several's. */
async function instanceIds(
  { machines }: NodeEditingParts,
  nodes: readonly NewNode[],
  description: LoadBalancerDescription,
  what: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids = await Promise.all(
    nodes.map(async ({ address }) => {
      if (isInstanceId(address)) return address;
      const found = await machines.at(address, description.VPCId || null, signal);
      const [machine] = found;
      if (machine && found.length === 1) return machine.id;
      throw new Failure({
        kind: 'invalid',
        message: `Could not ${what}: ${machine ? 'several instances have' : 'no instance of its network has'} the private address ${address}`,
        hint: machine ? 'Name the instance by its id' : 'Check the address, or name the instance by its id',
      });
    }),
  );
  return [...new Set(ids)];
}

/** AWS refuses all when it refuses one, and does not say which. Where EC2 may not be asked, AWS decides. */
async function checkInstances(
  { machines }: NodeEditingParts,
  ids: readonly string[],
  description: LoadBalancerDescription,
  what: string,
  signal: AbortSignal,
): Promise<void> {
  if (ids.length === 0) return;
  const found = await optional(() => machines.of(ids, { signal, fresh: true }), 'they are not checked');
  if (found.value === null) return;
  for (const id of ids) {
    const fault = instanceFault(found.value.get(id) ?? null, description);
    if (fault !== null)
      throw new Failure({
        kind: 'invalid',
        message: `Could not ${what}: ${id} ${fault}`,
        hint: 'Leave it out, or mend it first: nothing was added',
      });
  }
}

function instanceFault(machine: Machine | null, { VPCId }: LoadBalancerDescription): string | null {
  if (machine === null || isGone(machine, true)) return 'is no instance of this account and region';
  if (machine.state !== null && machine.state !== 'running') return `is ${machine.state}, not running`;
  if (VPCId && machine.vpcId !== null && machine.vpcId !== VPCId)
    return `is in the network ${machine.vpcId}, the balancer in ${VPCId}`;
  return null;
}

function nothingNamed(verb: string): Failure {
  return new Failure({
    kind: 'invalid',
    message: `There are no nodes to ${verb}`,
    hint: 'Name at least one',
  });
}
