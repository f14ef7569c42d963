/** How many requests of a verb are let through in a window. */
interface Window {
  readonly unit: 'SECOND' | 'MINUTE';
  readonly ms: number;
  readonly most: number;
}

const window = (unit: Window['unit'], most: number): Window => ({
  unit,
  ms: unit === 'SECOND' ? 1_000 : 60_000,
  most,
});

const READING = [window('SECOND', 10), window('MINUTE', 600)];
const WRITING = [window('SECOND', 5), window('MINUTE', 300)];

/** The load balancer service's limits by verb. */
export const BALANCER_RATES: Readonly<Record<string, readonly Window[]>> = {
  GET: READING,
  PUT: READING,
  POST: WRITING,
  DELETE: WRITING,
};
/** The server service's. */
export const SERVER_RATES: Readonly<Record<string, readonly Window[]>> = {
  GET: [window('MINUTE', 1000)],
  POST: [window('MINUTE', 100)],
  DELETE: [window('MINUTE', 100)],
};

/** How much of a limit is left; `nextAvailable` in milliseconds since the epoch. */
export interface RateUse {
  readonly verb: string;
  readonly value: number;
  readonly remaining: number;
  readonly unit: Window['unit'];
  readonly nextAvailable: number;
}

/** Counts an account's requests in this process, by the sandbox's clock: sliding windows of seconds and minutes. */
export class RateLimiter {
  readonly #rates: Readonly<Record<string, readonly Window[]>>;
  /** Accounts with very many balancers have their limits raised by so much. */
  readonly #factor: number;
  readonly #past = new Map<string, number[]>();

  constructor(rates: Readonly<Record<string, readonly Window[]>>, factor: number) {
    this.#rates = rates;
    this.#factor = factor;
  }

  /** Counts a request and returns null, or how many milliseconds to wait until one would be let through. */
  take(verb: string, now: number): number | null {
    const past = this.#recent(verb, now);
    let wait = 0;
    for (const { ms, most } of this.#rates[verb] ?? []) {
      const oldest = past[past.length - most * this.#factor];
      if (oldest !== undefined && oldest > now - ms) wait = Math.max(wait, oldest + ms - now);
    }
    if (wait > 0) return wait;
    past.push(now);
    return null;
  }

  /** How much of each limit is left. */
  uses(now: number): RateUse[] {
    return Object.entries(this.#rates).flatMap(([verb, windows]) => {
      const past = this.#recent(verb, now);
      return windows.map(({ unit, ms, most }) => {
        const value = most * this.#factor;
        const used = past.filter((at) => at > now - ms).length;
        return { verb, value, remaining: Math.max(0, value - used), unit, nextAvailable: now };
      });
    });
  }

  /** The requests of the last minute, oldest first. */
  #recent(verb: string, now: number): number[] {
    const past = this.#past.get(verb) ?? [];
    this.#past.set(verb, past);
    let over = 0;
    while (over < past.length && (past[over] ?? now) <= now - 60_000) over += 1;
    if (over > 0) past.splice(0, over);
    return past;
  }
}
