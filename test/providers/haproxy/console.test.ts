import { describe, expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { drive } from '../kit/rackspaceDouble.ts';
import { any, cut, open, ScriptedHaproxy } from './kit.ts';

describe('what comes over the socket', () => {
  it('is one line a connection, read to its end', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    await provider.getBalancer('web', any);
    expect(scripted.connections).toBe(2);
    expect(scripted.got).toEqual([
      'set severity-output number',
      'show info',
      'show cli level',
      'set severity-output number',
      'show info',
      'show servers state web',
      'show stat web 14 -1',
      'show cli level',
    ]);
  });

  it('may come in pieces from one that ends no connection, as the master does', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path, { limits: { totalMs: 4_000 } });
    scripted.before = (command) => {
      if (command !== 'show cli level') return null;
      return async (socket) => {
        for (const piece of ['[6]: ad', 'min\n\n']) {
          await new Promise((resolve) => socket.write(piece, resolve));
          // What is read comes between two of these.
          for (const _ of [1, 2]) await new Promise((resolve) => setImmediate(resolve));
        }
      };
    };
    expect((await provider.getBalancer('web', any)).nodeList).toHaveLength(2);
  });

  it('may lack the empty line after an error, as up to 2.8', async () => {
    const scripted = await ScriptedHaproxy.start();
    scripted.before = (command) =>
      command.includes('weight') ? '[3]: Empty weight string empty or preceded by garbage\n' : null;
    const { provider } = await open(scripted.path);
    expect(await problemFrom(provider.changeNode('web', 's1', { weight: 3 }, any))).toMatchObject({
      message: 'Could not set the weight of web/s1: Empty weight string empty or preceded by garbage',
    });
  });

  it('is asked again where a process is being replaced', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider, clock } = await open(scripted.path);
    let refused = 0;
    scripted.before = (command) =>
      command.startsWith('set server') && refused++ < 2 ? '[3]: Proxy is disabled.\n\n' : null;
    const { detail } = await drive(clock, provider.changeNode('web', 's1', { condition: 'DRAINING' }, any));
    expect(detail?.nodeList[0]?.condition).toBe('DRAINING');

    scripted.before = (command) => (command.startsWith('set server') ? '[3]: Proxy is disabled.\n\n' : null);
    const stuck = provider.changeNode('web', 's1', { condition: 'ENABLED' }, any);
    expect(await problemFrom(drive(clock, stuck))).toMatchObject({ kind: 'busy' });

    scripted.before = () => null;
    scripted.stopping = true;
    const reading = provider.getBalancer('web', any);
    scripted.stopping = false;
    expect((await drive(clock, reading)).nodeList).toHaveLength(2);
  });

  it('of a process that stops for good is believed at last', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider, clock } = await open(scripted.path);
    scripted.stopping = true;
    expect((await drive(clock, provider.getBalancer('web', any))).nodeList).toHaveLength(2);
    const change = provider.changeNode('web', 's1', { condition: 'DRAINING' }, any);
    expect(await problemFrom(drive(clock, change))).toMatchObject({ kind: 'busy' });
  });

  it('is read once more where it was cut off, and no more than that', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    let cuts = 0;
    scripted.before = (command) => (command.startsWith('show stat') && cuts++ === 0 ? cut : null);
    expect((await provider.getBalancer('web', any)).nodeList).toHaveLength(2);
    scripted.before = (command) => (command.startsWith('show stat') ? cut : null);
    const before = scripted.connections;
    expect(await problemFrom(provider.getBalancer('web', any))).toMatchObject({
      kind: 'network',
      message: expect.stringContaining('Could not read web: '),
    });
    expect(scripted.connections).toBe(before + 2);
  });

  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.2p1\r\n', /is not HAProxy: it begins with “SSH-2.0-OpenSSH_9.2p1”/],
    ['control characters', '\u001b[2J\u0007hello\n', /it begins with “hello”/],
    [
      'a line that is too long',
      'The command line is too big for the buffer size (16384).\n',
      /too long for HAProxy/,
    ],
  ])('that is %s is said to be so', async (_, text, message) => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    scripted.before = () => (socket) => socket.end(text);
    expect(await problemFrom(provider.listBalancers(any))).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(message),
    });
  });

  it('that does not end is cut off at a size, not kept', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path, { limits: { bytes: 1_000_000 } });
    let sent = 0;
    scripted.before = () => (socket) => {
      const more = () => {
        sent += 65_536;
        if (sent < 100_000_000 && !socket.destroyed) socket.write('x'.repeat(65_536), more);
      };
      more();
    };
    expect(await problemFrom(provider.listBalancers(any))).toMatchObject({
      kind: 'engine',
      message: expect.stringContaining('is too long to be one of HAProxy'),
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('that never comes ends in time, and can be stopped', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path, { limits: { firstByteMs: 4_000 } });
    scripted.before = () => () => {};
    expect(await problemFrom(provider.listBalancers(any))).toMatchObject({ kind: 'timeout' });
    const stop = new AbortController();
    const waiting = provider.listBalancers({ signal: stop.signal });
    stop.abort();
    expect(await problemFrom(waiting)).toMatchObject({ kind: 'cancelled' });
  });

  it('goes over two connections at once and no more', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    const held: (() => void)[] = [];
    let most = 0;
    scripted.before = (command) => {
      if (command !== 'show info') return null;
      return (socket) => {
        held.push(() =>
          socket.end('Name: HAProxy\nVersion: 2.6.12\nPid: 100\n\n# pxname,type,\n\n[6]: admin\n\n'),
        );
        most = Math.max(most, held.length);
        // Answered when the other one has come, and a third would have.
        if (held.length === 2)
          setTimeout(() => {
            for (const answer of held.splice(0)) answer();
          }, 10);
      };
    };
    await Promise.all(Array.from({ length: 12 }, () => provider.listBalancers(any)));
    expect(most).toBe(2);
  });

  it('takes no name that would be another command', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    const before = scripted.got.length;
    for (const name of ['a;b', 'a\nb', 'a b', '', 'a\\', 'x'.repeat(300)]) {
      expect(await problemFrom(provider.getBalancer(name, any))).toMatchObject({ kind: 'missing' });
      expect(
        await problemFrom(provider.changeNode('web', name, { condition: 'ENABLED' }, any)),
      ).toMatchObject({ kind: 'missing' });
    }
    expect(scripted.got).toHaveLength(before);
  });
});

describe('a change whose answer is lost', () => {
  it('is looked up, and counts as done when it is', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    let lost = 0;
    scripted.before = (command, line) =>
      command === 'show info' && line.includes('state drain') && lost++ === 0 ? cut : null;
    const { detail } = await provider.changeNode('web', 's1', { condition: 'DRAINING' }, any);
    expect(detail?.nodeList[0]?.condition).toBe('DRAINING');
    expect(scripted.got.filter((command) => command.startsWith('set server'))).toHaveLength(1);
  });

  it('is sent once more when it was not done, or when sessions were to be cut', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    let lost = 0;
    scripted.before = (command) => (command.startsWith('set server') && lost++ === 0 ? cut : null);
    await provider.changeNode('web', 's1', { condition: 'DRAINING' }, any);
    lost = 0;
    scripted.before = (command, line) =>
      command === 'show info' && line.includes('shutdown sessions') && lost++ === 0 ? cut : null;
    await provider.changeNode('web', 's1', { condition: 'DISABLED' }, any);
    expect(scripted.got.filter((command) => command.startsWith('shutdown sessions'))).toHaveLength(2);
  });

  it('is in doubt where HAProxy cannot be asked', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    scripted.before = () => cut;
    expect(await problemFrom(provider.changeNode('web', 's1', { condition: 'DRAINING' }, any))).toMatchObject(
      {
        kind: 'network',
        maybeApplied: true,
        message: expect.stringContaining('It may have been done all the same'),
      },
    );
  });

  it('that HAProxy took without doing it is said', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    scripted.before = (command) => (command.startsWith('set server') ? '\n' : null);
    expect(await problemFrom(provider.changeNode('web', 's1', { condition: 'DRAINING' }, any))).toMatchObject(
      {
        kind: 'conflict',
        message: 'Could not drain web/s1: HAProxy took it, but the server is ENABLED with weight 1',
      },
    );
  });

  it('stops being waited for when it is stopped, and says what is known', async () => {
    const scripted = await ScriptedHaproxy.start();
    const { provider } = await open(scripted.path);
    const stop = new AbortController();
    scripted.before = (command) => {
      if (!command.startsWith('set server')) return null;
      stop.abort();
      return () => {};
    };
    const change = provider.changeNode('web', 's1', { condition: 'DRAINING' }, { signal: stop.signal });
    expect(await problemFrom(change)).toMatchObject({ kind: 'cancelled', maybeApplied: true });
  });
});
