import type { Cancel, Clock } from '../../model/clock.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import type { Counters } from '../../model/usage.ts';
import type { CounterRoom } from '../../providers/usage.ts';
import { Pulse } from '../live/pulse.ts';
import { Listeners, type Observable } from '../store.ts';
import type { CollectedRecord } from './collectedLog.ts';
import { Collector } from './collector.ts';

/** What is carried just now, per second. Null is unknown. */
export interface Rates {
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly requests: number | null;
}

interface CounterFeedOptions {
  readonly room: CounterRoom;
  readonly balancer: { readonly id: string; readonly name: string };
  readonly clock: Clock;
  readonly id: () => string;
  /** Given where hourly records are to be made of what is counted. */
  readonly keep: ((record: CollectedRecord) => void) | null;
}

/**
 * The counters of one balancer, read at their pace while anyone listens. What cannot be read stays as it was and is read
 * less often, until it can.
 */
export class CounterFeed implements Observable {
  readonly #options: CounterFeedOptions;
  readonly #listeners = new Listeners();
  readonly #pulse: Pulse;
  readonly #collector: Collector | null;
  #listening = 0;
  #stop: Cancel = () => {};
  #now: Counters | null = null;
  #rates: Rates | null = null;
  #problem: Problem | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(options: CounterFeedOptions) {
    const { keep, balancer, id, clock } = options;
    this.#options = options;
    this.#pulse = new Pulse(clock);
    this.#collector = keep ? new Collector({ balancer, id, keep }) : null;
  }

  /** As last read; null before that, and while the engine has no numbers. */
  get now(): Counters | null {
    return this.#now;
  }

  /** From the last two readings of one epoch; null where there are none. */
  get rates(): Rates | null {
    return this.#rates;
  }

  /** Why the last reading failed, or could not be written down; null when neither. */
  get problem(): Problem | null {
    return this.#problem;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const leave = this.#listeners.subscribe(listener);
    this.#listening += 1;
    if (this.#listening === 1) this.#begin();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
      this.#listening -= 1;
      if (this.#listening === 0) this.#end();
    };
  };

  #begin(): void {
    const leaving = new AbortController();
    const { clock, room } = this.#options;
    let cancel: Cancel = () => {};
    const next = () => {
      const wait = this.#askedAt + this.#pulse.interval('counters', room.everyMs) - clock.now();
      if (wait <= 0) void round();
      else cancel = clock.after(wait, () => void round());
    };
    const round = async () => {
      await this.#read(leaving.signal);
      if (!leaving.signal.aborted) next();
    };
    this.#stop = () => {
      leaving.abort();
      cancel();
    };
    // Going from page to page is no reason to ask more often than the engine wants to be asked.
    next();
  }

  #end(): void {
    this.#stop();
    this.#collect((collector) => collector.flush());
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { room, balancer, clock } = this.#options;
    this.#askedAt = clock.now();
    try {
      const counters = await this.#pulse.beat('counters', () => room.read(balancer.id, { signal }));
      if (signal.aborted) return;
      this.#problem = null;
      this.#take(counters);
    } catch (thrown) {
      if (signal.aborted) return;
      this.#problem = problemOf(thrown);
    }
    this.#listeners.notify();
  }

  #take(counters: Counters | null): void {
    this.#rates = this.#now && counters ? ratesOf(this.#now, counters) : null;
    this.#now = counters;
    if (counters) this.#collect((collector) => collector.add(counters));
  }

  #collect(act: (collector: Collector) => void): void {
    try {
      if (this.#collector) act(this.#collector);
    } catch (thrown) {
      this.#problem = problemOf(thrown);
    }
  }
}

/** What was carried between two readings, per second; null where their difference means nothing. */
function ratesOf(before: Counters, now: Counters): Rates | null {
  const seconds = (now.at - before.at) / 1000;
  if (seconds <= 0 || before.epoch !== now.epoch) return null;
  const rate = (one: number | null, other: number | null) =>
    one === null || other === null || other < one ? null : (other - one) / seconds;
  return {
    bytesIn: rate(before.bytesIn, now.bytesIn),
    bytesOut: rate(before.bytesOut, now.bytesOut),
    requests: rate(before.requests, now.requests),
  };
}
