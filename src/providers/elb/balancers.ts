import type { InstanceState, LoadBalancerDescription, Tag } from '@aws-sdk/client-elastic-load-balancing';
import { type Balancer, type BalancerDetail, countNodes } from '../../model/balancer.ts';
import type { Clock } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import type { Aws } from './aws.ts';
import type { ElbDetail } from './balancerDetail.ts';
import { balancerOf, listedCounts, registeredIds } from './description.ts';
import { codeOf } from './failure.ts';
import { type Health, healthOf } from './health.ts';
import type { Leavers } from './leavers.ts';
import type { Machines } from './machines.ts';
import { isGone, nodeList, statusOf } from './nodeList.ts';
import { KeptParts, optional, type Part } from './optional.ts';
import { type OwnMemory, parkedOf } from './ownMemory.ts';
import { Statuses } from './statuses.ts';

/** AWS's greatest page. It must be asked for: the SDK's own paging drops it for this call. */
const PAGE = 400;
/** 100,000 balancers: an account has some dozens. */
const MOST_PAGES = 250;
/** How long attributes and tags are taken for true unless we change something, in milliseconds. */
const GOOD_FOR = 20_000;
/** One id that AWS does not know fails the question for all; beyond that many they are not asked one by one. */
const SINGLE_QUESTIONS = 10;

interface BalancersParts {
  readonly aws: Aws;
  readonly machines: Machines;
  readonly memory: OwnMemory;
  readonly leavers: Leavers;
  readonly clock: Clock;
}

/** Reading the Classic balancers of one region. */
export class Balancers {
  readonly #parts: BalancersParts;
  readonly #statuses: Statuses;
  readonly #attributes: KeptParts<ElbDetail['attributes'] & object>;
  readonly #tags: KeptParts<readonly Tag[]>;
  readonly #read = new Map<string, BalancerDetail>();

  constructor(parts: BalancersParts) {
    this.#parts = parts;
    const { clock } = parts;
    this.#statuses = new Statuses(clock);
    this.#attributes = new KeptParts(clock, GOOD_FOR, 'whether connection draining is on is not known');
    this.#tags = new KeptParts(clock, GOOD_FOR, 'nodes that were taken out elsewhere are not seen');
  }

  /** All balancers, distinct by name, with the status that was seen at the last look at each. */
  async list(signal: AbortSignal, onPage: (page: readonly Balancer[]) => void): Promise<readonly Balancer[]> {
    const found = new Map<string, Balancer>();
    let Marker: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.#parts.aws.elb(
        'DescribeLoadBalancers',
        { PageSize: PAGE, ...(Marker ? { Marker } : {}) },
        { what: `list the balancers of ${this.#parts.aws.region}`, signal, repeatable: true },
      );
      const rows = (answer.LoadBalancerDescriptions ?? []).flatMap((description) => this.#row(description));
      const fresh = rows.filter(({ id }) => !found.has(id));
      for (const row of fresh) found.set(row.id, row);
      if (fresh.length > 0) onPage(fresh);
      // The end is an absent marker or an empty one; a page that brings nothing new goes round in circles.
      if (!answer.NextMarker || answer.NextMarker === Marker || fresh.length === 0) break;
      Marker = answer.NextMarker;
    }
    return [...found.values()];
  }

  #row(description: LoadBalancerDescription): Balancer[] {
    const registered = registeredIds(description);
    const row = balancerOf(description, this.#statuses.of(description), listedCounts(registered.size));
    return row === null ? [] : [row];
  }

  /** What AWS says of one balancer now. Throws Failure, `missing` when it is gone. */
  async describe(name: string, signal: AbortSignal): Promise<LoadBalancerDescription> {
    const what = `read ${name}`;
    const answer = await this.#parts.aws.elb(
      'DescribeLoadBalancers',
      { LoadBalancerNames: [name] },
      { what, signal, repeatable: true },
    );
    const description = (answer.LoadBalancerDescriptions ?? []).find(
      ({ LoadBalancerName }) => LoadBalancerName === name,
    );
    if (description) return description;
    throw new Failure({
      kind: 'missing',
      message: `Could not ${what}: it is not there`,
      hint: 'Refresh the list',
    });
  }

  /** One balancer with its nodes. What can be done without is asked for at once, and missing where it is denied. */
  async get(name: string, signal: AbortSignal): Promise<BalancerDetail> {
    const { leavers, memory } = this.#parts;
    const [description, ownHealth, attributes, someTags] = await Promise.all([
      this.describe(name, signal),
      this.#health(name, null, signal),
      this.attributes(name, signal),
      this.tags(name, signal),
    ]);
    const registered = registeredIds(description);
    const drainSeconds = drainSecondsOf(attributes.value);
    // Whoever took an instance out may have written down that it is to come back.
    const tags = leavers.saw(name, registered) ? await this.#freshTags(name, signal) : someTags;
    const entries = memory.of(description);
    const parked = parkedOf(tags.value, entries);
    const left = leavers.of(name, entries, drainSeconds);
    const outside = [...new Set([...parked.keys(), ...left.keys()])].filter((id) => !registered.has(id));
    const machines = await optional(
      () => this.#parts.machines.of([...registered, ...outside], { signal }),
      'nodes have no names and no addresses',
    );
    const asked = outside.filter((id) => !isGone(machines.value?.get(id) ?? null, machines.value !== null));
    const outsideHealth = await this.#health(name, asked, signal);
    const rows = [...(ownHealth.value ?? []), ...(outsideHealth.value ?? [])];
    const health = ownHealth.value === null ? null : byId(rows);
    const nodes = nodeList({
      description,
      health,
      machines: machines.value,
      parked,
      left,
      drainSeconds,
      before: this.#read.get(name)?.nodeList ?? [],
    });
    const status = statusOf(description, health);
    this.#statuses.saw(description, status);
    const row = balancerOf(description, status, countNodes(nodes));
    if (row === null)
      throw new Failure({ kind: 'engine', message: `Could not read ${name}: it has no name` });
    const raw: ElbDetail = {
      // What could not be read stands on top of what is shown of it.
      notes: [ownHealth, attributes, tags, machines].flatMap(({ note }) => note ?? []),
      description,
      attributes: attributes.value,
      tags: tags.value,
      health: ownHealth.value === null ? null : rows,
      machines: machines.value === null ? null : [...machines.value.values()],
    };
    const detail: BalancerDetail = {
      ...row,
      nodeList: nodes,
      timeoutSeconds: attributes.value?.ConnectionSettings?.IdleTimeout ?? null,
      raw,
    };
    this.#read.set(name, detail);
    return detail;
  }

  /** The balancer's attributes, read within the last seconds. */
  attributes(name: string, signal: AbortSignal): Promise<Part<ElbDetail['attributes'] & object>> {
    return this.#attributes.get(name, async () => {
      const answer = await this.#parts.aws.elb(
        'DescribeLoadBalancerAttributes',
        { LoadBalancerName: name },
        { what: `read the attributes of ${name}`, signal, repeatable: true },
      );
      return answer.LoadBalancerAttributes ?? {};
    });
  }

  /** The balancer's tags, read within the last seconds. */
  tags(name: string, signal: AbortSignal): Promise<Part<readonly Tag[]>> {
    return this.#tags.get(name, () => readTags(this.#parts.aws, name, signal));
  }

  #freshTags(name: string, signal: AbortSignal): Promise<Part<readonly Tag[]>> {
    this.#tags.stale(name);
    return this.tags(name, signal);
  }

  /** Something has been written to this balancer, or to any. */
  changed(name?: string): void {
    this.#attributes.stale(name);
    this.#tags.stale(name);
  }

  /** The balancer as it was read last; null where it was not. */
  known(name: string): BalancerDetail | null {
    return this.#read.get(name) ?? null;
  }

  /** Health rows of the registered instances, or of those named: what is draining or parked is not among the former. */
  async #health(
    name: string,
    ids: readonly string[] | null,
    signal: AbortSignal,
  ): Promise<Part<readonly InstanceState[]>> {
    if (ids !== null && ids.length === 0) return { value: [], note: null };
    const ask = async (some: readonly string[] | null): Promise<readonly InstanceState[]> => {
      const answer = await this.#parts.aws.elb(
        'DescribeInstanceHealth',
        {
          LoadBalancerName: name,
          ...(some === null ? {} : { Instances: some.map((InstanceId) => ({ InstanceId })) }),
        },
        { what: `read the health of the nodes of ${name}`, signal, repeatable: true },
      );
      return answer.InstanceStates ?? [];
    };
    return optional(async () => {
      try {
        return await ask(ids);
      } catch (thrown) {
        if (ids === null || codeOf(thrown) !== 'InvalidInstance') throw thrown;
        const one = (id: string) => optional(() => ask([id]), 'it is not asked for');
        const rows = ids.length === 1 ? [] : await Promise.all(ids.slice(0, SINGLE_QUESTIONS).map(one));
        return rows.flatMap(({ value }) => value ?? []);
      }
    }, 'the health of the nodes is not known');
  }
}

/** The tags of one balancer. Throws Failure. */
export async function readTags(aws: Aws, name: string, signal: AbortSignal): Promise<readonly Tag[]> {
  const answer = await aws.elb(
    'DescribeTags',
    { LoadBalancerNames: [name] },
    { what: `read the tags of ${name}`, signal, repeatable: true },
  );
  return (answer.TagDescriptions ?? []).find(({ LoadBalancerName }) => LoadBalancerName === name)?.Tags ?? [];
}

/** How long a node drains at most; null while draining is off, or where it is not known. */
export function drainSecondsOf(attributes: ElbDetail['attributes']): number | null {
  const draining = attributes?.ConnectionDraining;
  return draining?.Enabled === true ? (draining.Timeout ?? 300) : null;
}

function byId(rows: readonly InstanceState[]): ReadonlyMap<string, Health> {
  return new Map(rows.flatMap((row) => (row.InstanceId ? [[row.InstanceId, healthOf(row)] as const] : [])));
}
