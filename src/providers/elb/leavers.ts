import type { Clock } from '../../model/clock.ts';
import type { Remembered } from './ownMemory.ts';

/** AWS's longest drain, in seconds: for where its length is not known. */
const LONGEST_DRAIN = 3600;
/** A drain takes a moment to be over after its time, in milliseconds. */
const GRACE = 60_000;

/**
 * The instances that were seen to leave a balancer, by whoever's doing. AWS leaves one that drains out of the list of what
 * is registered, and tells of it only who asks for it by its id.
 */
export class Leavers {
  readonly #clock: Clock;
  readonly #registered = new Map<string, ReadonlySet<string>>();
  readonly #left = new Map<string, Map<string, number>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes note of what is registered now. True when something has gone since the last time. */
  saw(balancer: string, registered: ReadonlySet<string>): boolean {
    const before = this.#registered.get(balancer) ?? new Set();
    this.#registered.set(balancer, registered);
    const left = this.#left.get(balancer) ?? new Map<string, number>();
    this.#left.set(balancer, left);
    for (const id of registered) left.delete(id);
    const gone = [...before].filter((id) => !registered.has(id));
    for (const id of gone) left.set(id, this.#clock.now());
    return gone.length > 0;
  }

  /** Those that may still be draining, and since when. What is remembered of our own doing is more exact. */
  of(
    balancer: string,
    remembered: ReadonlyMap<string, Remembered>,
    drainSeconds: number | null,
  ): ReadonlyMap<string, number> {
    const all = new Map(this.#left.get(balancer));
    for (const [id, { at }] of remembered) all.set(id, at);
    const oldest = this.#clock.now() - (drainSeconds ?? LONGEST_DRAIN) * 1000 - GRACE;
    return new Map([...all].filter(([, at]) => at > oldest));
  }
}
