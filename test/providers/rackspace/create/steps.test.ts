import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../kit/problems.ts';
import { type Double, drive, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import { type Answer, cut, type Seen } from '../../kit/scriptedServer.ts';
import { flowOf, specOf, TestRun } from './kit.ts';

const CS = '/v2/480015';
const PASSWORD = 'hV7sX2qLw9Zt';

/** Servers that become what the test says, and a balancer service that answers one thing. */
class Cloud {
  servers: { id: string; name: string; status: string; [key: string]: unknown }[] = [];
  posts: ((seen: Seen) => Answer)[] = [];
  balancer: Answer = { status: 500 };
  /** What a server becomes, so many milliseconds after it was made. */
  fate: { readonly after: number; readonly is: Readonly<Record<string, unknown>> } | null = null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  answer(seen: Seen): Answer {
    const { method, url, body } = seen;
    if (url.includes('/images/'))
      return { json: { images: [{ id: 'i', name: 'Debian 12 (Bookworm) (PVHVM)' }] } };
    if (url.includes('/flavors/')) return { json: { flavors: [{ id: 'general1-1', ram: 1024, disk: 20 }] } };
    if (url.includes('/loadbalancers'))
      return method === 'GET' ? { json: { loadBalancers: [] } } : this.balancer;
    if (method === 'POST') return this.posts.shift()?.(seen) ?? this.make(body);
    const id = /servers\/([\w-]+)$/.exec(url)?.[1];
    if (method === 'DELETE') {
      this.servers = this.servers.filter((server) => server.id !== id);
      return { status: 204 };
    }
    const servers = this.servers.map((one) => this.#grown(one));
    if (id === undefined) return { json: { servers } };
    const server = servers.find((one) => one.id === id);
    return server
      ? { json: { server } }
      : { status: 404, json: { itemNotFound: { code: 404, message: 'Not found' } } };
  }

  readonly make = (body: string): Answer => {
    const { name, metadata } = JSON.parse(body).server;
    const id = `server-${this.servers.length + 1}`;
    this.servers.push({
      id,
      name,
      metadata,
      status: 'BUILD',
      progress: 0,
      addresses: {},
      madeAt: this.#now(),
    });
    return { status: 202, json: { server: { id, adminPass: PASSWORD } } };
  };

  #grown(server: Cloud['servers'][number]): Cloud['servers'][number] {
    const { fate } = this;
    const age = this.#now() - Number(server['madeAt']);
    return fate !== null && age >= fate.after ? { ...server, ...fate.is } : server;
  }
}

async function cloud(): Promise<{ cloud: Cloud; double: Double; flow: ReturnType<typeof flowOf> }> {
  const made: Cloud = new Cloud(() => double.clock.now());
  const double: Double = await rackspaceDouble((seen) => made.answer(seen));
  return { cloud: made, double, flow: flowOf(await double.open()) };
}

const STEP = 'server web-1';
const READY = { status: 'ACTIVE', addresses: { private: [{ addr: '10.1.2.3' }] } };
const only = (double: Double, what: string) => double.calls.filter((call) => call.startsWith(what));

describe('making a server', () => {
  it('sends what the plan shows', async () => {
    const { cloud: nova, double, flow } = await cloud();
    const run = new TestRun(specOf(['web-1']));
    nova.fate = { after: 5_000, is: READY };
    await drive(double.clock, run.run(flow, STEP));
    const [step] = flow.plan(specOf(['web-1'])).steps;
    const post = double.server.seen.find(({ method, url }) => method === 'POST' && url === `${CS}/servers`);
    const sent = JSON.parse(post?.body ?? '');
    expect(step).toMatchObject({
      id: STEP,
      after: [],
      optional: true,
      calls: [{ method: 'POST', path: '/servers' }],
    });
    expect(step?.calls[0]?.body).toEqual({
      server: {
        ...sent.server,
        imageRef: '<id of Debian 12 (Bookworm) (PVHVM)>',
        metadata: { 'sluice-run': '<this run>', 'sluice-step': STEP },
      },
    });
    expect(sent.server).toEqual({
      name: 'web-1',
      imageRef: 'i',
      flavorRef: 'general1-1',
      metadata: { 'sluice-run': 'run-1', 'sluice-step': STEP },
    });
    expect(run.of(STEP).facts).toEqual({ id: 'server-1', address: '10.1.2.3' });
    expect(JSON.stringify([run.of(STEP), double.log])).not.toContain(PASSWORD);
  });

  it.each<[string, Answer, string, RegExp]>([
    [
      'a quota',
      { status: 403, json: { forbidden: { code: 403, message: 'Quota exceeded for ram: Requested 1024' } } },
      'quota',
      /^Could not create server web-1: Quota exceeded for ram: Requested 1024 \(HTTP 403\)$/,
    ],
    ['a right that is missing', { status: 403, text: 'Policy forbids it' }, 'forbidden', /Policy forbids it/],
    [
      'a wrong key',
      { status: 400, json: { badRequest: { message: 'Invalid key_name provided.' } } },
      'invalid',
      /key_name/,
    ],
  ])('tells %s, and need not look for anything when it is tried again', async (_, refusal, kind, message) => {
    const { cloud: nova, double, flow } = await cloud();
    nova.posts = [() => refusal, () => refusal];
    const run = new TestRun(specOf(['web-1']));
    for (let tries = 0; tries < 2; tries++) {
      const problem = await problemFrom(drive(double.clock, run.run(flow, STEP)));
      expect(problem).toMatchObject({ kind, message: expect.stringMatching(message) });
      expect(problem.maybeApplied).toBeUndefined();
    }
    expect(only(double, 'POST')).toHaveLength(2);
    expect(only(double, `GET ${CS}/servers`)).toEqual([]);
  });

  it('finds by its mark what a lost request has made, and nobody else’s', async () => {
    const { cloud: nova, double, flow } = await cloud();
    nova.servers = [
      {
        id: 'other',
        name: 'web-1',
        status: 'ACTIVE',
        metadata: { 'sluice-run': 'run-0', 'sluice-step': STEP },
      },
    ];
    nova.posts = [
      ({ body }) => {
        // The engine is slow: it has the server only some seconds after the connection was cut.
        double.clock.after(9_000, () => nova.make(body));
        return cut;
      },
    ];
    nova.fate = { after: 10_000, is: READY };
    const run = new TestRun(specOf(['web-1']));
    await drive(double.clock, run.run(flow, STEP));
    expect(run.of(STEP).facts['id']).toBe('server-2');
    expect(only(double, 'POST')).toHaveLength(1);
  });

  it('treats a 500 as a lost answer', async () => {
    const { cloud: nova, double, flow } = await cloud();
    nova.posts = [
      ({ body }) => {
        nova.make(body);
        return { status: 500, json: { computeFault: { message: 'oops' } } };
      },
    ];
    const run = new TestRun(specOf(['web-1']));
    nova.fate = { after: 10_000, is: { status: 'ERROR', fault: { message: 'No valid host was found.' } } };
    const problem = await problemFrom(drive(double.clock, run.run(flow, STEP)));
    expect(problem.message).toBe('Server web-1 (server-1) could not be built: No valid host was found');
    expect(only(double, 'POST')).toHaveLength(1);
  });

  it('gives up waiting after two hours, and goes on waiting when it is tried again', async () => {
    const { cloud: nova, double, flow } = await cloud();
    const run = new TestRun(specOf(['web-1']));
    const began = double.clock.now();
    const problem = await problemFrom(drive(double.clock, run.run(flow, STEP)));
    expect(problem).toMatchObject({
      kind: 'timeout',
      message: 'Server web-1 (server-1) is still BUILD after 2 hours',
      hint: 'Retry to go on waiting',
    });
    const hours = (double.clock.now() - began) / 3_600_000;
    expect(hours).toBeGreaterThan(1.99);
    expect(hours).toBeLessThan(2.01);
    // A single read each time, every ten seconds in the end.
    expect(only(double, `GET ${CS}/servers/server-1`).length).toBeLessThan(740);
    nova.fate = { after: 0, is: READY };
    await drive(double.clock, run.run(flow, STEP));
    expect(only(double, 'POST')).toHaveLength(1);
  });

  it('stops at once, and cuts the looks with the last one who waits', async () => {
    const { double, flow } = await cloud();
    const run = new TestRun(specOf(['web-1', 'web-2']));
    const [one, two] = [new AbortController(), new AbortController()];
    const steps = [run.run(flow, STEP, one.signal), run.run(flow, 'server web-2', two.signal)].map(
      problemFrom,
    );
    double.clock.after(7_000, () => one.abort());
    double.clock.after(15_000, () => two.abort());
    const problems = await drive(double.clock, Promise.all(steps));
    expect(problems.map(({ kind }) => kind)).toEqual(['cancelled', 'cancelled']);
    const asked = double.calls.length;
    expect(double.clock.waiting).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(double.calls).toHaveLength(asked);
  });

  it('asks a server itself before it believes that it is gone', async () => {
    const { cloud: nova, double, flow } = await cloud();
    const run = new TestRun(specOf(['web-1', 'web-2']));
    const plain = nova.answer.bind(nova);
    // The list does not show them yet.
    nova.answer = (seen) => (seen.url.includes('/servers/detail') ? { json: { servers: [] } } : plain(seen));
    nova.fate = { after: 10_000, is: READY };
    await drive(double.clock, Promise.all([run.run(flow, STEP), run.run(flow, 'server web-2')]));
    expect(run.of(STEP).facts['address']).toBe('10.1.2.3');
  });
});

describe('making a balancer', () => {
  it('tells a quota', async () => {
    const { cloud: lb, double, flow } = await cloud();
    lb.balancer = { status: 413, json: { code: 413, message: 'Load balancer limit reached.' } };
    const run = new TestRun(specOf([]));
    const problem = await problemFrom(drive(double.clock, run.run(flow, 'balancer')));
    expect(problem).toMatchObject({ kind: 'quota', message: expect.stringMatching(/limit reached/) });
    expect(only(double, 'POST')).toHaveLength(1);
  });

  it('never sends again what was accepted without saying what it is', async () => {
    const { cloud: lb, double, flow } = await cloud();
    lb.balancer = { status: 202 };
    const run = new TestRun(specOf([]));
    const problem = await problemFrom(drive(double.clock, run.run(flow, 'balancer')));
    expect(problem).toMatchObject({ kind: 'engine', maybeApplied: true });
    expect(only(double, 'POST')).toHaveLength(1);
  });

  it('gives up waiting after ten minutes, and says that a retry goes on', async () => {
    const { cloud: lb, double, flow } = await cloud();
    const detail = { json: { loadBalancer: { id: 7001, name: 'blog', status: 'BUILD' } } };
    const plain = lb.answer.bind(lb);
    lb.answer = (seen) => (seen.url.endsWith('/loadbalancers/7001') ? detail : plain(seen));
    lb.balancer = { ...detail, status: 202 };
    const run = new TestRun(specOf([]));
    expect(await problemFrom(drive(double.clock, run.run(flow, 'balancer')))).toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(/blog \(7001\) is still BUILD after 10 minutes/),
      hint: 'Retry to go on waiting',
    });
    expect(run.of('balancer').facts['id']).toBe('7001');
  });
});
