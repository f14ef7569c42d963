import { chanceBetween, seedOf } from '../chance.ts';
import { TIMINGS } from '../timings.ts';
import { instanceState, runningSince } from './instanceStates.ts';
import { admits } from './network.ts';
import { zonesOfElb } from './placementRules.ts';
import type { ElbRecord, InstanceRecord, Registration } from './records.ts';
import type { AwsRegion } from './state.ts';

/** What a balancer says of an instance. */
export interface InstanceHealth {
  readonly instance: string;
  readonly state: 'InService' | 'OutOfService';
  readonly reason: 'ELB' | 'Instance' | 'N/A';
  readonly description: string;
}

/** The ids that are behind a balancer now: a terminated instance falls out by itself. */
export function registeredIds(region: AwsRegion, elb: ElbRecord, at: number): readonly string[] {
  return [...elb.registrations]
    .filter(([id, { until }]) => {
      const instance = region.instances.get(id);
      return until === null && instance && instanceState(instance, at).name !== 'terminated';
    })
    .map(([id]) => id);
}

/** What the balancer says of an instance that EC2 knows, whether it is behind it or not. */
export function healthOf(
  region: AwsRegion,
  elb: ElbRecord,
  instance: InstanceRecord,
  at: number,
): InstanceHealth {
  const registration = elb.registrations.get(instance.id);
  const says = (
    state: InstanceHealth['state'],
    reason: InstanceHealth['reason'],
    description: string,
  ): InstanceHealth => ({ instance: instance.id, state, reason, description });
  if (registration && registration.until !== null && at < registration.drainedAt)
    return says('InService', 'N/A', 'Instance deregistration currently in progress.');
  const doing = instanceState(instance, at).name;
  if (!registration || registration.until !== null)
    return says('OutOfService', 'Instance', 'Instance is not currently registered with the LoadBalancer.');
  if (doing !== 'running') {
    const named = doing === 'pending' ? 'pending' : doing === 'shutting-down' ? 'terminated' : 'stopped';
    return says('OutOfService', 'Instance', `Instance is in ${named} state.`);
  }
  if (!zonesOfElb(region, elb).includes(instance.zone)) return outsideZone(elb, instance, at, says);
  if (at < joinedAt(registration, instance))
    return says('OutOfService', 'ELB', 'Instance registration is still in progress.');
  return isAnswering(region, elb, instance)
    ? says('InService', 'N/A', 'N/A')
    : says(
        'OutOfService',
        'Instance',
        'Instance has failed at least the UnhealthyThreshold number of health checks consecutively.',
      );
}

function outsideZone(
  elb: ElbRecord,
  instance: InstanceRecord,
  at: number,
  says: (state: 'OutOfService', reason: 'ELB', description: string) => InstanceHealth,
): InstanceHealth {
  const left = elb.leavingZones.get(instance.zone);
  return left !== undefined && at < left + TIMINGS.zoneLeaving
    ? says('OutOfService', 'ELB', 'Disable Availability Zone is currently in progress.')
    : says(
        'OutOfService',
        'ELB',
        'Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.',
      );
}

/** A while after it was registered, or after it came up behind the balancer. */
function joinedAt({ since }: Registration, instance: InstanceRecord): number {
  const from = Math.max(since, runningSince(instance));
  return from + chanceBetween(TIMINGS.registerLeast, TIMINGS.registerMost, seedOf(instance.id), from);
}

/** Whether health checks get through to it and something answers. */
export function isAnswering(region: AwsRegion, elb: ElbRecord, instance: InstanceRecord): boolean {
  const port = Number(/:(\d+)/.exec(elb.healthCheck.target)?.[1]);
  return !instance.sick && admits(region.network, instance.groups, elb.groups, port);
}

/** Whether an instance takes new traffic. */
export function isServing(health: InstanceHealth): boolean {
  return health.state === 'InService' && health.reason === 'N/A' && health.description === 'N/A';
}

/** Milliseconds until the last connection of an instance that is taken out now is over. */
export function drainTime(elb: ElbRecord, instance: string, at: number): number {
  if (!elb.attributes.draining) return 0;
  const busy = chanceBetween(TIMINGS.drainLeast, TIMINGS.drainMost, seedOf(instance), at);
  return Math.min(busy, elb.attributes.drainTimeout * 1_000);
}
