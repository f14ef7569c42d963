import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import { memoryLog } from '../../src/sandbox/eventLog.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { VirtualClock } from '../kit/clock.ts';
import { openSandbox, send } from './client.ts';
import { SharedLog, seededRandom } from './sharedLog.ts';

const ASKED = { name: 'lost', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] };

describe('trouble', () => {
  it('slow: the answer waits for the sandbox’s clock', async () => {
    const { sandbox, client, clock } = await openSandbox();
    sandbox.control.fault({ kind: 'slow', ms: 5_000, count: 1 });
    let answered = false;
    const reply = client.lb('/loadbalancers').then((answer) => {
      answered = true;
      return answer.status;
    });
    while (clock.waiting === 0) await new Promise(setImmediate);
    expect([answered, sandbox.inFlight()]).toEqual([false, 1]);
    await clock.advance(5_000);
    expect(await reply).toBe(200);
    expect((await client.lb('/loadbalancers')).status).toBe(200);
  });

  it('cut: nothing is done; cut-after: it is done and nobody is told', async () => {
    const { sandbox, client } = await openSandbox();
    const lost = async () =>
      (await client.lb('/loadbalancers')).body.loadBalancers.filter(
        (row: { name: string }) => row.name === 'lost',
      ).length;
    sandbox.control.fault({ kind: 'cut', count: 1, method: 'POST' });
    await expect(client.lb('/loadbalancers', 'POST', { loadBalancer: ASKED })).rejects.toThrow();
    expect(await lost()).toBe(0);
    sandbox.control.fault({ kind: 'cut-after', count: 1, method: 'POST', path: '/loadbalancers' });
    await expect(client.lb('/loadbalancers', 'POST', { loadBalancer: ASKED })).rejects.toThrow();
    expect(await lost()).toBe(1);
    expect(sandbox.inFlight()).toBe(0);
  });

  it('status and malformed: what a proxy on the way might say', async () => {
    const { sandbox, client } = await openSandbox();
    sandbox.control.fault({ kind: 'status', status: 502, path: '/nodes', count: 1 });
    expect((await client.lb('/loadbalancers')).status).toBe(200);
    const html = await client.lb('/loadbalancers/7001/nodes');
    expect([html.status, html.headers.get('content-type')]).toEqual([502, 'text/html']);
    sandbox.control.fault({ kind: 'malformed' });
    const broken = await client.lb('/loadbalancers');
    expect([broken.status, broken.body]).toEqual([200, null]);
    sandbox.control.clearFaults();
    expect((await client.lb('/loadbalancers')).body).not.toBeNull();
  });

  it('down: every connection is dropped until the time is over', async () => {
    const { sandbox, client } = await openSandbox();
    sandbox.control.fault({ kind: 'down', forMs: 10_000 });
    await expect(client.lb('/loadbalancers')).rejects.toThrow();
    sandbox.control.advance(10_000);
    expect((await client.lb('/loadbalancers')).status).toBe(200);
  });
});

describe('control over HTTP', () => {
  it('needs the key, and moves the same world', async () => {
    const { sandbox, client } = await openSandbox();
    const key = { 'X-Sandbox-Key': sandbox.rackspace.apiKey };
    const to = (path: string, method: string, body?: unknown, headers: Record<string, string> = key) =>
      send(`${sandbox.url}/sandbox/${path}`, method, body, headers);
    expect((await to('state', 'GET', undefined, {})).status).toBe(401);
    expect((await to('state', 'GET', undefined, { 'X-Sandbox-Key': 'guess' })).status).toBe(401);
    expect((await to('state', 'GET')).body.regions.DFW).toMatchObject({ balancers: 14 });
    expect((await to('clock', 'POST', { advanceMs: 3_600_000 })).body.now).toBe('2026-03-01T13:00:00.000Z');
    expect((await to('clock', 'POST', { advanceMs: -1 })).status).toBe(400);
    expect((await to('faults', 'POST', { kind: 'flood' })).status).toBe(400);
    expect((await to('faults', 'POST', { kind: 'down' })).status).toBe(204);
    await expect(client.lb('/loadbalancers')).rejects.toThrow();
    expect((await to('faults', 'DELETE')).status).toBe(204);
    await client.lb('/loadbalancers/7001', 'DELETE');
    expect((await to('reset', 'POST')).status).toBe(204);
    expect((await client.lb('/loadbalancers/7001')).body.loadBalancer.status).toBe('ACTIVE');
    expect((await to('nonsense', 'GET')).status).toBe(404);
    expect((await to('reset', 'GET')).status).toBe(405);
  });
});

describe('rate limits', () => {
  it('let 10 reads and 5 creations a second through, by verb and by the sandbox’s clock', async () => {
    const { sandbox, client } = await openSandbox({ rateLimits: true });
    const statuses = async (count: number, method: string, body?: unknown) => {
      const replies = [];
      for (let place = 0; place < count; place += 1)
        replies.push((await client.lb('/loadbalancers', method, body)).status);
      return replies;
    };
    expect(await statuses(10, 'GET')).toEqual(Array(10).fill(200));
    const over = await client.lb('/loadbalancers');
    expect([over.status, over.headers.get('retry-after')]).toEqual([413, '1']);
    expect(over.body.overLimit).toMatchObject({
      code: 413,
      message: 'OverLimit Retry...',
      retryAfter: '2026-03-01T12:00:01Z',
    });
    expect((await statuses(6, 'POST', {})).map((status) => status === 413)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    sandbox.control.advance(1_000);
    expect((await client.lb('/loadbalancers')).status).toBe(200);
    const { rate } = (await client.lb('/limits')).body.limits;
    expect(rate[0].limit).toContainEqual(
      expect.objectContaining({ verb: 'GET', value: 600, remaining: 588, unit: 'MINUTE' }),
    );
  });
});

describe('the wire', () => {
  it('tells exactly which requests are under way', async () => {
    const told: string[] = [];
    const { sandbox, client } = await openSandbox({
      onRequest: (phase, method, path) => told.push(`${phase} ${method} ${path}`),
    });
    told.length = 0;
    await client.lb('/loadbalancers?limit=1');
    const path = new URL(`${client.urlOf('cloudLoadBalancers', 'DFW')}/loadbalancers`).pathname;
    expect(told).toEqual([`begin GET ${path}`, `end GET ${path}`]);
    expect(sandbox.inFlight()).toBe(0);
  });

  it('names its requests and dates its answers by the sandbox’s clock', async () => {
    const { sandbox, client } = await openSandbox();
    sandbox.control.advance(60_000);
    const { headers } = await client.lb('/loadbalancers');
    expect(headers.get('x-request-id')).toMatch(/^req-[0-9a-f]{16}$/);
    expect(headers.get('date')).toBe('Sun, 01 Mar 2026 12:01:00 GMT');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('refuses a body over a megabyte', async () => {
    const { client } = await openSandbox();
    const { status } = await client.lb('/loadbalancers', 'POST', ' '.repeat(1_200_000));
    expect(status).toBe(413);
    expect((await client.lb('/loadbalancers')).status).toBe(200);
  });

  it('stands odd requests', async () => {
    const { sandbox, client } = await openSandbox();
    const odd = (method: string, path: string) =>
      new Promise<number>((resolve, reject) => {
        request(`${sandbox.url}/`, { method, path }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    expect(await odd('GET', '/%E0%A4%A')).toBe(400);
    expect(await odd('GET', '//')).toBeGreaterThanOrEqual(400);
    expect(await odd('OPTIONS', '/rackspace/identity/v2.0/tokens')).toBe(405);
    expect(await odd('PURGE', '/nonsense')).toBe(404);
    expect((await client.lb('/loadbalancers')).status).toBe(200);
  });

  it('ends at once, with a request waiting', async () => {
    const { sandbox, client, clock } = await openSandbox();
    sandbox.control.fault({ kind: 'slow', ms: 60_000 });
    const waiting = client.lb('/loadbalancers');
    const failed = expect(waiting).rejects.toThrow();
    while (clock.waiting === 0) await new Promise(setImmediate);
    await sandbox.close();
    await failed;
    expect([clock.waiting, sandbox.inFlight()]).toEqual([0, 0]);
  });

  it('says so when its port is taken', async () => {
    const { sandbox } = await openSandbox();
    const port = Number(new URL(sandbox.url).port);
    const second = startSandbox({
      log: memoryLog(),
      clock: new VirtualClock(),
      random: seededRandom(),
      port,
    });
    await expect(second).rejects.toBeInstanceOf(Failure);
    await expect(second).rejects.toThrow(`Port ${port} is in use`);
  });

  it('serves one world from two servers, each taking the other’s tokens', async () => {
    const log = new SharedLog();
    const one = await openSandbox({ log: log.reader() });
    const other = await openSandbox({ log: log.reader(), clock: one.clock });
    await one.client.lb('/loadbalancers/7001/nodes/5102', 'PUT', { node: { condition: 'DRAINING' } });
    const url = `${other.client.urlOf('cloudLoadBalancers', 'DFW')}/loadbalancers/7001/nodes/5102`;
    const seen = await send(url, 'GET', undefined, { 'X-Auth-Token': one.client.token });
    expect(seen.body.node.condition).toBe('DRAINING');
    expect(
      (await other.client.lb('/loadbalancers/7001/nodes/5101', 'PUT', { node: { weight: 2 } })).status,
    ).toBe(422);
  });
});

it('a token that was issued between two milliseconds is good', async () => {
  const { client } = await openSandbox({ clock: new VirtualClock(1_772_366_400_000.5) });
  expect((await client.lb('/loadbalancers')).status).toBe(200);
});
