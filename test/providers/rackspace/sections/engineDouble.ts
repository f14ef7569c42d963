import type { Provider } from '../../../../src/providers/provider.ts';
import { type Double, drive, LB, never, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import { type Answer, cut, type Seen } from '../../kit/scriptedServer.ts';
import { collectionOf, filled, settingOf } from './kit.ts';

type Json = Record<string, unknown>;

/** A balancer of the engine in a few lines: it keeps what is written, and takes or refuses by a script. */
export class EngineDouble {
  /** What GET of the balancer answers, beyond its status. */
  detail: Json = {
    id: 7001,
    name: 'shop-front',
    protocol: 'HTTP',
    port: 80,
    algorithm: 'RANDOM',
    timeout: 30,
    halfClosed: false,
    httpsRedirect: false,
    nodes: [{ id: 5101, address: '10.20.0.11', port: 80, condition: 'ENABLED', status: 'ONLINE' }],
    virtualIps: [{ id: 2211, address: '203.0.113.20', type: 'PUBLIC', ipVersion: 'IPV4' }],
  };
  status = 'ACTIVE';
  /** Reads until a pending change is over. */
  pendingReads = 0;
  /** What stands below the balancer and not in its answer, by path: `errorpage`. */
  readonly below = new Map<string, unknown>();
  /** Answers to the next writes, before the engine takes them as they are. */
  writes: ((seen: Seen) => Answer)[] = [];

  answer(seen: Seen): Answer {
    const path = seen.url.slice(`${LB}/loadbalancers/7001`.length);
    if (seen.method !== 'GET') return this.writes.shift()?.(seen) ?? this.accept(seen);
    if (path === '' || path.startsWith('?')) {
      if (this.status === 'PENDING_UPDATE' && this.pendingReads-- <= 0) this.status = 'ACTIVE';
      if (this.status === 'PENDING_DELETE' && this.pendingReads-- <= 0) this.status = 'DELETED';
      const { id, name } = this.detail;
      const gone = this.status === 'DELETED';
      return {
        json: {
          loadBalancer: gone ? { id, name, status: 'DELETED' } : { ...this.detail, status: this.status },
        },
      };
    }
    const key = path.slice(1);
    if (this.below.has(key)) return { json: this.below.get(key) };
    const root = Object.keys(this.detail).find((name) => name.toLowerCase() === key);
    return root === undefined
      ? { status: 404, json: { code: 404, message: 'Not found' } }
      : { json: { [root]: this.detail[root] } };
  }

  /** Takes a write as the engine does. */
  accept(seen: Seen): Answer {
    const path = seen.url.slice(`${LB}/loadbalancers/7001`.length);
    const sent: Json = seen.body === '' ? {} : JSON.parse(seen.body);
    const [root] = Object.keys(sent);
    this.status = 'PENDING_UPDATE';
    if (path === '' && seen.method === 'DELETE') this.status = 'PENDING_DELETE';
    if (root === 'loadBalancer') Object.assign(this.detail, sent[root]);
    else if (seen.method === 'PUT' && root !== undefined) {
      const key = path.slice(1);
      if (this.below.has(key)) this.below.set(key, sent);
      else this.detail[root] = { ...(this.detail[root] as Json), ...(sent[root] as Json) };
    }
    const items = path.split(/[/?]/)[1];
    const list = Object.keys(this.detail).find((name) => name.toLowerCase() === items);
    if (seen.method === 'DELETE' && list !== undefined) this.#delete(list, path);
    if (seen.method === 'POST' && root !== undefined && Array.isArray(sent[root]))
      this.detail[root] = [
        ...(this.detail[root] as Json[]),
        ...sent[root].map((item, n) => ({ id: 900 + n, ...item })),
      ];
    return { status: 202, headers: { 'x-request-id': 'req-1' } };
  }

  #delete(list: string, path: string): void {
    const ids = new URL(path, 'http://x').searchParams.getAll('id');
    const one = /\/(\d+)$/.exec(path)?.[1];
    const named = one === undefined ? ids : [one];
    const held = this.detail[list];
    if (Array.isArray(held) && named.length > 0)
      this.detail[list] = held.filter((item: Json) => !named.includes(String(item['id'])));
    // As the real one does: naming none takes them all.
    else delete this.detail[list];
  }

  /** Takes the write and loses the answer. */
  readonly acceptAndCut = (seen: Seen): Answer => {
    this.accept(seen);
    return cut;
  };
}

/** The refusal of a balancer that is busy, or worse. */
export const immutable =
  (status: string, code = 422) =>
  () => ({
    status: code,
    json: { code, message: `Load Balancer '7001' has a status of '${status}' and is considered immutable.` },
  });
export const busy = immutable('PENDING_UPDATE');
export const refusal = (status: number, message: string) => () => ({
  status,
  json: { code: status, message },
});

export interface DoubleWorld {
  readonly engine: EngineDouble;
  readonly double: Double;
  readonly provider: Provider;
  /** Reads the balancer, which gives its sections. */
  read(): ReturnType<Provider['getBalancer']>;
  run<T>(call: Promise<T>): Promise<T>;
  /** Method, path below the balancer and body of each write. */
  writes(): readonly { readonly call: string; readonly body: unknown }[];
}

export async function engineDouble(): Promise<DoubleWorld> {
  const engine = new EngineDouble();
  const double = await rackspaceDouble((seen) => engine.answer(seen));
  const provider = await double.open();
  const run = <T>(call: Promise<T>) => drive(double.clock, call);
  return {
    engine,
    double,
    provider,
    run,
    read: () => run(provider.getBalancer('7001', { signal: never })),
    writes: () =>
      double.server.seen
        .filter(({ method, url }) => method !== 'GET' && !url.endsWith('/tokens'))
        .map(({ method, url, body }) => ({
          call: `${method} ${url.slice(`${LB}/loadbalancers/7001`.length)}`,
          body: body === '' ? null : JSON.parse(body),
        })),
  };
}

/** More access rules than one call removes. */
export const ACCESS = Array.from({ length: 12 }, (_, n) => ({
  id: 60 + n,
  address: `198.51.100.${n}`,
  type: 'DENY',
}));

/** Fills the setting's form in and writes it. */
export async function write(
  world: DoubleWorld,
  key: string,
  typed: Record<string, string>,
  onAccepted = () => {},
) {
  const { provider, run } = world;
  const setting = settingOf(provider, await world.read(), key);
  const before = setting.known ?? (await run(setting.read({ signal: never })));
  const values = filled(await setting.form(before, { signal: never }), typed);
  if (!setting.write) throw new Error('It can be written');
  return run(setting.write(values, before, { signal: never, onAccepted }));
}

/** Takes a setting away. */
export async function reset(world: DoubleWorld, key: string) {
  const setting = settingOf(world.provider, await world.read(), key);
  if (!setting.reset) throw new Error('It can be reset');
  return world.run(setting.reset.run({ signal: never }));
}

/** Removes the items of a collection with these ids. */
export async function remove(world: DoubleWorld, key: string, ids: readonly string[]) {
  const collection = collectionOf(world.provider, await world.read(), key);
  const items = (collection.known ?? []).filter(({ id }) => ids.includes(id));
  if (!collection.remove) throw new Error('It can be removed from');
  return world.run(collection.remove.run(items, { signal: never }));
}
