import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type {
  CreateLoadBalancerCommandInput,
  LoadBalancerAttributes,
} from '@aws-sdk/client-elastic-load-balancing';
import { wireListener } from '../sections/listenerRules.ts';
import { attributesFilled, listenerFilled, placeFilled } from './filled.ts';
import type { ElbSpec, InstanceSpec } from './spec.ts';
import { RUN_TAG, STEP_TAG } from './tags.ts';

/** What is sent to make one instance. */
export function runInput(
  spec: ElbSpec,
  instance: InstanceSpec,
  made: { readonly image: string; readonly runId: string; readonly stepId: string; readonly token: string },
): RunInstancesCommandInput {
  const { name, type, keyName, securityGroups } = instance;
  const place = placeFilled(spec, instance);
  return {
    ImageId: made.image,
    // The list of types in the SDK is as old as the SDK.
    InstanceType: type as NonNullable<RunInstancesCommandInput['InstanceType']>,
    MinCount: 1,
    MaxCount: 1,
    ...('subnet' in place ? { SubnetId: place.subnet } : { Placement: { AvailabilityZone: place.zone } }),
    ...(keyName === undefined ? {} : { KeyName: keyName }),
    ...(securityGroups === undefined ? {} : { SecurityGroupIds: [...securityGroups] }),
    MetadataOptions: { HttpTokens: 'required' },
    TagSpecifications: [
      {
        ResourceType: 'instance',
        Tags: [
          { Key: 'Name', Value: name },
          { Key: RUN_TAG, Value: made.runId },
          { Key: STEP_TAG, Value: made.stepId },
        ],
      },
    ],
    ClientToken: made.token,
  };
}

/** What is sent to make the balancer. The run's tag makes a repetition of our own succeed and any clash fail (spec §4.2). */
export function createInput(spec: ElbSpec, runId: string): CreateLoadBalancerCommandInput {
  const { name, scheme, listeners, subnets, zones, securityGroups, tags = {} } = spec;
  return {
    LoadBalancerName: name,
    Listeners: listeners.map(listenerFilled).map(wireListener),
    ...(subnets === undefined ? {} : { Subnets: [...subnets] }),
    ...(zones === undefined ? {} : { AvailabilityZones: [...zones] }),
    ...(securityGroups === undefined ? {} : { SecurityGroups: [...securityGroups] }),
    ...(scheme === 'internal' ? { Scheme: 'internal' } : {}),
    Tags: [...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })), { Key: RUN_TAG, Value: runId }],
  };
}

/** The attributes, all of them said. */
export function wireAttributes(spec: ElbSpec): LoadBalancerAttributes {
  const { draining, crossZone, idleTimeout } = attributesFilled(spec);
  return {
    ConnectionDraining: draining === null ? { Enabled: false } : { Enabled: true, Timeout: draining },
    CrossZoneLoadBalancing: { Enabled: crossZone },
    ConnectionSettings: { IdleTimeout: idleTimeout },
  };
}
