import type { Instance } from '@aws-sdk/client-ec2';

/** What matters of an EC2 instance here. */
export interface Machine {
  /** `i-0a1b2c3d4e5f60718` */
  readonly id: string;
  /** The tag `Name`. */
  readonly name: string | null;
  /** `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped` */
  readonly state: string | null;
  readonly type: string | null;
  readonly zone: string | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly privateIp: string | null;
  readonly publicIp: string | null;
  readonly securityGroupIds: readonly string[];
  /** The Auto Scaling group that owns it. */
  readonly autoScalingGroup: string | null;
}

/** An instance as EC2 describes it; null for one without an id. */
export function machineOf(instance: Instance): Machine | null {
  const id = instance.InstanceId;
  if (!id) return null;
  const tag = (key: string) => instance.Tags?.find(({ Key }) => Key === key)?.Value || null;
  return {
    id,
    name: tag('Name'),
    state: instance.State?.Name ?? null,
    type: instance.InstanceType ?? null,
    zone: instance.Placement?.AvailabilityZone ?? null,
    vpcId: instance.VpcId ?? null,
    subnetId: instance.SubnetId ?? null,
    privateIp: instance.PrivateIpAddress || null,
    publicIp: instance.PublicIpAddress || null,
    securityGroupIds: (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => (GroupId ? [GroupId] : [])),
    autoScalingGroup: tag('aws:autoscaling:groupName'),
  };
}
