import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../src/model/problem.ts';
import { TimeUp } from '../../../../src/model/timeUp.ts';
import type { ChangeOptions, Receipt } from '../../../../src/providers/provider.ts';
import type { Collection } from '../../../../src/providers/sections.ts';
import { problemFrom } from '../../kit/problems.ts';
import { type AwsWorld, addTo, awsWorld, itemOf } from './world.ts';

/** A limit whose time is up as soon as AWS has answered `action` for the first time from now on. */
function upAfter({ asked }: AwsWorld, action: string): ChangeOptions {
  const limit = new AbortController();
  const push = asked.push.bind(asked);
  asked.push = (...names) => {
    if (names.includes(action)) limit.abort(new TimeUp());
    return push(...names);
  };
  return { signal: limit.signal };
}

const APP = { type: 'AppCookieStickinessPolicyType', name: 'app', 'cookie-name': 'S' };
const LISTENER = {
  protocol: 'HTTP',
  port: '8080',
  'instance-protocol': 'HTTP',
  'instance-port': '8080',
  policies: 'web-sticky',
};

/** A change of several calls, begun; it throws where the engine does not offer it. */
type Change = (collection: Collection, options: ChangeOptions) => Promise<Receipt>;

const adding =
  (values: Readonly<Record<string, string>>): Change =>
  async (collection, options) => {
    if (!collection.add) throw new Error('nothing can be added');
    return collection.add.run(values, options);
  };

const removing =
  (...names: readonly string[]): Change =>
  async (collection, options) => {
    const items = await Promise.all(names.map((name) => itemOf(collection, name)));
    if (!collection.remove) throw new Error('nothing can be removed');
    return collection.remove.run(items, options);
  };

const detaching =
  (name: string): Change =>
  async (collection, options) => {
    const action = collection.actions?.find(({ key }) => key === 'detach');
    if (!action) throw new Error('nothing can be detached');
    return action.run(await itemOf(collection, name), {}, options);
  };

describe('when the time is up between the calls of one change', () => {
  it.each<[string, string, string, Change]>([
    ['a listener without its policies', 'listeners', 'CreateLoadBalancerListeners', adding(LISTENER)],
    ['one of two policies', 'policies', 'DeleteLoadBalancerPolicy', removing('app', 'app-2')],
    [
      'a policy that is taken off but there',
      'policies',
      'SetLoadBalancerPoliciesOfListener',
      detaching('web-sticky'),
    ],
  ])('%s is not called unsent', async (_, key, action, change) => {
    const world = await awsWorld();
    const collection = await world.collection('web-classic', key);
    const policies = await world.collection('web-classic', 'policies');
    await addTo(policies, APP);
    await addTo(policies, { ...APP, name: 'app-2' });
    const begun = change(collection, upAfter(world, action));
    expect(await problemFrom(world.drive(begun))).toMatchObject({ kind: 'timeout', maybeApplied: true });
  });

  it('a policy whose answer was lost may have been made', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    const options = upAfter(world, 'CreateLoadBalancerPolicy');
    world.sandbox.control.fault({ kind: 'cut-after', count: 1, path: 'CreateLoadBalancerPolicy' });
    const problem = await problemFrom(world.drive(adding(APP)(policies, options)));
    expect(problem).toMatchObject({ kind: 'timeout', maybeApplied: true });
  });

  it('what was stopped before the first call was not sent', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    const limit = new AbortController();
    limit.abort(new TimeUp());
    const begun = adding(APP)(policies, { signal: limit.signal });
    await expect(begun).rejects.toBeInstanceOf(Failure);
    expect(await problemFrom(begun)).toEqual({
      kind: 'timeout',
      message: 'The time was up before anything was sent',
    });
    expect(world.asked).not.toContain('CreateLoadBalancerPolicy');
  });
});
