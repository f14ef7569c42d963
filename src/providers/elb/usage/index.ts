import type { Balancer } from '../../../model/balancer.ts';
import type { Clock } from '../../../model/clock.ts';
import { byName } from '../../../model/order.ts';
import { Failure } from '../../../model/problem.ts';
import type { UsageRecord } from '../../../model/usage.ts';
import type { Lifetime } from '../../http/lifetime.ts';
import type { Span, UsageOptions, UsageRoom } from '../../usage.ts';
import type { Aws } from '../aws.ts';
import type { Balancers } from '../balancers.ts';
import { balancerOf, listedCounts } from '../description.ts';
import { HOUR, readPoints } from './metrics.ts';
import { recordsOf } from './records.ts';

/** What the room is built from: the opened provider's parts. */
export interface UsageParts {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly balancers: Pick<Balancers, 'describe' | 'list'>;
}

/** How long CloudWatch keeps hourly points, in days (spec §9). */
const KEPT_DAYS = 455;

const NOTES: readonly string[] = [
  'Connections and bytes are CloudWatch’s estimates: connections to clients and to instances together, bytes of both directions together',
  'AWS does not tell SSL traffic apart, nor incoming from outgoing',
  'SSL mode and type are as the balancer is now',
  'Balancers that are gone are not among those of an account; CloudWatch bills each metric that is read',
];

/** What Classic balancers carried, from CloudWatch. */
export function elbUsage({ aws, clock, lifetime, balancers }: UsageParts): UsageRoom {
  const read = async (
    rows: ReadonlyMap<string, Balancer | null>,
    options: UsageOptions,
    signal: AbortSignal,
  ): Promise<readonly UsageRecord[]> => {
    const records: UsageRecord[] = [];
    const now = clock.now();
    const span = hoursIn(options, now);
    await readPoints(aws, [...rows.keys()], span, {
      signal,
      onPart: (part, hours) => {
        const fresh = part.flatMap((points) =>
          recordsOf(points, rows.get(points.balancer) ?? null, hours, now),
        );
        records.push(...fresh);
        if (fresh.length > 0) options.onRecords?.(fresh);
      },
    });
    return records.sort((a, b) => a.startAt - b.startAt || byName(a.balancerId, b.balancerId));
  };
  return {
    keptDays: KEPT_DAYS,
    notes: NOTES,
    balancer: (balancerId, options) =>
      lifetime.run(options.signal, async (signal) => {
        const row = await rowOrGone(balancers, balancerId, signal);
        return read(new Map([[balancerId, row]]), options, signal);
      }),
    account: (options) =>
      lifetime.run(options.signal, async (signal) => {
        const all = await balancers.list(signal, () => {});
        return read(new Map(all.map((row) => [row.id, row])), options, signal);
      }),
  };
}

/** The whole hours that begin in the span, as far as CloudWatch keeps them and they have begun. */
function hoursIn({ from, to }: Span, now: number): Span {
  const oldest = now - KEPT_DAYS * 24 * HOUR;
  return {
    from: Math.ceil(Math.max(from, oldest) / HOUR) * HOUR,
    to: Math.ceil(Math.min(to, now) / HOUR) * HOUR,
  };
}

/** The balancer as a list shows it. CloudWatch remembers those that are gone. */
async function rowOrGone(
  balancers: UsageParts['balancers'],
  id: string,
  signal: AbortSignal,
): Promise<Balancer | null> {
  try {
    return balancerOf(await balancers.describe(id, signal), 'UNKNOWN', listedCounts(0));
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.problem.kind === 'missing') return null;
    throw thrown;
  }
}
