import { some } from '../../inWords.ts';
import type { Setting, SettingReading } from '../../sections.ts';
import { filter, readSecurityGroups } from './network.ts';
import { linesOf, receiptOf, type Subject, setting } from './subject.ts';

const KEY = 'groups';
/** What AWS takes of one balancer. */
const MOST_GROUPS = 5;

/** What may connect to the balancer: groups are replaced as a set (spec §4). */
export function securityGroupsSection(subject: Subject): Setting {
  const { aws, name, known } = subject;
  const vpcId = known.description.VPCId || null;
  return {
    kind: 'setting',
    key: 'security-groups',
    title: 'Security groups',
    help: 'Who may connect to the balancer, by groups of its VPC; the whole set is replaced',
    ...(vpcId === null
      ? { unavailable: `${name} is in no VPC: everyone may connect, and AWS offers no groups for it` }
      : {}),
    known: readingOf(known.description.SecurityGroups),
    read: async (options) => readingOf((await subject.description(options)).SecurityGroups),
    form: ({ values }) => ({
      title: `Security groups of ${name}`,
      fields: [
        {
          kind: 'many',
          key: KEY,
          label: 'Groups',
          help: 'The whole set: what is not chosen no longer applies',
          flag: KEY,
          initial: values[KEY] ?? '',
          load: async (signal) =>
            (await readSecurityGroups(aws, vpcId === null ? [] : [filter('vpc-id', vpcId)], signal)).map(
              (group) => ({ value: group.id, label: group.name, help: group.id }),
            ),
          check: (text) =>
            linesOf(text).length > MOST_GROUPS
              ? `These are ${linesOf(text).length} groups: a balancer has at most ${MOST_GROUPS}`
              : null,
        },
      ],
    }),
    write: (values, _before, options) =>
      receiptOf(
        aws.elb(
          'ApplySecurityGroupsToLoadBalancer',
          { LoadBalancerName: name, SecurityGroups: [...linesOf(values[KEY])] },
          setting(`set the security groups of ${name}`, options),
        ),
        options,
      ),
    warnings: (values, { values: before }) => {
      const [now, then] = [linesOf(before[KEY]), linesOf(values[KEY])];
      const gone = now.filter((id) => !then.includes(id));
      // Groups only admit: one more keeps nobody out.
      if (now.length > 0 && gone.length === 0) return [];
      return ['Clients whom the new groups do not admit can no longer connect'];
    },
    notes: (values, { values: before }) => {
      const [now, then] = [linesOf(before[KEY]), linesOf(values[KEY])];
      if (now.length === then.length && now.every((id) => then.includes(id))) return [];
      return [`The whole set is replaced: ${some(now, 'and') || 'none'} → ${some(then, 'and')}`];
    },
  };
}

function readingOf(groups: readonly string[] = []): SettingReading {
  const ids = groups;
  return {
    configured: true,
    values: { [KEY]: ids.join('\n') },
    summary: ids.length === 0 ? 'none' : ids.join(', '),
    raw: groups,
  };
}
