import { describe, expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { drive, LB, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { busy, drain, immutable, open, READ, Shop } from './shop.ts';

describe('changing a node', () => {
  it('sends what changes and nothing else, and resolves when the balancer is ACTIVE again', async () => {
    const { shop, double, provider } = await open();
    shop.pendingReads = 2;
    const began = double.clock.now();
    let accepted = 0;
    const change = provider.changeNode(
      '7001',
      '5102',
      { condition: 'DRAINING' },
      { signal: never, onAccepted: () => accepted++ },
    );
    const receipt = await drive(double.clock, change);
    expect(double.server.seen[1]).toMatchObject({
      method: 'PUT',
      url: `${LB}/loadbalancers/7001/nodes/5102`,
      body: '{"node":{"condition":"DRAINING"}}',
    });
    expect(double.calls.slice(1)).toEqual([READ, READ, READ]);
    expect(double.clock.now() - began).toBe(1_000 + 1_500 + 2_000);
    expect(accepted).toBe(1);
    expect(receipt.requestId).toBe('req-1');
    expect(receipt.detail?.nodeList[1]).toMatchObject({ id: '5102', condition: 'DRAINING' });
  });

  it('sends weight and type together where both are asked for', async () => {
    const { double, provider } = await open();
    const change = provider.changeNode('7001', '5102', { weight: 9, type: 'SECONDARY' }, { signal: never });
    await drive(double.clock, change);
    expect(JSON.parse(double.server.seen[1]?.body ?? '')).toEqual({ node: { weight: 9, type: 'SECONDARY' } });
  });

  it('waits for somebody else’s change and then goes again', async () => {
    const { shop, double, provider } = await open();
    shop.status = 'PENDING_UPDATE';
    shop.pendingReads = 1;
    shop.writes = [busy];
    await drive(double.clock, drain(provider));
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['PUT', 'GET', 'GET', 'PUT', 'GET']);
  });

  it('gives up when the balancer is busy every time', async () => {
    const { shop, double, provider } = await open();
    shop.writes = Array.from({ length: 9 }, () => busy);
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({ kind: 'busy', status: 422 });
    expect(problem.maybeApplied).toBeUndefined();
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(4);
  });

  it('gives up after two minutes of somebody else’s change', async () => {
    const { shop, double, provider } = await open();
    shop.status = 'PENDING_UPDATE';
    shop.pendingReads = 1_000;
    shop.writes = [busy];
    const began = double.clock.now();
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem.kind).toBe('busy');
    expect(problem.message).toMatch(/shop-front \(7001\) is still PENDING_UPDATE after 2 minutes/);
    expect(double.clock.now() - began).toBe(120_000);
  });

  it.each([
    ['PENDING_DELETE', 'conflict'],
    ['DELETED', 'missing'],
    ['ERROR', 'engine'],
    ['SUSPENDED', 'forbidden'],
  ])('gives up at once on a balancer in %s', async (status, kind) => {
    const { shop, double, provider } = await open();
    shop.writes = [immutable(status)];
    expect(await problemFrom(drive(double.clock, drain(provider)))).toMatchObject({ kind, status: 422 });
    expect(double.calls).toHaveLength(1);
  });

  it('gives up when the shorter refusal hides an ERROR', async () => {
    const { shop, double, provider } = await open();
    shop.status = 'ERROR';
    shop.writes = [() => ({ status: 422, json: { message: 'LoadBalancer is not ACTIVE', code: 422 } })];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({ kind: 'engine', hint: expect.stringMatching(/support/) });
    expect(double.calls).toHaveLength(2);
  });

  it('stops waiting for an accepted change after five minutes and says that it was accepted', async () => {
    const { shop, double, provider } = await open();
    shop.pendingReads = 1_000;
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem.kind).toBe('timeout');
    expect(problem.message).toMatch(/^Rackspace accepted to set .* still PENDING_UPDATE after 5 minutes$/);
    expect(problem.maybeApplied).toBe(true);
  });

  it('survives looks that fail while it waits', async () => {
    const shop = new Shop();
    let reads = 0;
    const double = await rackspaceDouble((seen) => {
      if (seen.method === 'GET' && reads++ < 4) return { status: 502, text: 'Bad gateway' };
      return shop.answer(seen);
    });
    const receipt = await drive(double.clock, drain(await double.open()));
    expect(receipt.detail?.status).toBe('ACTIVE');
  });

  it('says so when an accepted change ends in ERROR', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      (seen) => {
        shop.accept(seen);
        shop.status = 'ERROR';
        return { status: 202 };
      },
    ];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem.message).toMatch(/^Rackspace accepted .* is now ERROR$/);
  });

  it('is sent again after a rate limit, and after nothing else it is refused with', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      () => ({ status: 413, headers: { 'retry-after': '5' }, json: { overLimit: { code: 413 } } }),
    ];
    await drive(double.clock, drain(provider));
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);

    shop.writes = [
      () => ({
        status: 400,
        headers: { via: 'repose' },
        json: {
          code: 400,
          message: 'Validation Failure',
          validationErrors: { messages: ['Node weight is invalid.'] },
        },
      }),
    ];
    expect(await problemFrom(drive(double.clock, drain(provider)))).toEqual({
      kind: 'invalid',
      status: 400,
      message:
        'Could not set node 10.20.0.12:80 (5102) of shop-front (7001) to DRAINING: Validation Failure; Node weight is invalid (HTTP 400)',
      requestId: 'repose',
    });
  });

  it('signs in again when the token has ended, and is sent once more', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 401 })];
    await drive(double.clock, drain(provider));
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
    expect(double.server.seen.at(-1)?.headers['x-auth-token']).toBe('token-2');
  });

  it('with nothing to change is refused before it is sent', async () => {
    const { double, provider } = await open();
    expect((await problemFrom(provider.changeNode('7001', '5102', {}, { signal: never }))).kind).toBe(
      'invalid',
    );
    expect(double.calls).toEqual([]);
  });
});
