import { chance } from '../chance.ts';
import { DAY } from '../timings.ts';
import { newElb } from './elbRules.ts';
import { listenersOf } from './listenerRules.ts';
import { placementOf } from './placementRules.ts';
import type { InstanceRecord, Registration } from './records.ts';
import { addInstance } from './sample.ts';
import type { AwsRegion } from './state.ts';

/** Instances that all the balancers share: EC2 lets one stand behind many. */
const LEAST_INSTANCES = 200;

/** A region for measuring: `elb-00001` and on, each with so many instances out of a common pool. */
export function loadAws(
  region: AwsRegion,
  load: { readonly balancers: number; readonly nodes: number },
  at: number,
): void {
  const pool: InstanceRecord[] = [];
  for (let index = 0; index < Math.max(LEAST_INSTANCES, load.nodes); index += 1) {
    const drawn = chance(index, 3);
    const name = `pool-${String(index + 1).padStart(4, '0')}`;
    const zone = 'abc'[index % 3] ?? 'a';
    pool.push(
      addInstance(
        region,
        { name, zone, type: 't3.medium', ...(drawn > 0.97 ? { fate: 'sick' as const } : {}) },
        at,
      ),
    );
  }
  const place = placementOf(region, {
    scheme: 'internet-facing',
    subnets: [],
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    groups: null,
  });
  const read = listenersOf(region, [
    { protocol: 'HTTP', port: 80, instanceProtocol: 'HTTP', instancePort: 8080, certificate: null },
  ]);
  if ('refusal' in place || 'refusal' in read) throw new Error('the load breaks the rules');
  for (let index = 0; index < load.balancers; index += 1) {
    const name = `elb-${String(index + 1).padStart(5, '0')}`;
    const createdAt = at - Math.floor((1 + chance(index, 1) * 300) * DAY);
    const elb = newElb(
      region,
      { name, scheme: 'internet-facing', tags: [] },
      { place, listeners: read.listeners },
      createdAt,
    );
    elb.attributes = { ...elb.attributes, draining: true };
    elb.plan(() => membersOf(pool, index, load.nodes, createdAt));
    region.elbs.set(name, elb);
  }
}

function membersOf(
  pool: readonly InstanceRecord[],
  balancer: number,
  count: number,
  since: number,
): ReadonlyMap<string, Registration> {
  const first = Math.floor(chance(balancer, 7) * pool.length);
  return new Map(
    Array.from({ length: count }, (_, place) => [
      pool[(first + place) % pool.length]?.id ?? '',
      { first: since, since, until: null, drainedAt: 0 },
    ]),
  );
}
