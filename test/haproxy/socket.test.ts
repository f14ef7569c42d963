import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { problemFrom } from '../providers/kit/problems.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { never, nodeIn, openAt } from './kit/provider.ts';

const any = { signal: never };

/** Ten conversations that do not end. */
async function occupy(socket: string): Promise<readonly Socket[]> {
  const lines = [];
  for (let count = 0; count < 10; count++) {
    const line = createConnection({ path: socket });
    onTestFinished(() => {
      line.destroy();
    });
    await once(line, 'connect');
    line.write('prompt\n');
    await once(line, 'data');
    lines.push(line);
  }
  return lines;
}

describe.skipIf(haproxyVersion === null)(`the socket of HAProxy ${haproxyVersion}`, () => {
  it('of level user makes an account that only reads', async () => {
    const haproxy = await Haproxy.start('backend web\n  server one 127.0.0.1:9001');
    const { provider, log } = await openAt(haproxy.userSocket);
    const detail = await provider.getBalancer('web', any);
    expect(detail.nodeList).toHaveLength(1);
    expect(provider.nodes).toBeUndefined();
    expect(provider.missing['add']).toBe(
      'this socket has level user and may only read: its stats socket line in haproxy.cfg needs "level admin"',
    );
    expect(provider.conditionRefusal?.(nodeIn(detail, 'one'), 'DRAINING', detail)).toContain('may only read');
    const sections = provider.nodeSections?.(detail, nodeIn(detail, 'one')) ?? [];
    expect(sections).toHaveLength(2);
    for (const section of sections) {
      expect(section).not.toHaveProperty('write');
      expect(section.unavailable).toContain('level user and may only read: its stats socket line');
    }
    const before = log.length;
    expect(
      await problemFrom(provider.changeNode('web', 'one', { condition: 'DRAINING' }, any)),
    ).toMatchObject({
      kind: 'forbidden',
      message: 'Could not change web/one: this socket has level user and may only read',
    });
    expect(log).toHaveLength(before);
  });

  it('that ten others hold is told in time, and works again when one leaves', async () => {
    const haproxy = await Haproxy.start('backend web\n  server one 127.0.0.1:9001');
    const { provider } = await openAt(haproxy.socket);
    const [first] = await occupy(haproxy.socket);
    expect(await problemFrom(provider.listBalancers(any))).toMatchObject({
      kind: 'timeout',
      message: `Could not list the backends: ${haproxy.socket} took the connection and did not answer within 5 s`,
      hint: 'A stats socket serves 10 connections at once: close other programs that use it',
    });
    first?.destroy();
    expect(await provider.listBalancers(any)).toHaveLength(1);
  });

  it('of the master is told apart from a worker’s', async () => {
    const haproxy = await Haproxy.start('backend web\n  server one 127.0.0.1:9001');
    expect(await problemFrom(openAt(haproxy.masterSocket))).toMatchObject({
      kind: 'invalid',
      message: `Could not open edge: ${haproxy.masterSocket} is HAProxy's master socket`,
    });
    const { provider } = await openAt(haproxy.socket, { masterSocket: haproxy.userSocket });
    expect(
      await problemFrom(provider.changeNode('web', 'one', { condition: 'DISABLED' }, any)),
    ).toMatchObject({
      message: expect.stringContaining('the master socket of this account is none'),
    });
  });

  it('reads what HAProxy says in bits, not in words', async () => {
    const haproxy = await Haproxy.start(`
backend web
  server dead 127.0.0.1:1 check inter 100 fall 1
  server light 127.0.0.1:9001 weight 0
  server spare 127.0.0.1:9002 backup
  server off 127.0.0.1:9003 disabled
  server near 127.0.0.1:1 track web/dead
backend shadow
  balance source
  server like 127.0.0.1:1 track web/dead`);
    const { provider } = await openAt(haproxy.socket);
    await expect
      .poll(async () => nodeIn(await provider.getBalancer('web', any), 'dead').health)
      .toBe('OFFLINE');
    await provider.changeNode('web', 'dead', { condition: 'DRAINING' }, any);
    const web = await provider.getBalancer('web', any);
    expect(web.nodeList).toMatchObject([
      {
        id: 'dead',
        condition: 'DRAINING',
        health: 'OFFLINE',
        note: expect.stringContaining('Connection refused'),
      },
      { id: 'light', condition: 'DRAINING', health: null, type: 'PRIMARY', note: 'weight 0, not checked' },
      { id: 'spare', condition: 'ENABLED', type: 'SECONDARY' },
      { id: 'off', condition: 'DISABLED', health: null, note: null },
      { id: 'near', condition: 'DRAINING', health: 'OFFLINE', note: 'follows web/dead' },
    ]);
    const shadow = await provider.getBalancer('shadow', any);
    const like = nodeIn(shadow, 'like');
    expect(like).toMatchObject({ condition: 'DRAINING', health: 'OFFLINE' });
    expect(like.note).toContain('follows web/dead');
    expect(provider.conditionRefusal?.(like, 'ENABLED', shadow)).toBe('it follows web/dead: change that one');
    expect(provider.conditionRefusal?.(like, 'DISABLED', shadow)).toBeNull();

    await provider.changeNode('web', 'off', { condition: 'ENABLED' }, any);
    const off = nodeIn(await provider.getBalancer('web', any), 'off');
    expect(off.condition).toBe('ENABLED');
    expect(provider.conditionWarnings?.([off], 'DRAINING', await provider.getBalancer('web', any))).toEqual([
      'No PRIMARY server is left: spare, a backup, takes over',
    ]);
    const dead = nodeIn(web, 'dead');
    expect(provider.conditionWarnings?.([dead], 'DRAINING', web)).toContain('near follows and goes with it');
    expect(await problemFrom(provider.changeNode('shadow', 'like', { weight: 7 }, any))).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('static LB algorithm'),
    });
    const editing = provider.nodes ?? expect.fail();
    const nodes = editing.newNodes({ address: '127.0.0.1', port: '81' });
    expect(await problemFrom(editing.add('shadow', nodes, any))).toMatchObject({
      kind: 'invalid',
      hint: expect.stringContaining('hash-type consistent'),
    });
    expect(await problemFrom(editing.remove('web', ['dead'], any))).toMatchObject({
      message: expect.stringContaining('other configuration elements pointing to it'),
    });
    expect(nodeIn(await provider.getBalancer('web', any), 'dead').condition).toBe('DRAINING');
  });

  it('health checks and their end are a setting', async () => {
    const haproxy = await Haproxy.start(
      'backend web\n  server one 127.0.0.1:1 check inter 100\n  server two 127.0.0.1:1',
    );
    const { provider } = await openAt(haproxy.socket);
    const detail = await provider.getBalancer('web', any);
    const checks = (id: string) => {
      const section = provider
        .nodeSections?.(detail, nodeIn(detail, id))
        .find(({ key }) => key === 'health-checks');
      return section?.kind === 'setting' ? section : expect.fail();
    };
    expect(checks('two')).toMatchObject({
      unavailable: expect.stringContaining('"check"'),
      known: { summary: 'none' },
    });
    const before = await checks('one').read(any);
    const { warnings, notes } = checks('one');
    // Only what may break something asks; that a reload forgets it is said with either.
    expect([warnings?.({ enabled: 'yes' }, before), warnings?.({ enabled: 'no' }, before)?.length]).toEqual([
      [],
      1,
    ]);
    expect(notes?.({ enabled: 'yes' }, before)).toEqual(['HAProxy forgets it at its next reload']);
    const receipt = await checks('one').write?.({ enabled: 'no' }, before, any);
    expect(nodeIn(receipt?.detail ?? expect.fail(), 'one')).toMatchObject({
      health: null,
      note: 'not checked',
    });
    expect(await checks('one').read(any)).toMatchObject({
      values: { enabled: 'no' },
      summary: 'off: taken for healthy',
    });
  });
});
