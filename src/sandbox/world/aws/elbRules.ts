import { chanceBetween, seedOf } from '../chance.ts';
import type { Plan } from '../refusal.ts';
import type { ElbSpec } from './commands.ts';
import { isSame, listenersOf, putListeners, togetherFault } from './listenerRules.ts';
import { type Placement, placementOf } from './placementRules.ts';
import { ElbRecord, type Listener, type Tag } from './records.ts';
import { type Coded, deny, doing, invalid } from './refusals.ts';
import type { AwsRegion } from './state.ts';
import { tagFault } from './tagRules.ts';

/**
 * A new balancer. Asked for once more just as it is it is not made again, and the call succeeds; where any setting or
 * tag differs it is refused.
 */
export function createElb(region: AwsRegion, spec: ElbSpec, at: number): Plan {
  const asked = askedOf(region, spec);
  if ('refusal' in asked) return asked;
  const existing = region.elbs.get(spec.name);
  if (existing) return againFault(existing, spec, asked) ?? doing(() => {});
  if (region.elbs.size >= region.quota)
    return deny('TooManyLoadBalancers', `Exceeded quota of account ${region.account}`);
  return doing(() => {
    region.elbs.set(spec.name, newElb(region, spec, asked, at));
  });
}

/** What a request comes to. */
interface Asked {
  readonly place: Placement;
  readonly listeners: readonly Listener[];
}

function askedOf(region: AwsRegion, spec: ElbSpec): Asked | Coded {
  if (spec.listeners.length === 0) return invalid('Listeners cannot be empty');
  if (!['internal', 'internet-facing'].includes(spec.scheme))
    return deny('InvalidScheme', `Scheme ${spec.scheme} is not valid: leave it out or say internal`);
  const wrong = nameFault(spec.name) ?? tagFault(spec.tags);
  if (wrong) return wrong;
  const read = listenersOf(region, spec.listeners);
  if ('refusal' in read) return read;
  const place = placementOf(region, spec);
  if ('refusal' in place) return place;
  return togetherFault(spec.name, read.listeners) ?? { place, listeners: read.listeners };
}

function nameFault(name: string): Coded | null {
  if (name.length > 32) return invalid('LoadBalancer name cannot be longer than 32 characters');
  if (!/^[A-Za-z0-9-]+$/.test(name))
    return invalid(
      'LoadBalancer name cannot contain characters that are not letters, or digits or the dash.',
    );
  if (/^-|-$/.test(name)) return invalid('LoadBalancer name must not begin or end with a dash');
  return name.startsWith('internal-') ? invalid("LoadBalancer name must not begin with 'internal-'") : null;
}

function againFault(elb: ElbRecord, spec: ElbSpec, { place, listeners }: Asked): Coded | null {
  const same =
    elb.scheme === spec.scheme &&
    sameSet(elb.subnets, place.subnets) &&
    sameSet(elb.zones, place.zones) &&
    sameSet(elb.groups, place.groups) &&
    elb.listeners.length === listeners.length &&
    listeners.every((listener) => elb.listeners.some((other) => isSame(listener, other)));
  const refuse = (what: string) =>
    deny(
      'DuplicateLoadBalancerName',
      `Load Balancer named ${elb.name} already exists and it is configured with different ${what}.`,
    );
  if (!same) return refuse('parameters');
  const texts = (tags: readonly Tag[]) => tags.map(({ key, value }) => `${key}\n${value}`);
  return sameSet(texts(elb.tags), texts(spec.tags)) ? null : refuse('tags');
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}

/** Makes a balancer of checked parts. */
export function newElb(
  region: AwsRegion,
  spec: Pick<ElbSpec, 'name' | 'scheme' | 'tags'>,
  { place, listeners }: Asked,
  at: number,
): ElbRecord {
  const scheme = spec.scheme === 'internal' ? 'internal' : 'internet-facing';
  const number = chanceBetween(100_000_000, 2_147_000_000, seedOf(`${region.name} ${spec.name}`), at);
  const host = `${scheme === 'internal' ? 'internal-' : ''}${spec.name}-${number}`;
  const elb = new ElbRecord(spec.name, scheme, place.vpc, `${host}.${region.name}.elb.amazonaws.com`, at);
  elb.subnets = place.subnets;
  elb.zones = place.zones;
  elb.groups = place.groups;
  elb.tags = spec.tags;
  putListeners(elb, listeners);
  elb.healthCheck = { ...elb.healthCheck, target: `TCP:${listeners[0]?.instancePort ?? 80}` };
  return elb;
}

/** Removes a balancer; one that is not there is gone already. Its instances go on. */
export function deleteElb(region: AwsRegion, name: string): Plan {
  return doing(() => {
    region.elbs.delete(name);
  });
}
