import { chanceBetween, seedOf } from '../chance.ts';
import type { Plan } from '../refusal.ts';
import { HOUR } from '../timings.ts';
import { imagesOf } from './catalogue.ts';
import { certificatesOf } from './certificates.ts';
import { newElb } from './elbRules.ts';
import { publicAddress } from './launchRules.ts';
import { listenersOf } from './listenerRules.ts';
import { addressIn } from './network.ts';
import { placementOf } from './placementRules.ts';
import { hexId } from './places.ts';
import { createPolicy, setBackendPolicies, setListenerPolicies } from './policyRules.ts';
import type { ElbRecord, InstanceRecord } from './records.ts';
import { AWS_SAMPLES, type ElbSample, type InstanceSample, type PolicySample } from './sampleData.ts';
import type { AwsRegion } from './state.ts';

/** Fills a region with what is worth looking at. `at` is when the world begins; all that is older is derived. */
export function sampleAws(region: AwsRegion, at: number): void {
  const { instances, elbs } = AWS_SAMPLES[region.name];
  for (const instance of instances) addInstance(region, instance, at);
  for (const elb of elbs) addElb(region, elb, at);
}

const instanceId = (region: AwsRegion, name: string) => hexId('i', `${region.name} ${name}`);

/** An instance of a region that has been there for days, and its address the next one of its subnet. */
export function addInstance(region: AwsRegion, sample: InstanceSample, at: number): InstanceRecord {
  const { network } = region;
  const vpc = network.vpcs.find(({ name }) => name === (sample.vpc ?? ''));
  const subnet = network.subnets.find(
    (candidate) => candidate.vpc === vpc?.id && candidate.zone.endsWith(sample.zone),
  );
  if (!subnet) throw new Error(`the sample has no subnet for ${sample.name}`);
  const id = instanceId(region, sample.name);
  const launchedAt = at - chanceBetween(10 * 24, 300 * 24, seedOf(id)) * HOUR - 754_000;
  const group = sample.vpc ? 'office-web' : 'app';
  const record: InstanceRecord = {
    id,
    reservation: hexId('r', id),
    image: imagesOf(region.name).find(({ name }) => name.startsWith('al2023-ami-2023'))?.id ?? '',
    type: sample.type,
    keyName: 'deploy',
    subnet: subnet.id,
    vpc: subnet.vpc,
    zone: subnet.zone,
    groups: network.groups.filter(({ name }) => name === group).map((found) => found.id),
    privateIp: addressIn(subnet, region.takeAddress(subnet.id)),
    publicIp: subnet.isPublic ? publicAddress(region, 10 + region.instances.size) : null,
    clientToken: null,
    launchIndex: 0,
    launchedAt,
    imdsTokens: 'required',
    doomed: false,
    sick: sample.fate === 'sick',
    tags: [{ key: 'Name', value: sample.name }, ...(sample.tags ?? [])],
    wanted: sample.fate === 'stopped' ? 'stopped' : 'running',
    wantedAt: sample.fate === 'stopped' ? at - 30 * HOUR : launchedAt,
  };
  region.instances.set(id, record);
  return record;
}

function addElb(region: AwsRegion, sample: ElbSample, at: number): void {
  const createdAt = at - chanceBetween(20 * 24, 380 * 24, seedOf(sample.name)) * HOUR - 1_234_000;
  const scheme = sample.internal ? 'internal' : 'internet-facing';
  const front = region.network.groups.find(({ name }) => name === 'elb-front')?.id ?? '';
  const place = placementOf(region, {
    scheme,
    subnets: [],
    zones: [...sample.zones].map((letter) => region.name + letter),
    groups: [front],
  });
  const read = listenersOf(
    region,
    sample.listeners.map(({ front: [protocol, port], back, certificate }) => ({
      protocol,
      port,
      instanceProtocol: back[0],
      instancePort: back[1],
      certificate:
        certificatesOf(region.account, region.name).find(({ name }) => name === certificate)?.arn ?? null,
    })),
  );
  if ('refusal' in place || 'refusal' in read) throw new Error(`the sample ${sample.name} breaks the rules`);
  const tags = Object.entries(sample.tags).map(([key, value]) => ({ key, value }));
  const elb = newElb(
    region,
    { name: sample.name, scheme, tags },
    { place, listeners: read.listeners },
    createdAt,
  );
  region.elbs.set(elb.name, elb);
  for (const policy of sample.policies ?? []) addPolicy(elb, policy);
  elb.healthCheck = { ...elb.healthCheck, ...sample.check };
  elb.attributes = {
    ...elb.attributes,
    draining: sample.draining !== null,
    drainTimeout: sample.draining ?? elb.attributes.drainTimeout,
    crossZone: sample.crossZone ?? false,
  };
  const since = createdAt + HOUR;
  elb.registrations = new Map(
    sample.members.map((name) => [
      instanceId(region, name),
      { first: since, since, until: null, drainedAt: 0 },
    ]),
  );
}

function addPolicy(elb: ElbRecord, { name, type, attribute, listeners, backends }: PolicySample): void {
  carry(createPolicy(elb, name, type, [{ name: attribute[0], value: attribute[1] }]));
  for (const port of listeners ?? []) {
    const before = elb.listener(port)?.policies ?? [];
    const kept = type.startsWith('SSL') ? before.filter((other) => elb.policy(other)?.type !== type) : before;
    carry(setListenerPolicies(elb, port, [...kept, name]));
  }
  for (const port of backends ?? []) carry(setBackendPolicies(elb, port, [name]));
}

function carry(plan: Plan): void {
  if ('refusal' in plan) throw new Error(`the sample breaks a rule: ${JSON.stringify(plan.refusal)}`);
  plan.apply();
}
