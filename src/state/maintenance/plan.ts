import { countNodes } from '../../model/balancer.ts';
import { type Node, nodeAddress, nodeName } from '../../model/node.ts';
import type { RunPlan, RunStep } from '../../providers/create.ts';
import { ageText, counted } from '../present/age.ts';
import type { MaintenanceSpec, Work } from './spec.ts';

/** The three phases of a node, as the ids of its steps begin. */
export type Phase = 'drain' | 'work' | 'enable';

/** How a maintenance is to go. */
export type Manner = Pick<MaintenanceSpec, 'atOnce' | 'drainTimeoutMs' | 'healthyTimeoutMs' | 'work'> & {
  /** Nodes that must stay in service; where it is left out, all that are but those that may be out at once. */
  readonly keep?: number;
};

/** A maintenance worked out, and what is to be known of it first. */
export interface Outline {
  readonly spec: MaintenanceSpec;
  /** Nodes left out, and why. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  /** A sentence each; any of them makes sluice ask. */
  readonly warnings: readonly string[];
}

/** True for a node that takes new connections, as far as is known. */
export function isInService(node: Node): boolean {
  return node.condition === 'ENABLED' && node.health !== 'OFFLINE';
}

/**
 * Works out a maintenance of `chosen`, some of `all` nodes of the balancer. Nodes that are not ENABLED are left out: there is
 * nothing to take out of service. Pure.
 */
export function outlineOf(
  balancer: { readonly id: string; readonly name: string },
  chosen: readonly Node[],
  all: readonly Node[],
  manner: Manner,
): Outline {
  const wanted = chosen.filter((node) => node.condition === 'ENABLED');
  const skipped = chosen
    .filter((node) => !wanted.includes(node))
    .map((node) => ({ name: nodeName(node), why: `it is ${node.condition}, not ENABLED` }));
  const inService = all.filter(isInService).length;
  const atOnce = Math.max(1, Math.min(manner.atOnce, wanted.length));
  const keep = manner.keep ?? Math.max(0, inService - atOnce);
  const left = Math.max(0, (countNodes(all).enabled ?? 0) - atOnce);
  const warnings = [
    ...(wanted.length > 0 && left === 0
      ? ['No ENABLED node would be left while one is out: nothing would take new connections']
      : []),
    ...(wanted.length > 0 && left > 0 && inService - atOnce <= 0
      ? ['The nodes left while one is out are not ONLINE: nothing healthy would take new connections']
      : []),
    ...(keep > inService - 1
      ? [`${keep} nodes are to be kept in service and ${inService} are: it would stop at the first node`]
      : []),
  ];
  const { drainTimeoutMs, healthyTimeoutMs, work } = manner;
  return {
    spec: {
      balancer: { id: balancer.id, name: balancer.name },
      nodes: named(wanted),
      atOnce,
      keep,
      drainTimeoutMs,
      healthyTimeoutMs,
      work,
    },
    skipped,
    warnings,
  };
}

/** Steps are named by their nodes; two of one name are told apart by their ids. */
function named(nodes: readonly Node[]): MaintenanceSpec['nodes'] {
  const count = new Map<string, number>();
  for (const node of nodes) count.set(nodeName(node), (count.get(nodeName(node)) ?? 0) + 1);
  return nodes.map((node) => {
    const name = nodeName(node);
    const unique = count.get(name) === 1 ? name : `${name} (${node.id})`;
    return { id: node.id, name: unique, address: nodeAddress(node) };
  });
}

/** The id of a step. */
export function stepId(phase: Phase, name: string): string {
  return `${phase} ${name}`;
}

/** A step's phase and the name of its node; null for a step of no maintenance. */
export function phaseOf(id: string): { readonly phase: Phase; readonly name: string } | null {
  const [, phase, name = ''] = /^(drain|work|enable) (.+)$/.exec(id) ?? [];
  return phase === 'drain' || phase === 'work' || phase === 'enable' ? { phase, name } : null;
}

/** Nodes by their names, or how many they are: `web-1, web-2`, `5 nodes`. */
export function whomText(names: readonly string[]): string {
  return names.length > 3 ? counted(names.length, 'node') : names.join(', ');
}

/** The plan: for each node drain, work, enable; at most `atOnce` nodes are anywhere between. Pure. */
export function planMaintenance(spec: MaintenanceSpec): RunPlan {
  const { balancer, nodes, atOnce } = spec;
  return {
    title: `Maintenance of ${whomText(nodes.map(({ name }) => name))} of ${balancer.name}`,
    balancer: balancer.name,
    words: wordsOf(spec),
    steps: nodes.flatMap((node, index): readonly RunStep[] => {
      const before = nodes[index - atOnce];
      const path = `${balancer.name}/${node.name}`;
      const change = (action: string, from: string, to: string) => ({
        calls: [{ method: 'SET', path, body: { condition: to } }],
        about: { node: node.name, nodeId: node.id, action, before: from, after: to },
      });
      return [
        {
          id: stepId('drain', node.name),
          title: `Drain ${node.name}`,
          after: before ? [stepId('enable', before.name)] : [],
          optional: false,
          cautious: true,
          ...change('condition', 'ENABLED', 'DRAINING'),
        },
        {
          id: stepId('work', node.name),
          title: workTitle(spec.work, node.name),
          after: [stepId('drain', node.name)],
          optional: true,
          calls: [],
        },
        {
          id: stepId('enable', node.name),
          title: `Enable ${node.name}`,
          after: [stepId('work', node.name)],
          optional: false,
          ...change('condition', 'DRAINING', 'ENABLED'),
        },
      ];
    }),
  };
}

function workTitle(work: Work, name: string): string {
  switch (work.kind) {
    case 'none':
      return `Nothing is done with ${name}`;
    case 'hold':
      return `Hold ${name} out of service`;
    case 'command':
      return `Run the command for ${name}`;
  }
}

function wordsOf({
  nodes,
  atOnce,
  keep,
  drainTimeoutMs,
  healthyTimeoutMs,
  work,
}: MaintenanceSpec): readonly string[] {
  const turns = atOnce === 1 ? 'One node after the other' : `At most ${atOnce} nodes at once`;
  const then =
    work.kind === 'command'
      ? `then "${work.command}" is run`
      : work.kind === 'hold'
        ? 'then it is held until you let it go on'
        : 'then it is put back';
  return [
    `${turns}: ${nodes.map(({ name }) => name).join(', ')}`,
    `Each is drained until no connections are left, at most ${ageText(drainTimeoutMs)}, ${then}`,
    `It is enabled and must be ONLINE within ${ageText(healthyTimeoutMs)} before the next`,
    `At least ${counted(keep, 'node')} stay in service; it stops at the first failure`,
  ];
}
