/** Tokens that a bucket holds, and how many come back a second. */
interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

const READING: Rate = { burst: 100, perSecond: 20 };
const WRITING: Rate = { burst: 50, perSecond: 10 };
const LAUNCHING: Rate = { burst: 20, perSecond: 2 };

/**
 * Lets so many calls of an action through as AWS would: a bucket of tokens for each action, filled up again as time goes
 * on, by the sandbox's clock. Each process counts its own.
 */
export class Throttle {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** Whether a call may pass; if so it has cost a token. */
  take(region: string, action: string, now: number): boolean {
    const rate = /:(Describe|Get|List)/.test(action)
      ? READING
      : action === 'ec2:RunInstances'
        ? LAUNCHING
        : WRITING;
    const key = `${region} ${action}`;
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, at: now };
    const back = (Math.max(0, now - bucket.at) / 1_000) * rate.perSecond;
    const tokens = Math.min(rate.burst, bucket.tokens + back);
    const passes = tokens >= 1;
    this.#buckets.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
    return passes;
  }
}
