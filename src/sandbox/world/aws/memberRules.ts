import type { Plan } from '../refusal.ts';
import { drainTime, healthOf, isServing, registeredIds } from './health.ts';
import { instanceState } from './instanceStates.ts';
import type { ElbRecord, InstanceRecord, Registration } from './records.ts';
import { type Coded, deny, doing, unfit } from './refusals.ts';
import type { AwsRegion } from './state.ts';

/** Instances behind one balancer. */
const MOST = 1_000;

/** No such instance here, which is also what AWS says of one that exists but was never behind the balancer. */
export function noInstance(id: string): Coded {
  return deny('InvalidInstance', `Could not find EC2 instance ${id}.`);
}

/** Puts running instances of the same VPC behind a balancer; those that are there stay as they are. */
export function register(region: AwsRegion, elb: ElbRecord, ids: readonly string[], at: number): Plan {
  const there = registeredIds(region, elb, at);
  const fresh = [...new Set(ids)].filter((id) => !there.includes(id));
  for (const id of fresh) {
    const fault = joinFault(elb, region.instances.get(id), id, at);
    if (fault) return fault;
  }
  if (there.length + fresh.length > MOST)
    return unfit(`A load balancer can have ${MOST} registered instances`);
  return doing(() => {
    put(
      elb,
      fresh.map((id) => {
        const first = elb.registrations.get(id)?.first ?? at;
        return [id, { first, since: at, until: null, drainedAt: 0 }];
      }),
    );
  });
}

function joinFault(
  elb: ElbRecord,
  instance: InstanceRecord | undefined,
  id: string,
  at: number,
): Coded | null {
  if (!instance) return noInstance(id);
  const { name } = instanceState(instance, at);
  if (name === 'terminated') return noInstance(id);
  if (name !== 'running') return deny('InvalidInstance', `EC2 instance ${id} is not in the running state.`);
  return instance.vpc === elb.vpc
    ? null
    : deny('InvalidInstance', `EC2 instance ${id} is not in the same VPC as ELB.`);
}

/** Takes instances out. One that was never there spoils the whole call; one that has been taken out is passed over. */
export function deregister(region: AwsRegion, elb: ElbRecord, ids: readonly string[], at: number): Plan {
  const stranger = ids.find((id) => !elb.registrations.has(id));
  if (stranger !== undefined) return noInstance(stranger);
  return doing(() => {
    const leaving = [...new Set(ids)].flatMap((id): [string, Registration][] => {
      const registration = elb.registrations.get(id);
      const instance = region.instances.get(id);
      if (!registration || registration.until !== null) return [];
      // Nothing is open to an instance that took no traffic.
      const busy = instance !== undefined && isServing(healthOf(region, elb, instance, at));
      return [[id, { ...registration, until: at, drainedAt: busy ? at + drainTime(elb, id, at) : at }]];
    });
    put(elb, leaving);
  });
}

function put(elb: ElbRecord, changed: readonly (readonly [string, Registration])[]): void {
  const after = new Map(elb.registrations);
  for (const [id, registration] of changed) {
    // In the order of registration, as the balancer lists them.
    if (registration.until === null) after.delete(id);
    after.set(id, registration);
  }
  elb.registrations = after;
}
