import { describe, expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { drive, LB, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { cut, silence } from '../kit/scriptedServer.ts';
import { drain, open, READ, Shop } from './shop.ts';

describe('a change whose answer was lost', () => {
  it('is found done, without being sent again', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [shop.acceptAndCut];
    shop.pendingReads = 1;
    const receipt = await drive(double.clock, drain(provider));
    expect(double.calls).toEqual([`PUT ${LB}/loadbalancers/7001/nodes/5102`, READ, READ]);
    expect(receipt.detail?.status).toBe('ACTIVE');
  });

  it('is sent once more when it was not done', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => cut];
    const receipt = await drive(double.clock, drain(provider));
    expect(receipt.detail?.nodeList[1]?.condition).toBe('DRAINING');
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['PUT', 'GET', 'PUT', 'GET']);
  });

  it('is given up when it is lost twice and was not done', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => cut, () => ({ status: 500, json: { code: 500, message: 'loadBalancerFault' } })];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({ kind: 'engine', status: 500 });
    expect(problem.message).toMatch(/It was not done$/);
    expect(problem.maybeApplied).toBeUndefined();
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
  });

  const overloaded = (seconds: string) => () => ({
    status: 503,
    headers: { 'retry-after': seconds },
    text: '<html><body>Busy</body></html>',
  });

  it('leaves an overloaded engine alone as long as it asks for, before it looks or sends again', async () => {
    const { shop, double, provider } = await open();
    const began = double.clock.now();
    const sentAt: number[] = [];
    const answer = shop.answer.bind(shop);
    shop.answer = (seen) => {
      sentAt.push(double.clock.now() - began);
      return answer(seen);
    };
    shop.writes = [overloaded('20')];
    const receipt = await drive(double.clock, drain(provider));
    expect(receipt.detail?.nodeList[1]?.condition).toBe('DRAINING');
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['PUT', 'GET', 'PUT', 'GET']);
    expect(sentAt.slice(0, 3)).toEqual([0, 20_000, 20_000]);
  });

  it('is not sent again to one that wants to be left alone for long, which is passed on', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [overloaded('300')];
    const problem = await problemFrom(drive(double.clock, drain(provider)));
    expect(problem).toMatchObject({
      kind: 'engine',
      status: 503,
      retryAfterMs: 300_000,
      message: expect.stringMatching(/Busy \(HTTP 503\)\. It was not done$/),
      hint: 'Wait 300 s, then try again; the balancer shows no trace of it',
    });
    expect(double.calls).toEqual([`PUT ${LB}/loadbalancers/7001/nodes/5102`, READ]);
  });

  it('stays in doubt when the balancer cannot be read either', async () => {
    const shop = new Shop();
    const double = await rackspaceDouble((seen) => (seen.method === 'GET' ? cut : shop.acceptAndCut(seen)));
    const problem = await problemFrom(drive(double.clock, drain(await double.open())));
    expect(problem).toMatchObject({ kind: 'network', maybeApplied: true });
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });

  it('stays in doubt when its weight is hidden and it was lost twice', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => cut, () => cut];
    const change = provider.changeNode('7001', '5102', { weight: 9 }, { signal: never });
    expect(await problemFrom(drive(double.clock, change))).toMatchObject({ maybeApplied: true });
  });

  it('is looked up after a timeout as well', async () => {
    const { shop, double, provider } = await open({ totalMs: 4_000 });
    shop.writes = [
      (seen) => {
        shop.accept(seen);
        return silence;
      },
    ];
    const receipt = await drive(double.clock, drain(provider));
    expect(receipt.detail?.nodeList[1]?.condition).toBe('DRAINING');
    expect(double.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });

  it('counts as accepted when only the body of a 202 was cut off', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      (seen) => {
        shop.accept(seen);
        return (response) => {
          response.writeHead(202, { 'content-length': '50' });
          response.write('{');
          setImmediate(() => response.socket?.destroy());
        };
      },
    ];
    let accepted = false;
    const onAccepted = () => {
      accepted = true;
    };
    const change = provider.changeNode(
      '7001',
      '5102',
      { condition: 'DRAINING' },
      { signal: never, onAccepted },
    );
    await drive(double.clock, change);
    expect(accepted).toBe(true);
  });
});

describe('stopping a change', () => {
  it('before the answer leaves it in doubt', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => silence];
    const controller = new AbortController();
    const change = provider.changeNode('7001', '5102', { weight: 2 }, { signal: controller.signal });
    while (double.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await problemFrom(change)).toMatchObject({ kind: 'cancelled', maybeApplied: true });
  });

  it('after it was accepted says so and ends the polling', async () => {
    const { double, provider } = await open();
    const controller = new AbortController();
    const change = provider.changeNode(
      '7001',
      '5102',
      { condition: 'DISABLED' },
      { signal: controller.signal, onAccepted: () => setImmediate(() => controller.abort()) },
    );
    const problem = await problemFrom(change);
    expect(problem.kind).toBe('cancelled');
    expect(problem.message).toMatch(/^Stopped waiting for Rackspace, which has accepted to set/);
    expect(double.clock.waiting).toBe(0);
    expect(double.calls).toHaveLength(1);
  });
});
