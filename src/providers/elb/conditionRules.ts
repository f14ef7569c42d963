import type { BalancerDetail } from '../../model/balancer.ts';
import type { Condition } from '../../model/condition.ts';
import { type Node, nodeName } from '../../model/node.ts';
import { some } from '../inWords.ts';
import type { ConditionSupport } from '../provider.ts';
import { elbDetail } from './balancerDetail.ts';
import type { Machine } from './machine.ts';
import { BY_ITSELF, DRAINING_OFF, DRAINING_SETTING, NOTHING_TO_DRAIN } from './nodeChanges.ts';
import { isGone } from './nodeList.ts';

/** Where the conditions mean less than elsewhere. */
export const CONDITION_SUPPORT: ConditionSupport = {
  ENABLED: { note: 'Registers the instance; it serves once it has passed a health check' },
  DRAINING: {
    note: 'Sticky sessions move away at once; AWS deregisters the instance, which becomes DISABLED by itself',
    endsAs: 'DISABLED',
  },
  DISABLED: {
    note: 'Deregisters the instance: with connection draining on, its connections may end first',
  },
};

/** Why a node cannot be given that condition, in a few words; null when it can. */
export function conditionRefusal(node: Node, to: Condition, balancer: BalancerDetail | null): string | null {
  if (to === 'ENABLED') return node.condition === 'ENABLED' ? null : comingBackRefusal(node, balancer);
  if (to === 'DRAINING') {
    if (node.condition === 'DISABLED') return NOTHING_TO_DRAIN;
    return node.condition === 'ENABLED' && drainingIsOff(balancer)
      ? `${DRAINING_OFF}: switch on its setting ${DRAINING_SETTING}`
      : null;
  }
  return node.condition === 'DRAINING' ? BY_ITSELF : null;
}

function comingBackRefusal(node: Node, balancer: BalancerDetail | null): string | null {
  const machines = balancer === null ? null : elbDetail(balancer).machines;
  if (machines === null) return null;
  const machine = machines.find(({ id }) => id === node.id) ?? null;
  if (isGone(machine, true)) return 'its instance is gone: remove the node';
  const state = machine?.state ?? null;
  return state === null || state === 'running' ? null : `its instance is ${state}: start it first`;
}

function drainingIsOff(balancer: BalancerDetail | null): boolean {
  const attributes = balancer === null ? null : elbDetail(balancer).attributes;
  return attributes !== null && attributes.ConnectionDraining?.Enabled !== true;
}

/** True where deregistering cuts connections: with connection draining on they may end first. */
export function disablingCuts(balancer: BalancerDetail | null): boolean {
  return balancer === null || drainingIsOff(balancer);
}

/** What a user should know before nodes are taken out, a sentence each. */
export function conditionWarnings(
  nodes: readonly Node[],
  to: Condition,
  balancer: BalancerDetail | null,
): readonly string[] {
  if (to === 'ENABLED' || balancer === null) return [];
  const machines = elbDetail(balancer).machines ?? [];
  const groups = new Map<string, Node[]>();
  for (const node of nodes) {
    const group = groupOf(node, machines);
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), node]);
  }
  return [...groups].map(([group, members]) => {
    const names = some(members.map(nodeName), 'and', 3);
    const one = members.length === 1;
    return `${names} ${one ? 'belongs' : 'belong'} to the Auto Scaling group ${group}, which may put ${one ? 'it' : 'them'} back or terminate ${one ? 'it' : 'them'}: Standby in that group is the safe way out`;
  });
}

function groupOf(node: Node, machines: readonly Machine[]): string | null {
  return machines.find(({ id }) => id === node.id)?.autoScalingGroup ?? null;
}
