import { knownInstances } from '../../world/aws/instanceRules.ts';
import { instanceState } from '../../world/aws/instanceStates.ts';
import type { InstanceRecord } from '../../world/aws/records.ts';
import { AwsError, refused } from '../errors.ts';
import { type Actions, pageOf, type ServiceCall, submitUnlessDry } from '../service.ts';
import type { Xml } from '../xml.ts';
import { type Filters, filtered, pageSize } from './filters.ts';
import { instanceBody, stateBody } from './instanceBody.ts';

/** EC2 on instances that are there, and their tags. What takes time is told by the clock, not by timers. */
export const INSTANCE_ACTIONS: Actions = {
  DescribeInstances(call) {
    const { region, params, now } = call;
    const ids = params.list('InstanceId') ?? [];
    if (ids.length > 0 && params.whole('MaxResults') !== undefined)
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameter instancesSet cannot be used with the parameter maxResults',
      );
    const asked = ids.length > 0 ? instancesOf(call, ids) : region.visible(now);
    const found = filtered(params, asked, filtersAt(call), ({ tags }) => tags);
    const { page, next } = pageOf(found, pageSize(params, 5, 1_000), params.text('NextToken'));
    return { reservationSet: reservations(call, page), nextToken: next };
  },
  TerminateInstances(call) {
    return turn(call, 'aws.ec2.terminate');
  },
  StopInstances(call) {
    return turn(call, 'aws.ec2.stop');
  },
  StartInstances(call) {
    return turn(call, 'aws.ec2.start');
  },
  CreateTags(call) {
    const tags = call.params
      .structs('Tag')
      .map((tag) => ({ key: tag.need('Key'), value: tag.text('Value') ?? '' }));
    if (tags.length === 0) throw call.params.missing('Tag');
    const reserved = tags.find(({ key }) => key.toLowerCase().startsWith('aws:'));
    if (reserved)
      throw new AwsError(
        'InvalidParameterValue',
        "Tag keys starting with 'aws:' are reserved for internal use",
      );
    submitUnlessDry(call, { type: 'aws.ec2.tags.add', instances: resources(call), tags });
    return { return: true };
  },
  DeleteTags(call) {
    const tags = call.params
      .structs('Tag')
      .map((tag) => ({ key: tag.need('Key'), value: tag.text('Value') ?? null }));
    submitUnlessDry(call, { type: 'aws.ec2.tags.remove', instances: resources(call), tags });
    return { return: true };
  },
};

/** Only instances can be tagged here. */
function resources({ params }: ServiceCall): readonly string[] {
  const ids = params.list('ResourceId') ?? [];
  if (ids.length === 0) throw params.missing('ResourceId');
  const other = ids.find((id) => !id.startsWith('i-'));
  if (other !== undefined) throw new AwsError('InvalidID', `The ID '${other}' is not valid`);
  return ids;
}

function instancesOf({ region, now }: ServiceCall, ids: readonly string[]): readonly InstanceRecord[] {
  const found = knownInstances(region, ids, now);
  if ('refusal' in found) throw refused(found.refusal);
  return found.instances;
}

/** Instances by the launch they came from. */
export function reservations({ region, now }: ServiceCall, instances: readonly InstanceRecord[]): Xml {
  const groups = new Map<string, InstanceRecord[]>();
  for (const instance of instances)
    groups.set(instance.reservation, [...(groups.get(instance.reservation) ?? []), instance]);
  return [...groups].map(([id, members]) => ({
    reservationId: id,
    ownerId: region.account,
    groupSet: [],
    instancesSet: members.map((instance) => instanceBody(region, instance, now)),
  }));
}

function turn(call: ServiceCall, type: 'aws.ec2.terminate' | 'aws.ec2.stop' | 'aws.ec2.start'): Xml {
  const ids = call.params.list('InstanceId') ?? [];
  if (ids.length === 0) throw call.params.missing('InstanceId');
  const before = instancesOf(call, ids).map((instance) => instanceState(instance, call.now));
  submitUnlessDry(call, { type, instances: ids });
  return {
    instancesSet: instancesOf(call, ids).map((instance, place) => ({
      instanceId: instance.id,
      currentState: stateBody(instanceState(instance, call.now)),
      previousState: stateBody(before[place] ?? instanceState(instance, call.now)),
    })),
  };
}

function filtersAt({ region, now }: ServiceCall): Filters<InstanceRecord> {
  return {
    'instance-id': ({ id }) => [id],
    'instance-state-name': (instance) => [instanceState(instance, now).name],
    'instance-state-code': (instance) => [String(instanceState(instance, now).code)],
    'instance-type': ({ type }) => [type],
    'image-id': ({ image }) => [image],
    'key-name': ({ keyName }) => (keyName === null ? [] : [keyName]),
    'vpc-id': ({ vpc }) => [vpc],
    'subnet-id': ({ subnet }) => [subnet],
    'availability-zone': ({ zone }) => [zone],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'network-interface.addresses.private-ip-address': ({ privateIp }) => [privateIp],
    'ip-address': ({ publicIp }) => (publicIp === null ? [] : [publicIp]),
    'client-token': ({ clientToken }) => (clientToken === null ? [] : [clientToken]),
    'reservation-id': ({ reservation }) => [reservation],
    'instance.group-id': ({ groups }) => groups,
    'instance.group-name': ({ groups }) =>
      region.network.groups.filter(({ id }) => groups.includes(id)).map(({ name }) => name),
    'group-id': ({ groups }) => groups,
    architecture: ({ type }) => [/^\w+g\./.test(type) ? 'arm64' : 'x86_64'],
  };
}
