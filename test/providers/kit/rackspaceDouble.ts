import { onTestFinished } from 'vitest';
import type { HttpLimits } from '../../../src/providers/http/dispatchers.ts';
import { HTTP_LIMITS } from '../../../src/providers/http/dispatchers.ts';
import type { Login, Provider, ProviderContext } from '../../../src/providers/provider.ts';
import { openRackspace } from '../../../src/providers/rackspace/open.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { testMemory } from './memory.ts';
import { type Answer, ScriptedServer, type Seen } from './scriptedServer.ts';

export const LB = '/v1.0/480015';
const API_KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const never = new AbortController().signal;

/** What Identity answers; `base` is the server everything is on. */
export function accessOf(base: string, token: string, extra: readonly unknown[] = []): unknown {
  return {
    access: {
      token: { id: token, expires: '2026-03-02T12:00:00.000Z', tenant: { id: '480015', name: '480015' } },
      user: { id: '9911', name: 'nina', 'RAX-AUTH:defaultRegion': 'ORD', roles: [] },
      serviceCatalog: [
        {
          name: 'decoyBalancers',
          type: 'rax:load-balancer',
          endpoints: [{ region: 'DFW', publicURL: `${base}/decoy` }],
        },
        {
          name: 'cloudLoadBalancers',
          type: 'rax:load-balancer',
          endpoints: [
            { region: 'DFW', tenantId: '480015', publicURL: `${base}${LB}/` },
            { region: 'ord', tenantId: '480015', publicURL: `${base}/ord${LB}` },
          ],
        },
        { name: 'cloudServers', type: 'compute', endpoints: [{ publicURL: `${base}/v1.0/old` }] },
        {
          name: 'cloudServersOpenStack',
          type: 'compute',
          endpoints: [{ region: 'DFW', publicURL: `${base}/v2/480015` }],
        },
        ...extra,
      ],
    },
  };
}

export interface Double {
  readonly server: ScriptedServer;
  readonly clock: VirtualClock;
  readonly context: ProviderContext;
  readonly login: Login;
  /** Everything written to the debug log. */
  readonly log: string[];
  open(): Promise<Provider>;
  /** Calls but signing in. */
  readonly calls: string[];
}

/** A double of Rackspace: signs in anybody, and answers all else with `answer`. Closed when the test is over. */
export async function rackspaceDouble(
  answer: (seen: Seen) => Answer,
  options: {
    readonly signIn?: (times: number, seen: Seen) => Answer | null;
    readonly login?: Partial<Login>;
    readonly limits?: Partial<HttpLimits>;
  } = {},
): Promise<Double> {
  let signIns = 0;
  const server: ScriptedServer = await ScriptedServer.start((seen) => {
    if (!seen.url.endsWith('/tokens')) return answer(seen);
    signIns++;
    return options.signIn?.(signIns, seen) ?? { json: accessOf(server.url, `token-${signIns}`) };
  });
  onTestFinished(() => server.close());
  const clock = new VirtualClock();
  const log: string[] = [];
  const context: ProviderContext = {
    clock,
    memory: testMemory(),
    random: () => 0.5,
    debug: (event, facts) => log.push(`${event} ${JSON.stringify(facts)}`),
    env: {},
    userAgent: 'sluice-test/1',
  };
  const login: Login = {
    account: 'prod',
    region: 'DFW',
    settings: { identityUrl: `${server.url}/v2.0`, username: 'nina' },
    secret: async (key) => (key === 'apiKey' ? API_KEY : null),
    ...options.login,
  };
  return {
    server,
    clock,
    context,
    login,
    log,
    async open() {
      const limits = { ...HTTP_LIMITS, ...options.limits };
      const provider = await drive(clock, openRackspace(login, context, { signal: never }, limits));
      onTestFinished(() => provider.close());
      return provider;
    },
    get calls() {
      return server.calls.filter((call) => !call.endsWith('/tokens'));
    },
  };
}

/** Moves the clock on whenever something waits for it, until `result` is there. */
export async function drive<T>(clock: VirtualClock, result: Promise<T>): Promise<T> {
  let over = false;
  const done = () => {
    over = true;
  };
  result.then(done, done);
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!over && clock.nextIn !== null) await clock.advance(clock.nextIn);
  }
  return result;
}
