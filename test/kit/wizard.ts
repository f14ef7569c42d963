import { VirtualClock } from './clock.ts';
import { type EngineApi, engineApi } from './engineApi.ts';
import { type SluiceOptions, type SluiceUnderTest, startSluice } from './sluice.ts';

/** From the list of accounts to the wizard's first page. */
export async function openWizard(app: SluiceUnderTest): Promise<void> {
  await app.press('enter', 'n');
}

/** From the list of accounts to the review: all as proposed, but the balancer's name and how many servers are made. */
export async function toReview(app: SluiceUnderTest, name = 'blog', servers = 2): Promise<void> {
  await openWizard(app);
  await app.type(name);
  await app.press('ctrl-s', 'tab');
  await app.type(String(servers));
  await app.press('ctrl-s', 'ctrl-s', 'ctrl-s');
}

/** Lets time pass until the screen or its message says so; throws after `mostMs`. */
export async function until(app: SluiceUnderTest, wanted: RegExp | string, mostMs = 90_000): Promise<void> {
  const end = app.clock.now() + mostMs;
  const isThere = () => {
    const text = app.screen();
    return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
  };
  while (!isThere()) {
    if (app.clock.now() >= end) throw new Error(`not within ${mostMs} ms: ${wanted}\n${app.screen()}`);
    await app.advance(1_000);
  }
}

/** The row of a run's step, by the step's id. */
export function stepRow(app: SluiceUnderTest, id: string): string {
  const row = new RegExp(`^ [▌ ] {2}[^ ] [a-z]+ .* ${id}(?: |$)`);
  const found = app
    .screen()
    .split('\n')
    .find((line) => row.test(line));
  if (found === undefined) throw new Error(`no step ${id}:\n${app.screen()}`);
  return found;
}

/**
 * The same user's program once more after the first was killed in the middle of what it did: that one's clock never moves
 * again, so that it does, writes and sends nothing more.
 */
export function startedAgain(app: SluiceUnderTest, options: SluiceOptions = {}): Promise<SluiceUnderTest> {
  return startSluice({ ...options, home: app.home, clock: new VirtualClock(app.clock.now()) });
}

/** A server as the engine tells of it. */
export interface MadeServer {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Its address on the private network. */
  readonly address: string | undefined;
  /** From its creation until it has its addresses, milliseconds. */
  readonly tookMs: number;
}

/** A balancer as the engine tells of it. */
export interface MadeBalancer {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly nodes: readonly {
    address: string;
    port: number;
    condition: string;
    weight?: number;
    type: string;
  }[];
  readonly virtualIps: readonly { address: string; type: string; ipVersion: string }[];
}

/** What stands at the engine, asked behind the program's back. */
export interface Made {
  readonly servers: readonly MadeServer[];
  readonly balancers: readonly MadeBalancer[];
}

/** Everything whose name begins with `prefix`. */
export async function made(app: SluiceUnderTest, prefix = ''): Promise<Made> {
  const api = await engineApi(await app.sandbox());
  const servers = await serversOf(api);
  const { loadBalancers } = (await api.balancers('GET', '/loadbalancers')) as {
    loadBalancers: readonly { id: number; name: string }[];
  };
  const balancers = loadBalancers
    .filter(({ name }) => name.startsWith(prefix))
    .map(async ({ id }) => {
      const { loadBalancer } = (await api.balancers('GET', `/loadbalancers/${id}`)) as {
        loadBalancer: MadeBalancer;
      };
      return loadBalancer;
    });
  return {
    servers: servers.filter(({ name }) => name.startsWith(prefix)),
    balancers: await Promise.all(balancers),
  };
}

async function serversOf(api: EngineApi): Promise<readonly MadeServer[]> {
  const { servers } = (await api.servers('GET', '/servers/detail?limit=1000')) as {
    servers: readonly {
      id: string;
      name: string;
      status: string;
      created: string;
      updated: string;
      addresses: { private?: readonly { addr: string }[] };
    }[];
  };
  return servers.map(({ id, name, status, created, updated, addresses }) => ({
    id,
    name,
    status,
    address: addresses.private?.[0]?.addr,
    tookMs: Date.parse(updated) - Date.parse(created),
  }));
}

/** Calls of the engine that change something, without signing in: `POST /servers`. */
export function changingCalls(requests: readonly string[]): readonly string[] {
  return requests.flatMap((request) => {
    const [method = '', path = ''] = request.split(' ');
    if (method === 'GET' || path.endsWith('/tokens')) return [];
    return [`${method} ${path.replace(/^.*\/\d{6}\//, '/')}`];
  });
}
