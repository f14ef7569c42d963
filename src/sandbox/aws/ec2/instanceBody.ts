import { imagesOf } from '../../world/aws/catalogue.ts';
import { instanceState } from '../../world/aws/instanceStates.ts';
import { hexId } from '../../world/aws/places.ts';
import type { InstanceRecord } from '../../world/aws/records.ts';
import type { AwsRegion } from '../../world/aws/state.ts';
import { isoTime } from '../service.ts';
import type { Xml } from '../xml.ts';
import { tagSet } from './filters.ts';

/** A state as EC2 writes it. */
export function stateBody({ code, name }: { readonly code: number; readonly name: string }): Xml {
  return { code, name };
}

/** An instance as it is at a time. A terminated one has lost its network. */
export function instanceBody(region: AwsRegion, instance: InstanceRecord, at: number): Xml {
  const state = instanceState(instance, at);
  const ended = state.name === 'terminated';
  const publicIp = state.name === 'running' ? instance.publicIp : null;
  const groups = groupSet(region, instance);
  const image = imagesOf(region.name).find(({ id }) => id === instance.image);
  const oldest = region.name === 'us-east-1';
  const publicName =
    publicIp &&
    `ec2-${publicIp.replaceAll('.', '-')}.${oldest ? 'compute-1' : `${region.name}.compute`}.amazonaws.com`;
  const privateName = `ip-${instance.privateIp.replaceAll('.', '-')}.${oldest ? 'ec2' : `${region.name}.compute`}.internal`;
  return {
    instanceId: instance.id,
    imageId: instance.image,
    instanceState: stateBody(state),
    privateDnsName: ended ? '' : privateName,
    dnsName: publicName ?? '',
    reason: state.reason ? `${state.reason.message} (${stampOf(instance.wantedAt)})` : '',
    stateReason: state.reason ? { code: state.reason.code, message: state.reason.message } : null,
    keyName: instance.keyName,
    amiLaunchIndex: instance.launchIndex,
    instanceType: instance.type,
    launchTime: isoTime(instance.launchedAt),
    placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
    monitoring: { state: 'disabled' },
    subnetId: ended ? null : instance.subnet,
    vpcId: ended ? null : instance.vpc,
    privateIpAddress: ended ? null : instance.privateIp,
    ipAddress: publicIp,
    sourceDestCheck: ended ? null : true,
    groupSet: ended ? [] : groups,
    architecture: image?.architecture ?? 'x86_64',
    rootDeviceType: 'ebs',
    rootDeviceName: image?.rootDevice ?? '/dev/xvda',
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    clientToken: instance.clientToken ?? '',
    tagSet: tagSet(instance.tags),
    networkInterfaceSet: ended
      ? []
      : [
          {
            networkInterfaceId: hexId('eni', instance.id),
            subnetId: instance.subnet,
            vpcId: instance.vpc,
            ownerId: region.account,
            status: 'in-use',
            privateIpAddress: instance.privateIp,
            privateDnsName: privateName,
            sourceDestCheck: true,
            groupSet: groups,
            attachment: { deviceIndex: 0, status: 'attached', deleteOnTermination: true },
            association: publicIp ? { publicIp, publicDnsName: publicName, ipOwnerId: 'amazon' } : null,
          },
        ],
    ebsOptimized: true,
    enaSupport: true,
    metadataOptions: {
      state: 'applied',
      httpTokens: instance.imdsTokens,
      httpPutResponseHopLimit: 2,
      httpEndpoint: 'enabled',
    },
    platformDetails: 'Linux/UNIX',
  };
}

function groupSet(region: AwsRegion, { groups }: InstanceRecord): Xml {
  return region.network.groups
    .filter(({ id }) => groups.includes(id))
    .map(({ id, name }) => ({ groupId: id, groupName: name }));
}

/** `2026-03-01 12:00:00 GMT` */
function stampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} GMT`;
}
