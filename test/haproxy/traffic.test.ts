import { describe, expect, it } from 'vitest';
import { freePort } from '../kit/freePort.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { never, nodeIn, openAt } from './kit/provider.ts';
import { ask, Held, startEcho, visitors, WebServer } from './kit/traffic.ts';
import { waitFor } from './kit/wait.ts';

const to = (condition: 'ENABLED' | 'DRAINING' | 'DISABLED') => ({ condition });

/** Two web servers behind a cookie, and one TCP service. */
async function shop() {
  const [one, two, port, echo, tcp] = [
    await WebServer.start('one'),
    await WebServer.start('two'),
    await freePort(),
    await startEcho(),
    await freePort(),
  ];
  const haproxy = await Haproxy.start(`
frontend in
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance roundrobin
  cookie SRV insert indirect
  server one 127.0.0.1:${one.port} cookie one
  server two 127.0.0.1:${two.port} cookie two
listen tcp
  mode tcp
  bind 127.0.0.1:${tcp}
  server echo 127.0.0.1:${echo}`);
  return { haproxy, one, two, port, tcp };
}

/** A request that is in flight on the server of that cookie, as soon as it is there. */
async function inFlight(port: number, server: WebServer) {
  const reply = ask(port, '/held', { cookie: `SRV=${server.name}` });
  await waitFor('the request is held', () => server.holding === 1);
  return { reply };
}

describe.skipIf(haproxyVersion === null)(`traffic through HAProxy ${haproxyVersion}`, () => {
  it('DRAINING lets a request end and cookies stay, and brings no new visitor', async () => {
    const { haproxy, one, port } = await shop();
    const { provider } = await openAt(haproxy.socket);
    const { reply } = await inFlight(port, one);
    const { cookie } = await firstOf(port, 'one');

    const { detail } = await provider.changeNode('web', 'one', to('DRAINING'), { signal: never });
    expect(nodeIn(detail ?? (await provider.getBalancer('web', { signal: never })), 'one')).toMatchObject({
      condition: 'DRAINING',
      connections: 1,
    });

    expect(await visitors(port, 300)).toEqual(new Map([['two', 300]]));
    for (let again = 0; again < 20; again++) expect((await ask(port, '/', { cookie })).body).toBe('one');
    expect(one.holding).toBe(1);
    one.finishHeld();
    expect((await reply).whole).toBe(true);

    await provider.changeNode('web', 'one', to('ENABLED'), { signal: never });
    expect((await visitors(port, 100)).get('one')).toBe(50);
  });

  it('a request in flight ends whole under DRAINING and is cut by DISABLED', async () => {
    const { haproxy, one, port } = await shop();
    const { provider } = await openAt(haproxy.socket);
    const drained = await inFlight(port, one);
    await provider.changeNode('web', 'one', to('DRAINING'), { signal: never });
    one.finishHeld();
    expect(await drained.reply).toMatchObject({ status: 200, body: 'begun one', whole: true });

    // The cookie is honoured while the server drains.
    const cutOff = await inFlight(port, one);
    await provider.changeNode('web', 'one', to('DISABLED'), { signal: never });
    expect(await cutOff.reply).toMatchObject({ body: 'begun ', whole: false });
    expect((await ask(port, '/', { cookie: 'SRV=one' })).body).toBe('two');
    expect(await visitors(port, 100)).toEqual(new Map([['two', 100]]));
  });

  it('a held TCP connection lives through DRAINING and ends with DISABLED', async () => {
    const { haproxy, tcp } = await shop();
    const { provider } = await openAt(haproxy.socket);
    const held = await Held.open(tcp);
    await held.echo('before;');
    await provider.changeNode('tcp', 'echo', to('DRAINING'), { signal: never });
    await held.echo('draining;');
    expect(await provider.connections?.read('tcp', { signal: never })).toEqual(new Map([['echo', 1]]));
    await provider.changeNode('tcp', 'echo', to('DISABLED'), { signal: never });
    await held.ended;
    // It counts the connection out just after it has ended it.
    await expect
      .poll(() => provider.connections?.read('tcp', { signal: never }))
      .toEqual(new Map([['echo', 0]]));
  });

  it('weights share the traffic, and 0 drains', async () => {
    const { haproxy, port } = await shop();
    const { provider } = await openAt(haproxy.socket);
    await provider.changeNode('web', 'one', { weight: 3 }, { signal: never });
    const shared = await visitors(port, 200);
    expect(shared.get('one')).toBe(150);
    const { detail } = await provider.changeNode('web', 'one', { weight: 0 }, { signal: never });
    expect(nodeIn(detail ?? expect.fail(), 'one')).toMatchObject({
      condition: 'DRAINING',
      weight: 0,
      note: 'weight 0, not checked',
    });
    expect(await visitors(port, 100)).toEqual(new Map([['two', 100]]));
    const node = nodeIn(await provider.getBalancer('web', { signal: never }), 'one');
    expect(provider.conditionRefusal?.(node, 'ENABLED', detail)).toBe('its weight is 0: give it a weight');
  });

  it('a server that is added gets traffic, moves, and is removed under load', async () => {
    const { haproxy, port } = await shop();
    const three = await WebServer.start('three');
    const moved = await WebServer.start('moved');
    const { provider } = await openAt(haproxy.socket);
    const editing = provider.nodes ?? expect.fail();
    const form = editing.addForm(await provider.getBalancer('web', { signal: never }));
    expect(form.fields.map((field) => field.key)).toContain('name');
    const [node] = editing.newNodes({
      address: '127.0.0.1',
      port: String(three.port),
      condition: 'ENABLED',
      check: 'yes',
    });
    const added = await editing.add('web', [node ?? expect.fail()], { signal: never });
    const name = `127.0.0.1_${three.port}`;
    expect(nodeIn(added.detail ?? expect.fail(), name)).toMatchObject({ condition: 'ENABLED', weight: 1 });
    expect((await visitors(port, 90)).get('three')).toBe(30);

    const detail = await provider.getBalancer('web', { signal: never });
    const [address] = provider.nodeSections?.(detail, nodeIn(detail, name)) ?? [];
    if (address?.kind !== 'setting' || !address.write) return expect.fail();
    const before = await address.read({ signal: never });
    expect(address.warnings?.({}, before)).toEqual(['New connections go there at once, before any check']);
    await address.write({ address: '127.0.0.1', port: String(moved.port) }, before, { signal: never });
    const now = await visitors(port, 90);
    expect([now.get('three'), now.get('moved')]).toEqual([undefined, 30]);

    const cutOff = ask(port, '/held');
    const others = [ask(port, '/held'), ask(port, '/held')];
    await waitFor('one is held by each', () => moved.holding === 1);
    const removed = await editing.remove('web', [name], { signal: never });
    expect(removed.detail?.nodeList.map(({ id }) => id)).toEqual(['one', 'two']);
    const ended = await Promise.race([cutOff, ...others]);
    expect(ended.whole).toBe(false);
    expect((await visitors(port, 40)).get('moved')).toBeUndefined();
    await expect(editing.remove('web', ['nobody'], { signal: never })).resolves.toMatchObject({
      detail: { nodeList: [{ id: 'one' }, { id: 'two' }] },
    });
  });
});

/** Visits until that server answers a new visitor, and keeps its cookie. */
async function firstOf(port: number, name: string) {
  for (;;) {
    const reply = await ask(port, '/');
    if (reply.body === name) return reply;
  }
}
