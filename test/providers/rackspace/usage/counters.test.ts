import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../../src/providers/provider.ts';
import type { CounterRoom } from '../../../../src/providers/usage.ts';
import { problemFrom } from '../../kit/problems.ts';
import { drive, never, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import type { Answer } from '../../kit/scriptedServer.ts';
import { sandboxWorld } from '../create/kit.ts';

function countersOf({ counters }: Provider): CounterRoom {
  if (!counters) throw new Error('Rackspace counts');
  return counters;
}

describe('counters', () => {
  it('of the sandbox are connections and failures, with SSL where it is on', async () => {
    const { provider, drive: run, clock } = await sandboxWorld();
    const room = countersOf(provider);
    expect([room.everyMs, room.collect]).toEqual([60_000, false]);
    const plain = await run(room.read('7001', { signal: never }));
    expect(plain).toMatchObject({
      at: clock.now(),
      connections: expect.any(Number),
      connectionsSsl: null,
      bytesIn: null,
      requests: null,
      epoch: null,
    });
    expect(plain?.all.map(({ name }) => name)).toEqual([
      'connectTimeOut',
      'connectError',
      'connectFailure',
      'dataTimedOut',
      'keepAliveTimedOut',
      'maxConn',
      'currentConn',
    ]);
    const ssl = await run(room.read('7003', { signal: never }));
    expect(ssl?.all).toHaveLength(14);
    expect(ssl?.connectionsSsl).toBeGreaterThan(0);
  });

  it('of a balancer that is not ACTIVE are not there, which is no fault', async () => {
    const { provider, drive: run } = await sandboxWorld();
    expect(await run(countersOf(provider).read('7010', { signal: never }))).toBeNull();
    expect(await run(countersOf(provider).read('7011', { signal: never }))).toBeNull();
    expect(await problemFrom(run(countersOf(provider).read('99999', { signal: never })))).toMatchObject({
      kind: 'missing',
    });
  });

  it.each([
    ['503 with a time', { status: 503, headers: { 'retry-after': '300' }, json: { message: 'Busy' } }, 1],
    ['503', { status: 503, text: '<h1>busy</h1>' }, 3],
    ['422', { status: 422, json: { message: "a status of 'SUSPENDED' and is considered immutable." } }, 1],
    ['nothing in it', { json: {} }, 1],
  ])('are not there after %s', async (_, answer: Answer, calls) => {
    const double = await rackspaceDouble(() => answer);
    const provider = await double.open();
    expect(await drive(double.clock, countersOf(provider).read('7001', { signal: never }))).toBeNull();
    expect(double.calls).toHaveLength(calls);
  });

  it('are what is a number, whatever else is told', async () => {
    const json = { currentConn: '12', maxConn: null, 'evil\u001b[2J': 3, text: 'x', currentConnSsl: '' };
    const double = await rackspaceDouble(() => ({ json }));
    const provider = await double.open();
    const read = await drive(double.clock, countersOf(provider).read('7001', { signal: never }));
    expect(read).toMatchObject({ connections: 12, connectionsSsl: null });
    expect(read?.all).toEqual([
      { name: 'currentConn', value: 12 },
      { name: 'evil', value: 3 },
    ]);
  });
});
