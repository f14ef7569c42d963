import { INSTANCE_TYPES, type InstanceType, zonesWith } from '../../world/aws/catalogue.ts';
import { AwsError } from '../errors.ts';
import { type Actions, pageOf } from '../service.ts';
import type { Xml } from '../xml.ts';
import { byIds, filtered, pageSize } from './filters.ts';

/** EC2 on instance types: which there are, and where each can be launched. */
export const TYPE_ACTIONS: Actions = {
  DescribeInstanceTypes({ params }) {
    const asked = byIds(
      params.list('InstanceType'),
      INSTANCE_TYPES,
      ({ name }) => name,
      (name) =>
        new AwsError('InvalidInstanceType', `The following supplied instance types do not exist: [${name}]`),
    );
    const types = filtered<InstanceType>(params, asked, {
      'instance-type': ({ name }) => [name],
      'processor-info.supported-architecture': ({ architecture }) => [architecture],
      'vcpu-info.default-vcpus': ({ vcpus }) => [String(vcpus)],
      'memory-info.size-in-mib': ({ memory }) => [String(memory)],
      'burstable-performance-supported': ({ burstable }) => [String(burstable)],
      'current-generation': () => ['true'],
      'supported-usage-class': () => ['on-demand', 'spot'],
      'supported-root-device-type': () => ['ebs'],
      'bare-metal': () => ['false'],
    });
    // A page holds a hundred types whether it was asked for or not.
    const size = Math.min(100, pageSize(params, 5, 100));
    const { page, next } = pageOf(types, size, params.text('NextToken'));
    return { instanceTypeSet: page.map(typeBody), nextToken: next };
  },
  DescribeInstanceTypeOfferings({ region, params }) {
    const kind = params.text('LocationType') ?? 'region';
    if (kind !== 'region' && kind !== 'availability-zone')
      throw new AwsError('InvalidParameterValue', `Value (${kind}) for parameter locationType is invalid.`);
    const offers = INSTANCE_TYPES.flatMap((type) =>
      (kind === 'region' ? [region.name] : zonesWith(type, region.name)).map((location) => ({
        instanceType: type.name,
        locationType: kind,
        location,
      })),
    );
    const found = filtered(params, offers, {
      'instance-type': ({ instanceType }) => [instanceType],
      location: ({ location }) => [location],
    });
    const { page, next } = pageOf(found, pageSize(params, 5, 1_000), params.text('NextToken'));
    return { instanceTypeOfferingSet: page, nextToken: next };
  },
};

function typeBody(type: InstanceType): Xml {
  return {
    instanceType: type.name,
    currentGeneration: true,
    freeTierEligible: type.name === 't3.micro',
    supportedUsageClasses: ['on-demand', 'spot'],
    supportedRootDeviceTypes: ['ebs'],
    supportedVirtualizationTypes: ['hvm'],
    bareMetal: false,
    hypervisor: 'nitro',
    processorInfo: {
      supportedArchitectures: [type.architecture],
      sustainedClockSpeedInGhz: 2.5,
      manufacturer: type.architecture === 'arm64' ? 'AWS' : 'Intel',
    },
    vCpuInfo: {
      defaultVCpus: type.vcpus,
      defaultCores: Math.max(1, type.vcpus / 2),
      defaultThreadsPerCore: 2,
    },
    memoryInfo: { sizeInMiB: type.memory },
    instanceStorageSupported: false,
    burstablePerformanceSupported: type.burstable,
    dedicatedHostsSupported: !type.burstable,
    autoRecoverySupported: true,
  };
}
