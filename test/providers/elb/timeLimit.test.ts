import { expect, it } from 'vitest';
import type { Problem } from '../../../src/model/problem.ts';
import { TimeUp } from '../../../src/model/timeUp.ts';
import { driveQuietly } from '../kit/driveQuietly.ts';
import { problemFrom } from '../kit/problems.ts';
import { refusal } from './fakeAws.ts';
import { type AwsDouble, awsDouble } from './kit.ts';

/** Drains an instance of the balancer `shop` and stops it `ms` after AWS was first asked to; `reason` says why. */
async function stoppedAfter(
  ms: number,
  script: (double: AwsDouble) => void,
  reason: unknown = new TimeUp(),
): Promise<{ readonly problem: Problem; readonly double: AwsDouble; readonly tookMs: number }> {
  const double = await awsDouble();
  double.aws.balancer('shop', ['i-0000000a', 'i-0000000b']);
  const provider = await double.open();
  script(double);
  const controller = new AbortController();
  const began = double.clock.now();
  double.clock.after(ms, () => controller.abort(reason));
  const options = { signal: controller.signal };
  const change = provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, options);
  const problem = await problemFrom(driveQuietly(double.clock, change));
  return { problem, double, tookMs: double.clock.now() - began };
}

it('what AWS has accepted and does not show is waited for no longer', async () => {
  const { problem, tookMs } = await stoppedAfter(5_000, ({ aws }) => {
    aws.after = (action) => {
      if (action === 'DeregisterInstancesFromLoadBalancer')
        aws.balancers.get('shop')?.registered.unshift('i-0000000a');
      return null;
    };
  });
  expect(problem).toMatchObject({
    kind: 'timeout',
    maybeApplied: true,
    message: expect.stringContaining('The time was up. Stopped waiting for AWS, which has accepted to set'),
  });
  expect(tookMs).toBe(5_000);
});

it('a throttled change is not sent again, and why is said', async () => {
  const { problem, double } = await stoppedAfter(400, ({ aws }) => {
    aws.instead = (action) =>
      action === 'DeregisterInstancesFromLoadBalancer' ? refusal('Throttling', 'Rate exceeded') : null;
  });
  expect(problem).toMatchObject({
    kind: 'timeout',
    message: expect.stringMatching(
      /^The time was up\. Could not set .*\(Throttling\)\. Nothing was changed$/,
    ),
  });
  expect(problem.maybeApplied).toBeUndefined();
  expect(double.aws.actions.filter((action) => action.startsWith('Deregister'))).toHaveLength(1);
});

it.each([
  ['the time is up', new TimeUp(), 'timeout'],
  ['the user stops it', null, 'cancelled'],
])('a change that broke at AWS stays in doubt when %s', async (_, reason, kind) => {
  const { problem } = await stoppedAfter(
    100,
    ({ aws }) => {
      aws.instead = (action) =>
        action === 'DeregisterInstancesFromLoadBalancer' ? refusal('InternalFailure', 'Broken', 500) : null;
    },
    reason,
  );
  expect(problem).toMatchObject({ kind, maybeApplied: true });
});

it('a node whose note was not written in time was certainly not taken out', async () => {
  const stop = new AbortController();
  const double = await awsDouble();
  double.aws.balancer('shop', ['i-0000000a', 'i-0000000b']);
  const provider = await double.open();
  double.aws.instead = (action) => {
    if (action !== 'AddTags') return null;
    stop.abort(new TimeUp());
    return () => {};
  };
  const options = { signal: stop.signal };
  const change = provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, options);
  expect(await problemFrom(double.run(change))).toEqual({
    kind: 'timeout',
    message: 'The time was up before anything was sent',
  });
});
