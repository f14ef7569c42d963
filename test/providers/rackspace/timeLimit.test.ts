import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/problem.ts';
import { TimeUp } from '../../../src/model/timeUp.ts';
import { driveQuietly } from '../kit/driveQuietly.ts';
import { problemFrom } from '../kit/problems.ts';
import { type Double, drive, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { type Answer, silence } from '../kit/scriptedServer.ts';
import { busy, open, type Shop } from './shop.ts';

/** Drains a node of the scripted balancer; `ms` later it is stopped, for `reason`. */
async function stoppedAfter(
  ms: number,
  script: (shop: Shop) => void,
  reason: unknown = new TimeUp(),
): Promise<{ readonly problem: Problem; readonly double: Double; readonly tookMs: number }> {
  const { shop, double, provider } = await open();
  script(shop);
  const { clock } = double;
  const controller = new AbortController();
  const began = clock.now();
  clock.after(ms, () => controller.abort(reason));
  const change = provider.changeNode(
    '7001',
    '5102',
    { condition: 'DRAINING' },
    { signal: controller.signal },
  );
  const problem = await problemFrom(driveQuietly(clock, change));
  return { problem, double, tookMs: clock.now() - began };
}

const always = (answer: () => Answer) => Array.from({ length: 9 }, () => answer);
const puts = ({ calls }: Double) => calls.filter((call) => call.startsWith('PUT'));

describe('when the time is up', () => {
  it('somebody else’s change is waited for no longer, and nothing was changed', async () => {
    const { problem, double, tookMs } = await stoppedAfter(5_000, (shop) => {
      shop.status = 'PENDING_UPDATE';
      shop.pendingReads = 1_000;
      shop.writes = always(busy);
    });
    expect(problem).toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(
        /^Could not set .*: shop-front \(7001\) is still PENDING_UPDATE and the time is up\. Nothing was changed$/,
      ),
    });
    expect(problem.maybeApplied).toBeUndefined();
    expect(tookMs).toBe(5_000);
    expect(puts(double)).toHaveLength(1);
  });

  it('an accepted change is waited for no longer, and may still be applied', async () => {
    const { problem, tookMs } = await stoppedAfter(5_000, (shop) => {
      shop.pendingReads = 1_000;
    });
    expect(problem).toMatchObject({
      kind: 'timeout',
      maybeApplied: true,
      message: expect.stringMatching(
        /^Rackspace accepted to set .* is still PENDING_UPDATE and the time is up$/,
      ),
    });
    expect(tookMs).toBe(5_000);
  });

  it('a lost answer is looked up no longer, and may have been done', async () => {
    const { problem } = await stoppedAfter(500, (shop) => {
      shop.writes = [shop.acceptAndCut];
    });
    expect(problem).toMatchObject({
      kind: 'timeout',
      maybeApplied: true,
      message: expect.stringContaining(
        'The time was up. Stopped before it was known whether Rackspace could',
      ),
    });
  });

  it('what the engine asked to wait for is said', async () => {
    const { problem, double } = await stoppedAfter(5_000, (shop) => {
      shop.writes = always(() => ({
        status: 413,
        headers: { 'retry-after': '30' },
        json: { overLimit: { message: 'Rate limit', code: 413 } },
      }));
    });
    expect(problem).toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(
        /^The time was up\. Could not set .*Rate limit .*\. Nothing was changed$/,
      ),
    });
    expect(puts(double)).toHaveLength(1);
  });
});

describe('when the user stops it', () => {
  it('waiting for somebody else’s change means that nothing was sent', async () => {
    const script = (shop: Shop) => {
      shop.status = 'PENDING_UPDATE';
      shop.pendingReads = 1_000;
      shop.writes = always(busy);
    };
    expect((await stoppedAfter(5_000, script, null)).problem).toEqual({
      kind: 'cancelled',
      message: 'Stopped before anything was sent',
    });
  });

  it('in the middle of a look an accepted change is still known as accepted', async () => {
    const controller = new AbortController();
    const double = await rackspaceDouble(({ method }) => {
      if (method === 'PUT') return { status: 202 };
      controller.abort();
      return silence;
    });
    const provider = await double.open();
    const options = { signal: controller.signal };
    const change = provider.changeNode('7001', '5102', { condition: 'DRAINING' }, options);
    expect(await problemFrom(drive(double.clock, change))).toMatchObject({
      kind: 'cancelled',
      maybeApplied: true,
      message: expect.stringContaining('Stopped waiting for Rackspace, which has accepted to set'),
    });
  });
});
