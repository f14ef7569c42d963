import type { AwsRegionName } from './places.ts';
import type { AccessLog, HealthCheck, PolicyAttribute, Tag } from './records.ts';

/** A listener as it is asked for. Protocols as they came; null leaves the instances' side to the default. */
export interface ListenerSpec {
  readonly protocol: string;
  readonly port: number;
  readonly instanceProtocol: string | null;
  readonly instancePort: number;
  readonly certificate: string | null;
}

/** A balancer as it is asked for, in subnets or in zones of the default VPC. */
export interface ElbSpec {
  readonly name: string;
  readonly scheme: string;
  readonly listeners: readonly ListenerSpec[];
  readonly subnets: readonly string[];
  readonly zones: readonly string[];
  /** null: whatever ELB gives. */
  readonly groups: readonly string[] | null;
  readonly tags: readonly Tag[];
}

/** The attributes that a change names. */
export interface AttributeChange {
  readonly crossZone?: boolean;
  readonly draining?: { readonly enabled: boolean; readonly timeout: number | null };
  readonly idleTimeout?: number;
  readonly accessLog?: Omit<AccessLog, 'interval'> & { readonly interval: number | null };
  readonly additional?: readonly { readonly key: string; readonly value: string }[];
}

/** A launch as it is asked for. */
export interface LaunchSpec {
  /** Ids for as many as may be made. */
  readonly ids: readonly string[];
  readonly reservation: string;
  readonly least: number;
  readonly most: number;
  readonly image: string;
  readonly type: string;
  readonly keyName: string | null;
  /** null: the default subnet of the zone, or of the first one. */
  readonly subnet: string | null;
  readonly zone: string | null;
  /** Ids; empty: the VPC's default group. */
  readonly groups: readonly string[];
  /** null leaves it to the subnet. */
  readonly publicIp: boolean | null;
  readonly imdsTokens: 'optional' | 'required';
  readonly tags: readonly Tag[];
  /** The rest of the request that two launches with one token must agree in. */
  readonly userData: string | null;
  /** The same one again makes no second launch. */
  readonly token: string | null;
}

/** A change of one balancer. */
export type ElbChange =
  | { readonly type: 'aws.elb.listeners.add'; readonly listeners: readonly ListenerSpec[] }
  | { readonly type: 'aws.elb.listeners.delete'; readonly ports: readonly number[] }
  | { readonly type: 'aws.elb.certificate'; readonly port: number; readonly certificate: string }
  | { readonly type: 'aws.elb.register'; readonly instances: readonly string[] }
  | { readonly type: 'aws.elb.deregister'; readonly instances: readonly string[] }
  | { readonly type: 'aws.elb.health-check'; readonly healthCheck: HealthCheck }
  | { readonly type: 'aws.elb.attributes'; readonly change: AttributeChange }
  | { readonly type: 'aws.elb.subnets.attach'; readonly subnets: readonly string[] }
  | { readonly type: 'aws.elb.subnets.detach'; readonly subnets: readonly string[] }
  | { readonly type: 'aws.elb.zones.enable'; readonly zones: readonly string[] }
  | { readonly type: 'aws.elb.zones.disable'; readonly zones: readonly string[] }
  | { readonly type: 'aws.elb.groups'; readonly groups: readonly string[] }
  | { readonly type: 'aws.elb.tags.add'; readonly tags: readonly Tag[] }
  | { readonly type: 'aws.elb.tags.remove'; readonly keys: readonly string[] }
  | {
      readonly type: 'aws.elb.policy.create';
      readonly name: string;
      readonly policyType: string;
      readonly attributes: readonly PolicyAttribute[];
    }
  | { readonly type: 'aws.elb.policy.delete'; readonly name: string }
  | {
      readonly type: 'aws.elb.policies.listener';
      readonly port: number;
      readonly policies: readonly string[];
    }
  | {
      readonly type: 'aws.elb.policies.backend';
      readonly port: number;
      readonly policies: readonly string[];
    };

/** What happens to instances. */
export type Ec2Change =
  | { readonly type: 'aws.ec2.run'; readonly spec: LaunchSpec }
  | { readonly type: 'aws.ec2.terminate'; readonly instances: readonly string[] }
  | { readonly type: 'aws.ec2.stop'; readonly instances: readonly string[] }
  | { readonly type: 'aws.ec2.start'; readonly instances: readonly string[] }
  | {
      readonly type: 'aws.ec2.tags.add';
      readonly instances: readonly string[];
      readonly tags: readonly Tag[];
    }
  | {
      readonly type: 'aws.ec2.tags.remove';
      readonly instances: readonly string[];
      /** Without a value: whatever it is. */
      readonly tags: readonly { readonly key: string; readonly value: string | null }[];
    };

/**
 * Everything that happens over AWS's protocol. `aws.sts.code` uses up a one-time code and all before it, `step` as
 * `deviceStep` counts.
 */
export type AwsCommand = {
  readonly region: AwsRegionName;
} & (
  | { readonly type: 'aws.sts.code'; readonly step: number }
  | { readonly type: 'aws.elb.create'; readonly spec: ElbSpec }
  | { readonly type: 'aws.elb.delete'; readonly balancer: string }
  | ({ readonly balancer: string } & ElbChange)
  | Ec2Change
);

/** Whether a command is one of these. */
export function isAwsCommand(command: { readonly type: string }): command is AwsCommand {
  return command.type.startsWith('aws.');
}
