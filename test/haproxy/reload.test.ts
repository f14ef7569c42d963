import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freePort } from '../kit/freePort.ts';
import { problemFrom } from '../providers/kit/problems.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { never, nodeIn, openAt } from './kit/provider.ts';
import { ask, WebServer } from './kit/traffic.ts';
import { waitFor } from './kit/wait.ts';

const WEB = `
backend web
  server one 127.0.0.1:9001
  server two 127.0.0.1:9002 weight 5
backend other
  server x 127.0.0.1:9003`;

const any = { signal: never };
const NOBODY = 65_534;

/** No mode keeps root out. */
async function asOrdinaryUser<T>(task: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await task();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe.skipIf(haproxyVersion === null)(`HAProxy ${haproxyVersion} that comes and goes`, () => {
  it('a reload is noticed, and what it took away is told', async () => {
    const haproxy = await Haproxy.start(WEB);
    const { provider, log } = await openAt(haproxy.socket);
    await provider.changeNode('web', 'one', { condition: 'DRAINING' }, any);
    await provider.changeNode('web', 'two', { weight: 9 }, any);
    const editing = provider.nodes ?? expect.fail();
    const nodes = editing.newNodes({
      address: '127.0.0.1',
      port: '9009',
      name: 'new',
      condition: 'DISABLED',
    });
    await editing.add('web', nodes, any);
    await haproxy.reload();

    const detail = await provider.getBalancer('web', any);
    expect(detail.nodeList.map(({ id, condition, weight, note }) => [id, condition, weight, note])).toEqual([
      ['one', 'ENABLED', 1, 'reset by a reload: was DRAINING, not checked'],
      ['two', 'ENABLED', 5, 'reset by a reload: had weight 9, not checked'],
    ]);
    expect(log.some((line) => line.startsWith('haproxy was reloaded'))).toBe(true);
    const reloads = provider.sections?.(detail).find(({ key }) => key === 'reloads');
    if (reloads?.kind !== 'setting') return expect.fail();
    const { values, summary } = await reloads.read(any);
    expect(values['lost']?.split('\n')).toEqual([
      'web/one was DRAINING',
      'web/two had weight 9',
      'web/new had been added',
    ]);
    expect(values['next']).toBe('nothing');
    expect(summary).toBe('the next one takes nothing away, 3 servers reset by an earlier one');

    const again = await provider.changeNode('web', 'one', { condition: 'DRAINING' }, any);
    expect(again.detail?.nodeList.map(({ note }) => note)).toEqual([
      'not checked',
      'reset by a reload: had weight 9, not checked',
    ]);
  });

  it('what the next reload would take is told, whoever has changed it', async () => {
    const haproxy = await Haproxy.start(`${WEB}
  server off 127.0.0.1:9004 disabled
  server checked 127.0.0.1:9005 check inter 1h`);
    const { provider } = await openAt(haproxy.socket);
    const told = async (backend: string) => {
      const detail = await provider.getBalancer(backend, any);
      const reloads = provider.sections?.(detail).find(({ key }) => key === 'reloads');
      if (reloads?.kind !== 'setting') return expect.fail();
      const { values, summary } = await reloads.read(any);
      return { lines: values['next']?.split('\n'), summary };
    };
    expect(await told('other')).toEqual({ lines: ['nothing'], summary: 'the next one takes nothing away' });

    await haproxy.tell('set server other/x state drain');
    await haproxy.tell('set server other/off state ready');
    await haproxy.tell('disable health other/checked');
    expect(await told('other')).toEqual({
      lines: ['x DRAINING', 'off ENABLED (configured disabled)', 'checked health check stopped'],
      summary: 'the next one resets 3 servers',
    });

    await haproxy.tell('set server web/two weight 9');
    await provider.changeNode('web', 'one', { condition: 'DISABLED' }, any);
    expect((await told('web')).lines).toEqual(['one DISABLED', 'two weight 9 (configured 5)']);
  });

  it('a reload that a change is the first to meet is noticed too', async () => {
    const haproxy = await Haproxy.start(WEB);
    const { provider } = await openAt(haproxy.socket);
    await provider.changeNode('web', 'one', { condition: 'DRAINING' }, any);
    await haproxy.reload();
    const { detail } = await provider.changeNode('web', 'two', { condition: 'DRAINING' }, any);
    expect(detail?.nodeList.map(({ note }) => note)).toEqual([
      'reset by a reload: was DRAINING, not checked',
      'not checked',
    ]);
  });

  it('what somebody else has changed is not taken for a loss', async () => {
    const haproxy = await Haproxy.start(WEB);
    const { provider } = await openAt(haproxy.socket);
    await provider.changeNode('web', 'one', { condition: 'DRAINING' }, any);
    await haproxy.tell('set server web/one state ready');
    await provider.getBalancer('web', any);
    await haproxy.reload();
    expect(nodeIn(await provider.getBalancer('web', any), 'one').note).toBe('not checked');
  });

  it('killed, gone, forbidden, back: each is told with its mend, and the same account goes on', async () => {
    const haproxy = await Haproxy.start(WEB);
    const { provider } = await openAt(haproxy.socket);
    const list = () => provider.listBalancers(any);
    expect((await list()).map(({ id, status }) => [id, status])).toEqual([
      ['web', 'UP'],
      ['other', 'UP'],
    ]);

    await haproxy.kill();
    expect(await problemFrom(list())).toMatchObject({
      kind: 'network',
      message: `Could not list the backends: nothing listens on ${haproxy.socket}`,
    });
    const problem = await problemFrom(provider.changeNode('web', 'one', { condition: 'DRAINING' }, any));
    expect(problem.message).toContain('Could not drain web/one: nothing listens on');
    expect(problem.maybeApplied).toBeUndefined();

    haproxy.configure('backend web\n  server three 127.0.0.1:9001');
    await haproxy.run();
    expect((await provider.getBalancer('web', any)).nodeList.map(({ id }) => id)).toEqual(['three']);
    expect(await problemFrom(provider.getBalancer('other', any))).toMatchObject({
      kind: 'missing',
      message: 'HAProxy has no backend other',
    });
    expect(
      await problemFrom(provider.changeNode('web', 'one', { condition: 'DRAINING' }, any)),
    ).toMatchObject({
      kind: 'missing',
    });

    chmodSync(haproxy.socket, 0);
    expect(await problemFrom(asOrdinaryUser(list))).toMatchObject({
      kind: 'forbidden',
      message: `Could not list the backends: you may not open ${haproxy.socket}`,
    });
    chmodSync(haproxy.socket, 0o600);
    expect(await list()).toHaveLength(1);
  });

  it('reloads in the middle of reading and changing lose nothing', async () => {
    const haproxy = await Haproxy.start(WEB);
    const { provider } = await openAt(haproxy.socket);
    let over = false;
    const reloading = (async () => {
      for (let times = 0; times < 3; times++) await haproxy.reload();
    })().finally(() => {
      over = true;
    });
    let changes = 0;
    while (!over || changes < 4) {
      const to = changes++ % 2 === 0 ? 'DRAINING' : 'ENABLED';
      const { detail } = await provider.changeNode('web', 'one', { condition: to }, any);
      expect(nodeIn(detail ?? expect.fail(), 'one').condition).toBe(to);
      expect(await provider.listBalancers(any)).toHaveLength(2);
    }
    await reloading;
  });

  it('DISABLED also cuts what an old process holds, with a master socket', async () => {
    const [one, port] = [await WebServer.start('one'), await freePort()];
    const haproxy = await Haproxy.start(
      `listen web\n  bind 127.0.0.1:${port}\n  server one 127.0.0.1:${one.port}`,
    );
    const plain = await openAt(haproxy.socket);
    const both = await openAt(haproxy.socket, { masterSocket: haproxy.masterSocket });
    const reply = ask(port, '/held');
    await waitFor('it is held', () => one.holding === 1);
    await haproxy.reload();

    const detail = await plain.provider.getBalancer('web', any);
    const node = nodeIn(detail, 'one');
    expect(plain.provider.conditionWarnings?.([node], 'DISABLED', detail)).toEqual([
      expect.stringMatching(
        /^HAProxy was reloaded \d+ s ago: connections from before live on in its old process/,
      ),
    ]);
    await plain.provider.changeNode('web', 'one', { condition: 'DISABLED' }, any);
    expect(one.holding).toBe(1);
    await plain.provider.changeNode('web', 'one', { condition: 'ENABLED' }, any);

    expect(both.provider.conditionWarnings?.([node], 'DISABLED', detail)).toEqual([]);
    await both.provider.changeNode('web', 'one', { condition: 'DISABLED' }, any);
    expect(await reply).toMatchObject({ body: 'begun ', whole: false });
  });
});
