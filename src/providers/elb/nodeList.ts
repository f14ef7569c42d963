import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Node } from '../../model/node.ts';
import { byName } from '../../model/order.ts';
import { type DerivedStatus, instancePort, registeredIds } from './description.ts';
import type { Health } from './health.ts';
import type { Machine } from './machine.ts';

/** Everything that tells what the nodes of a balancer are. */
export interface NodeFacts {
  readonly description: LoadBalancerDescription;
  /** By instance id; null where the health could not be read. */
  readonly health: ReadonlyMap<string, Health> | null;
  /** By instance id; null where EC2 told nothing. */
  readonly machines: ReadonlyMap<string, Machine> | null;
  /** Instances that were taken out and are to come back, and whether that is written down for all to see. */
  readonly parked: ReadonlyMap<string, 'tag' | 'here'>;
  /** Since when instances that were seen to leave are leaving, milliseconds since the epoch. */
  readonly left: ReadonlyMap<string, number>;
  /** How long connection draining lasts at most, in seconds; null while it is off or not known. */
  readonly drainSeconds: number | null;
  /** The nodes as they were read before, for those that AWS cannot tell just now. */
  readonly before: readonly Node[];
}

/** The nodes that are registered, draining or parked, by name: a node keeps its place whatever becomes of it. */
export function nodeList(facts: NodeFacts): readonly Node[] {
  const registered = registeredIds(facts.description);
  const ids = new Set([...registered, ...facts.left.keys(), ...facts.parked.keys()]);
  return [...ids]
    .flatMap((id) => nodeOf(id, registered.has(id), facts) ?? [])
    .sort((a, b) => byName(a.server ?? '', b.server ?? '') || byName(a.id, b.id));
}

/** The status that we derive, from what is registered and what of it is in service. */
export function statusOf(
  description: LoadBalancerDescription,
  health: ReadonlyMap<string, Health> | null,
): DerivedStatus {
  const registered = [...registeredIds(description)];
  if (registered.length === 0) return 'NO_NODES';
  if (health === null) return 'UNKNOWN';
  return registered.some((id) => health.get(id)?.finding === 'in service') ? 'UP' : 'DOWN';
}

function nodeOf(id: string, registered: boolean, facts: NodeFacts): Node | null {
  const health = facts.health?.get(id) ?? null;
  const draining = health?.finding === 'draining';
  const parked = facts.parked.get(id);
  // What is registered is so, whatever the text or our memory says, but for the text of a drain.
  const condition = draining ? 'DRAINING' : registered ? 'ENABLED' : parked ? 'DISABLED' : null;
  if (condition === null) return null;
  const machine = facts.machines?.get(id) ?? null;
  return {
    id,
    address: machine?.privateIp ?? null,
    port: instancePort(facts.description),
    condition,
    ...(condition === 'DISABLED'
      ? parkedLook(machine, facts.machines !== null, parked)
      : healthLook(id, health, facts.before)),
    weight: null,
    type: null,
    server: machine?.name ?? null,
    connections: null,
    drainEndsAt: draining ? drainEnd(id, facts) : null,
    zone: machine?.zone ?? null,
  };
}

function healthLook(
  id: string,
  health: Health | null,
  before: readonly Node[],
): Pick<Node, 'health' | 'note'> {
  if (health === null) return { health: null, note: null };
  const known = health.finding === 'passing' ? before.find((node) => node.id === id)?.health : undefined;
  return { health: known ?? health.word, note: health.note };
}

/** A parked instance is nobody's to check. What matters is whether it can come back. */
function parkedLook(
  machine: Machine | null,
  told: boolean,
  memory: 'tag' | 'here' | undefined,
): Pick<Node, 'health' | 'note'> {
  if (isGone(machine, told)) return { health: 'GONE', note: 'the instance is gone: remove the node' };
  const state = machine?.state ?? null;
  const notes = [
    // In front, where a narrow column still shows it.
    ...(memory === 'here' ? ['known on this machine only'] : []),
    state === null || state === 'running' ? 'taken out, to come back' : `the instance is ${state}`,
  ];
  return { health: null, note: notes.join('; ') };
}

/** True where EC2 was asked and says that an instance is no more. */
export function isGone(machine: Machine | null, told: boolean): boolean {
  if (machine === null) return told;
  return machine.state === 'terminated' || machine.state === 'shutting-down';
}

function drainEnd(id: string, { left, drainSeconds }: NodeFacts): number | null {
  const since = left.get(id);
  return since === undefined || drainSeconds === null ? null : since + drainSeconds * 1000;
}
