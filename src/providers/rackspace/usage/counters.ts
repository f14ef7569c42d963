import { Failure } from '../../../model/problem.ts';
import { cleanText } from '../../../model/text.ts';
import type { Counters } from '../../../model/usage.ts';
import type { CounterRoom } from '../../usage.ts';
import type { SectionParts } from '../sections/resource.ts';

/** The engine keeps its numbers for five minutes and asks not to be asked more often than this, in milliseconds. */
const EVERY = 60_000;
/** Many times what it counts. */
const MOST = 100;

type CounterParts = Pick<SectionParts, 'clock' | 'lifetime' | 'session' | 'balancers' | 'labels'>;

/** What a balancer counts now: connections and failures, but no bytes. */
export function counterRoom({ clock, lifetime, session, balancers, labels }: CounterParts): CounterRoom {
  return {
    everyMs: EVERY,
    collect: false,
    read: (id, options) =>
      lifetime.run(options.signal, async (signal) => {
        const what = `read the counters of ${labels.balancer(id)}`;
        try {
          const { json } = await session.read({ url: `${balancers.url(id)}/stats`, what, signal });
          return countersOf(json, clock.now());
        } catch (thrown) {
          if (isBusy(thrown)) return null;
          throw thrown;
        }
      }),
  };
}

/** 422 while the balancer is not ACTIVE, 503 while the engine is busy: there are no numbers then, which is no fault. */
function isBusy(thrown: unknown): boolean {
  if (!(thrown instanceof Failure) || thrown.problem.kind === 'missing') return false;
  return thrown.problem.status === 422 || thrown.problem.status === 503;
}

/** One flat object of numbers; null where it holds none. */
function countersOf(json: unknown, at: number): Counters | null {
  const all = Object.entries(json ?? {})
    .flatMap(([key, value]) => {
      const name = cleanText(key);
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) && name !== ''
        ? [{ name, value: number }]
        : [];
    })
    .slice(0, MOST);
  if (all.length === 0) return null;
  const value = (name: string) => all.find((counter) => counter.name === name)?.value ?? null;
  return {
    at,
    connections: value('currentConn'),
    connectionsSsl: value('currentConnSsl'),
    bytesIn: null,
    bytesOut: null,
    requests: null,
    epoch: null,
    all,
  };
}
