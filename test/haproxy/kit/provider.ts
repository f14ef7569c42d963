import { onTestFinished } from 'vitest';
import type { BalancerDetail } from '../../../src/model/balancer.ts';
import type { Node } from '../../../src/model/node.ts';
import { openHaproxy } from '../../../src/providers/haproxy/open.ts';
import { LINE_LIMITS, type LineLimits } from '../../../src/providers/haproxy/socketLine.ts';
import type { Provider, ProviderContext } from '../../../src/providers/provider.ts';
import { systemClock } from '../../../src/state/systemClock.ts';
import { testMemory } from '../../providers/kit/memory.ts';

export const never = new AbortController().signal;

export interface Opened {
  readonly provider: Provider;
  /** The debug log, a line each. */
  readonly log: readonly string[];
}

/** What a provider gets from the house; the log is kept. */
export function contextOf(log: string[], more: Partial<ProviderContext> = {}): ProviderContext {
  return {
    clock: systemClock,
    memory: testMemory(),
    random: () => 0.5,
    debug: (event, facts) => log.push(`${event} ${JSON.stringify(facts)}`),
    env: { ...process.env },
    userAgent: 'sluice-test/1',
    ...more,
  };
}

/** Opens an account on that socket; closed when the test is over. */
export async function openAt(
  socket: string,
  options: {
    readonly masterSocket?: string;
    readonly limits?: Partial<LineLimits>;
    readonly context?: Partial<ProviderContext>;
  } = {},
): Promise<Opened> {
  const log: string[] = [];
  const settings = {
    socket,
    ...(options.masterSocket === undefined ? {} : { masterSocket: options.masterSocket }),
  };
  const login = { account: 'edge', region: null, settings, secret: async () => null };
  const limits = { ...LINE_LIMITS, ...options.limits };
  const provider = await openHaproxy(login, contextOf(log, options.context), { signal: never }, limits);
  onTestFinished(() => provider.close());
  return { provider, log };
}

/** One server of a detail. */
export function nodeIn(detail: BalancerDetail, id: string): Node {
  const node = detail.nodeList.find((one) => one.id === id);
  if (!node) throw new Error(`There is no ${id} among ${detail.nodeList.map((one) => one.id).join(', ')}`);
  return node;
}
