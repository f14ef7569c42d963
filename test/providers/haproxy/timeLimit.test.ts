import { expect, it } from 'vitest';
import { TimeUp } from '../../../src/model/timeUp.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { problemFrom } from '../kit/problems.ts';
import { open, ScriptedHaproxy } from './kit.ts';

const NEW = { address: '10.0.0.9', port: 80, condition: 'ENABLED' } as const;

const editing = ({ nodes }: Provider) => {
  if (!nodes) throw new Error('this HAProxy takes servers');
  return nodes;
};

/** A scripted HAProxy that never answers `command`; the time is up when it gets there. */
async function silentAt(command: RegExp) {
  const scripted = await ScriptedHaproxy.start();
  scripted.version = '3.0.0';
  const { provider } = await open(scripted.path);
  const limit = new AbortController();
  scripted.before = (given) => {
    if (!command.test(given)) return null;
    limit.abort(new TimeUp());
    return () => {};
  };
  return { scripted, provider, options: { signal: limit.signal } };
}

it('a line that HAProxy does not answer in time may have been done', async () => {
  const { provider, options } = await silentAt(/^set server/);
  const change = provider.changeNode('web', 's1', { condition: 'DRAINING' }, options);
  expect(await problemFrom(change)).toMatchObject({
    kind: 'timeout',
    maybeApplied: true,
    message: 'The time was up. Stopped before it was known whether HAProxy could drain web/s1',
  });
});

it('what waits for another line is not sent when the time is up', async () => {
  const { scripted, provider, options } = await silentAt(/^set server web\/s1/);
  const first = problemFrom(provider.changeNode('web', 's1', { condition: 'DRAINING' }, options));
  // One turn later, so that it does not go on the same line.
  await Promise.resolve().then(() => Promise.resolve());
  const second = problemFrom(provider.changeNode('web', 's2', { condition: 'DRAINING' }, options));
  expect((await first).maybeApplied).toBe(true);
  expect(await second).toEqual({ kind: 'timeout', message: 'The time was up before anything was sent' });
  expect(scripted.got.join('\n')).not.toContain('web/s2');
});

it('a server that was added is not called unsent because its last step was late', async () => {
  const { provider, options } = await silentAt(/^set server web\/.* state ready/);
  const problem = await problemFrom(editing(provider).add('web', [NEW], options));
  expect(problem).toMatchObject({
    kind: 'timeout',
    maybeApplied: true,
    message: expect.stringMatching(/^The time was up\. web\/\S+ was added, in maintenance\. Stopped/),
  });
});

it('a server that is on its way out is not called untouched', async () => {
  const scripted = await ScriptedHaproxy.start();
  const { provider, clock } = await open(scripted.path);
  const limit = new AbortController();
  let asked = 0;
  scripted.before = (command) =>
    command === 'del server web/s1'
      ? `[3]: ${asked++ === 0 ? 'Only servers in maintenance mode can be deleted.' : 'Server still has connections attached to it, cannot remove it.'}\n\n`
      : null;
  // The first pause comes when the server is in maintenance and its sessions are cut.
  const after = clock.after.bind(clock);
  clock.after = (ms, task) => {
    queueMicrotask(() => limit.abort(new TimeUp()));
    return after(ms, task);
  };
  const problem = await problemFrom(editing(provider).remove('web', ['s1'], { signal: limit.signal }));
  expect(problem).toMatchObject({ kind: 'timeout', maybeApplied: true });
  expect(scripted.servers.get('s1')?.admin).toBe(1);
});
