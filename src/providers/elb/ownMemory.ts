import type { LoadBalancerDescription, Tag } from '@aws-sdk/client-elastic-load-balancing';
import type { ProviderContext } from '../provider.ts';
import { timeOf } from './description.ts';
import { parkedIn } from './parkedTags.ts';

/** What this machine remembers of an instance that was taken out. */
export interface Remembered {
  /** It is to come back. False for one that was removed for good and may still be draining. */
  readonly parked: boolean;
  /** That is in the balancer's tags as well, which then have the last word. */
  readonly tagged: boolean;
  /** When it was taken out, milliseconds since the epoch. */
  readonly at: number;
}

/** Longer than the longest drain, in milliseconds: what was removed for good is forgotten then. */
const LONG_AGO = 2 * 3600_000;

type Entries = ReadonlyMap<string, Remembered>;

/**
 * What is remembered of balancers on this machine: a mirror of the tags, all there is where tags cannot be written, and
 * since when instances are draining, which AWS does not tell.
 */
export class OwnMemory {
  readonly #context: ProviderContext;
  readonly #place: string;

  /** `place` is where the balancers are: endpoint and region. */
  constructor(context: ProviderContext, place: string) {
    this.#context = context;
    this.#place = place;
  }

  of(balancer: LoadBalancerDescription): Entries {
    return entriesIn(this.#context.memory.read(this.#key(balancer)));
  }

  /** Changes what is remembered; false when it cannot be kept. */
  update(balancer: LoadBalancerDescription, change: (entries: Map<string, Remembered>) => void): boolean {
    const longAgo = this.#context.clock.now() - LONG_AGO;
    try {
      this.#context.memory.update(this.#key(balancer), (now) => {
        const entries = new Map(entriesIn(now));
        change(entries);
        for (const [id, entry] of entries) if (!entry.parked && entry.at < longAgo) entries.delete(id);
        return entries.size === 0 ? null : JSON.stringify(Object.fromEntries(entries));
      });
      return true;
    } catch (thrown) {
      this.#context.debug('aws memory', { failed: String(thrown) });
      return false;
    }
  }

  /** The name comes again when a balancer is made anew; its DNS name and its time of making do not. */
  #key(balancer: LoadBalancerDescription): string {
    const { LoadBalancerName = '', DNSName = '' } = balancer;
    return ['elb', this.#place, LoadBalancerName, DNSName, timeOf(balancer) ?? ''].join('|');
  }
}

function entriesIn(text: string | null): Entries {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (typeof read !== 'object' || read === null) return new Map();
    return new Map(Object.entries(read).flatMap(([id, entry]) => entryOf(id, entry)));
  } catch {
    return new Map();
  }
}

function entryOf(id: string, entry: unknown): [string, Remembered][] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { parked, tagged, at } = entry as Readonly<Record<string, unknown>>;
  return typeof at === 'number' ? [[id, { parked: parked === true, tagged: tagged === true, at }]] : [];
}

/** The parked instances, and whether a tag says so. Where tags were read they have the last word on what they once held. */
export function parkedOf(
  tags: readonly Tag[] | null,
  entries: ReadonlyMap<string, Remembered>,
): ReadonlyMap<string, 'tag' | 'here'> {
  const parked = new Map<string, 'tag' | 'here'>();
  for (const [id, entry] of entries)
    if (entry.parked && (tags === null || !entry.tagged)) parked.set(id, 'here');
  for (const id of tags === null ? [] : parkedIn(tags)) parked.set(id, 'tag');
  return parked;
}
