import { healthOf, isAnswering, isServing } from './health.ts';
import type { ElbRecord, InstanceRecord, Registration } from './records.ts';
import type { AwsRegion } from './state.ts';

/** How often the hosts are counted, milliseconds. */
const EVERY = 300_000;

/** How many instances were healthy and how many were not, in a zone or in all of them: once, then every five minutes. */
export function hostCounts(
  region: AwsRegion,
  elb: ElbRecord,
  zone: string | null,
  from: number,
  to: number,
): readonly { readonly HealthyHostCount: number; readonly UnHealthyHostCount: number }[] {
  const counts = [];
  for (let at = from; at < to; at += EVERY) {
    let healthy = 0;
    let all = 0;
    for (const [id, registration] of elb.registrations) {
      const instance = region.instances.get(id);
      if (!instance || !isBehind(registration, at) || (zone !== null && instance.zone !== zone)) continue;
      all += 1;
      const fine =
        at < registration.since
          ? isAnswering(region, elb, instance)
          : isServing(healthOf(region, elb, asItWas(instance, at), at));
      if (fine) healthy += 1;
    }
    if (all > 0) counts.push({ HealthyHostCount: healthy, UnHealthyHostCount: all - healthy });
  }
  return counts;
}

function isBehind({ first, until }: Registration, at: number): boolean {
  return first <= at && (until === null || at < until);
}

/** Before it was stopped or terminated it ran. */
function asItWas(instance: InstanceRecord, at: number): InstanceRecord {
  return at < instance.wantedAt
    ? { ...instance, wanted: 'running', wantedAt: instance.launchedAt }
    : instance;
}
