import type { ManyField } from '../../../model/form.ts';
import type { SecurityGroup } from '../sections/network.ts';
import { linesOf } from '../sections/subject.ts';
import type { Offers, Vpc } from './offers.ts';

/** What AWS takes of one balancer, and of one instance. */
const MOST_GROUPS = 5;
/** How the group begins that ELB makes in a default VPC for balancers that name none. */
const OF_ELB = 'default_elb_';

/** The group that AWS takes for instances of a VPC that name none; null where it is not known. */
export function defaultGroup(groups: readonly SecurityGroup[], vpcId: string | null): SecurityGroup | null {
  return groups.find((group) => group.name === 'default' && group.vpcId === vpcId) ?? null;
}

/** The group that AWS takes for a balancer of a VPC that names none; null where it is not known or yet to be made. */
export function defaultElbGroup(
  groups: readonly SecurityGroup[],
  vpc: Pick<Vpc, 'id' | 'isDefault'> | null,
): SecurityGroup | null {
  if (vpc === null) return null;
  return vpc.isDefault ? groupOfElb(groups, vpc.id) : defaultGroup(groups, vpc.id);
}

/**
 * The groups that are proposed for a balancer of a VPC, ids: the VPC's default one, by which it reaches instances that are in
 * it too, and ELB's own where there is one, which lets clients in.
 */
export function proposedGroups(groups: readonly SecurityGroup[], vpcId: string | null): readonly string[] {
  if (vpcId === null) return [];
  return [defaultGroup(groups, vpcId), groupOfElb(groups, vpcId)].flatMap((group) => group?.id ?? []);
}

function groupOfElb(groups: readonly SecurityGroup[], vpcId: string): SecurityGroup | null {
  return groups.find(({ name, vpcId: of }) => of === vpcId && name.startsWith(OF_ELB)) ?? null;
}

/** A choice among the groups of a VPC, or of all for null; `words` says what a group does here, which narrow windows show first. */
export function groupsField(
  offers: Offers,
  vpcId: string | null,
  words: (group: SecurityGroup) => string,
  more: Pick<ManyField, 'help' | 'initial' | 'shownWhen'>,
): ManyField {
  return {
    kind: 'many',
    key: 'groups',
    label: 'Security groups',
    optional: true,
    load: async (signal) =>
      (await offers.groups.get(signal))
        .filter((group) => vpcId === null || group.vpcId === vpcId)
        .map((group) => ({ value: group.id, label: group.name, help: `${words(group)}, ${group.id}` })),
    check: (text) => {
      const count = linesOf(text).length;
      return count > MOST_GROUPS ? `These are ${count} groups: at most ${MOST_GROUPS} are possible` : null;
    },
    ...more,
  };
}
