import { describe, expect, it } from 'vitest';
import { isAtLeast } from '../../src/providers/haproxy/process.ts';
import { freePort } from '../kit/freePort.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { never, nodeIn, openAt } from './kit/provider.ts';
import { ask, WebServer } from './kit/traffic.ts';

const any = { signal: never };
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

describe.skipIf(haproxyVersion === null)(`much in HAProxy ${haproxyVersion}`, () => {
  it('1,000 backends of 10 servers are all listed, and one is opened by itself', async () => {
    const backend = (at: number) =>
      `backend b${at}\n${lines(10, (server) => `  server s${server} 127.0.0.1:${9000 + server}`)}`;
    const haproxy = await Haproxy.start(lines(1_000, backend));
    const { provider, log } = await openAt(haproxy.socket);
    const list = await provider.listBalancers(any);
    expect(list).toHaveLength(1_000);
    expect(list.at(-1)).toMatchObject({ id: 'b999', status: 'UP', protocol: 'HTTP', nodes: { total: null } });
    const before = log.length;
    const detail = await provider.getBalancer('b500', any);
    expect(detail.nodes).toEqual({ total: 10, enabled: 10, draining: 0, disabled: 0, online: null });
    expect(log).toHaveLength(before + 1);
    const bytes = Number(/"bytes":(\d+)/.exec(log.at(-1) ?? '')?.[1]);
    expect(bytes).toBeLessThan(12_000);
  });

  it('1,000 toggles asked for at once are a few lines, each short enough, and all are done', async () => {
    const haproxy = await Haproxy.start(
      `backend web\n${lines(1_000, (at) => `  server server-with-a-name-${at} 127.0.0.1:9001`)}`,
    );
    const { provider, log } = await openAt(haproxy.socket);
    const ids = Array.from({ length: 1_000 }, (_, at) => `server-with-a-name-${at}`);
    await Promise.all(ids.map((id) => provider.changeNode('web', id, { condition: 'DISABLED' }, any)));
    expect(log.filter((line) => line.startsWith('haproxy ')).length).toBeLessThan(15);
    expect((await provider.getBalancer('web', any)).nodes).toMatchObject({ total: 1_000, disabled: 1_000 });
  });

  it('a server that is refused fails alone in its batch', async () => {
    const haproxy = await Haproxy.start(
      `backend web\n${lines(20, (at) => `  server s${at} 127.0.0.1:9001`)}`,
    );
    const { provider } = await openAt(haproxy.socket);
    const ids = ['s1', 'nobody', 's2', 's3'];
    const outcomes = await Promise.allSettled(
      ids.map((id) => provider.changeNode('web', id, { condition: 'DRAINING' }, any)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    const detail = await provider.getBalancer('web', any);
    expect(ids.filter((id) => id !== 'nobody').map((id) => nodeIn(detail, id).condition)).toEqual([
      'DRAINING',
      'DRAINING',
      'DRAINING',
    ]);
  });

  it('a backend is found although a frontend has its name, and traffic is counted', async () => {
    const [one, port, other] = [await WebServer.start('one'), await freePort(), await freePort()];
    // From 3.3 on it refuses a configuration where two have one name.
    const shares = haproxyVersion !== null && !isAtLeast({ version: haproxyVersion }, 3, 3);
    const front = shares ? 'web' : 'front';
    const haproxy = await Haproxy.start(`
frontend ${front}
  option socket-stats
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance leastconn
  server one 127.0.0.1:${one.port}
listen both
  option socket-stats
  bind 127.0.0.1:${other}
  server one 127.0.0.1:${one.port}`);
    const { provider } = await openAt(haproxy.socket);
    for (let times = 0; times < 5; times++) await ask(port, '/');
    // It counts a connection out just after it has ended it.
    await expect
      .poll(() => provider.counters?.read('web', any))
      .toMatchObject({ requests: 5, connections: 0 });
    const detail = await provider.getBalancer('web', any);
    expect(detail).toMatchObject({ algorithm: 'leastconn', protocol: 'HTTP', port: null, virtualIps: [] });
    expect(nodeIn(detail, 'one')).toMatchObject({ type: 'PRIMARY', connections: 0 });
    const [web, both] = await provider.listBalancers(any);
    expect(web).toMatchObject({ id: 'web', virtualIps: [] });
    expect(both).toMatchObject({
      id: 'both',
      port: other,
      virtualIps: [{ address: '127.0.0.1', ipVersion: 'IPV4' }],
    });

    const before = await provider.counters?.read('web', any);
    for (let times = 0; times < 5; times++) await ask(port, '/');
    const after = await provider.counters?.read('web', any);
    expect(after?.requests).toBe(10);
    expect(after?.epoch).toBe(before?.epoch);
    // In plain words, without what counts nothing.
    const counted = new Map(after?.all.map(({ name, ...counter }) => [name, counter]));
    expect(counted.get('req_tot') ?? counted.get('stot')).toMatchObject({ value: 10 });
    expect(counted.get('bin')).toEqual({ value: expect.any(Number), label: 'came in', unit: 'B' });
    expect([...counted.keys()].filter((name) => /^(?:pid|iid|sid|type|u?weight|agg_)/.test(name))).toEqual(
      [],
    );

    await haproxy.tell('clear counters all');
    const cleared = await provider.counters?.read('web', any);
    expect(cleared?.requests).toBe(0);
    expect(cleared?.epoch).not.toBe(before?.epoch);

    const [frontends, configuration] = provider.sections?.(detail) ?? [];
    if (frontends?.kind !== 'collection' || configuration?.kind !== 'setting') return expect.fail();
    expect(await frontends.list(any)).toMatchObject([
      {
        name: front,
        cells: { status: 'OPEN', protocol: 'HTTP', address: `127.0.0.1:${port}`, sessions: '0' },
      },
      { name: 'both' },
    ]);
    const text = configuration.known?.values['lines'] ?? '';
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'backend web',
        '    balance leastconn',
        `    server one 127.0.0.1:${one.port}`,
      ]),
    );
    // HAProxy itself is the judge of what may be copied.
    haproxy.configure(text.replace('bind :80', `bind 127.0.0.1:${port}`));
    await haproxy.reload();
    expect((await ask(port, '/')).body).toBe('one');
  });
});
