import type { Plan } from '../refusal.ts';
import type { Ec2Change } from './commands.ts';
import { instanceState, isGone } from './instanceStates.ts';
import { runInstances } from './launchRules.ts';
import type { InstanceRecord } from './records.ts';
import { type Coded, deny, doing } from './refusals.ts';
import type { AwsRegion } from './state.ts';
import { withTags } from './tagRules.ts';

/** Tags that an instance can have. */
const MOST_TAGS = 50;

/** What EC2 makes of a change. One id that it does not know spoils the whole call. */
export function changeInstances(region: AwsRegion, change: Ec2Change, at: number): Plan {
  if (change.type === 'aws.ec2.run') return runInstances(region, change.spec, at);
  const found = knownInstances(region, change.instances, at);
  if ('refusal' in found) return found;
  const { instances } = found;
  switch (change.type) {
    case 'aws.ec2.terminate':
      return turn(instances, 'terminated', at);
    case 'aws.ec2.stop':
      return (
        stateFault(instances, at, ['pending', 'running', 'stopping', 'stopped']) ??
        turn(instances, 'stopped', at)
      );
    case 'aws.ec2.start':
      return stateFault(instances, at, ['pending', 'running', 'stopped']) ?? turn(instances, 'running', at);
    case 'aws.ec2.tags.add': {
      const full = instances.some((instance) => withTags(instance.tags, change.tags).length > MOST_TAGS);
      if (full)
        return deny('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
      return doing(() => {
        for (const instance of instances) instance.tags = withTags(instance.tags, change.tags);
      });
    }
    case 'aws.ec2.tags.remove':
      return doing(() => {
        for (const instance of instances)
          instance.tags = instance.tags.filter(
            (tag) =>
              !change.tags.some(
                ({ key, value }) => key === tag.key && (value === null || value === tag.value),
              ),
          );
      });
  }
}

/** The instances of these ids, or the refusal of those that are none. */
export function knownInstances(
  region: AwsRegion,
  ids: readonly string[],
  at: number,
): { readonly instances: readonly InstanceRecord[] } | Coded {
  const malformed = ids.find((id) => !/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined) return deny('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`);
  const instances = ids.flatMap((id) => {
    const instance = region.instances.get(id);
    return instance && !isGone(instance, at) ? [instance] : [];
  });
  if (instances.length === ids.length) return { instances };
  const missing = ids.filter((id) => !instances.some((instance) => instance.id === id));
  return deny(
    'InvalidInstanceID.NotFound',
    missing.length === 1
      ? `The instance ID '${missing[0]}' does not exist`
      : `The instance IDs '${missing.join(', ')}' do not exist`,
  );
}

function stateFault(instances: readonly InstanceRecord[], at: number, fine: readonly string[]): Coded | null {
  const other = instances.find((instance) => !fine.includes(instanceState(instance, at).name));
  return other
    ? deny(
        'IncorrectInstanceState',
        `The instance '${other.id}' is not in a state from which this can be done.`,
      )
    : null;
}

function turn(instances: readonly InstanceRecord[], wanted: InstanceRecord['wanted'], at: number): Plan {
  return doing(() => {
    for (const instance of instances) {
      if (instance.wanted === wanted || instanceState(instance, at).name === 'terminated') continue;
      instance.wanted = wanted;
      instance.wantedAt = at;
    }
  });
}
