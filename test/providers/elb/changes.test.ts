import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import { problemFrom } from '../kit/problems.ts';
import { cut } from '../kit/scriptedServer.ts';
import { ec2Refusal, refusal } from './fakeAws.ts';
import { inWords, never, quietly } from './kit.ts';
import { registeredOf, shop, tagsOf } from './shop.ts';

describe('taking a node out', () => {
  it('writes it down first, deregisters, and tells until when it drains', async () => {
    const world = await shop();
    let accepted = 0;
    const receipt = await world.run(
      world.provider.changeNode(
        'shop',
        'i-0000000a',
        { condition: 'DRAINING' },
        {
          signal: never,
          onAccepted: () => accepted++,
        },
      ),
    );
    expect(world.writes()).toEqual(['AddTags', 'DeregisterInstancesFromLoadBalancer']);
    expect(tagsOf(world)).toEqual({ 'sluice:parked': '0000000a' });
    expect(accepted).toBe(1);
    expect(receipt.requestId).toBe('ok-1');
    const [first] = receipt.detail?.nodeList ?? [];
    expect(first && inWords(first)).toBe('web-1 | DRAINING | ONLINE | finishing its connections');
    expect((first?.drainEndsAt ?? 0) - world.clock.now()).toBeGreaterThan(290_000);
    world.aws.balancers.get('shop')?.draining.clear();
    expect((await world.nodes()).map(inWords)[0]).toBe('web-1 | DISABLED | taken out, to come back');
  });

  it('needs connection draining for DRAINING, and not for DISABLED', async () => {
    const world = await shop(null);
    const detail = await world.run(world.provider.getBalancer('shop', { signal: never }));
    const [node] = detail.nodeList;
    if (!node) throw new Error('no node');
    expect(world.provider.conditionRefusal?.(node, 'DRAINING', detail)).toContain(
      'connection draining is off',
    );
    expect(world.provider.conditionRefusal?.(node, 'DISABLED', detail)).toBe(null);
    const change = { condition: 'DRAINING' } as const;
    const problem = await problemFrom(world.run(world.provider.changeNode('shop', node.id, change, quietly)));
    expect(problem.kind).toBe('guard');
    expect(world.writes()).toEqual([]);
    await world.run(world.provider.changeNode('shop', node.id, { condition: 'DISABLED' }, quietly));
    expect((await world.nodes()).map(inWords)[0]).toContain('DISABLED');
  });

  it('takes back what it wrote down when AWS refuses', async () => {
    const world = await shop();
    world.aws.instead = (action) =>
      action === 'DeregisterInstancesFromLoadBalancer' ? refusal('AccessDenied', 'no', 403) : null;
    const call = world.provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, quietly);
    const problem = await problemFrom(world.run(call));
    expect(problem).toMatchObject({
      kind: 'forbidden',
      hint: 'Ask the account’s administrator for the permission elasticloadbalancing:DeregisterInstancesFromLoadBalancer',
    });
    expect(tagsOf(world)).toEqual({});
    expect(registeredOf(world)).toEqual(['i-0000000a', 'i-0000000b']);
  });

  it.each([
    ['AccessDenied', 403],
    ['TooManyTags', 400],
    ['InvalidAction', 400],
  ])('remembers it on this machine where tags fail with %s', async (code, status) => {
    const world = await shop();
    world.aws.instead = (action) => (action === 'AddTags' ? refusal(code, 'no', status) : null);
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly));
    world.aws.balancers.get('shop')?.draining.clear();
    expect((await world.nodes()).map(inWords)[0]).toBe(
      'web-1 | DISABLED | known on this machine only; taken out, to come back',
    );
    expect(tagsOf(world)).toEqual({});
    // The balancer that is made anew under the same name has forgotten it.
    world.aws.balancer('shop', [], { created: '2026-01-01T00:00:00Z' });
    expect(await world.nodes()).toEqual([]);
  });

  it('does nothing where it cannot be remembered at all', async () => {
    const fullDisk = () => {
      throw new Failure({ kind: 'quota', message: 'The disk is full' });
    };
    const world = await shop(300, { read: () => null, update: fullDisk });
    world.aws.instead = (action) => (action === 'AddTags' ? refusal('AccessDenied', 'no', 403) : null);
    const call = world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly);
    expect(await problemFrom(world.run(call))).toMatchObject({ kind: 'forbidden' });
    expect(registeredOf(world)).toContain('i-0000000a');
  });

  it('leaves other tags alone, and keeps what two operators write at once', async () => {
    const world = await shop();
    const balancer = world.aws.balancers.get('shop');
    if (!balancer) throw new Error('no balancer');
    balancer.tags = { team: 'web', 'sluice:parked': '00000001' };
    let stolen = false;
    world.aws.after = (action) => {
      if (action !== 'AddTags' || stolen) return null;
      stolen = true;
      balancer.tags['sluice:parked'] = '00000001 00000002';
      return null;
    };
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, quietly));
    expect(tagsOf(world)).toEqual({ team: 'web', 'sluice:parked': '00000001 00000002 0000000a' });
  });

  it('writes tags one change at a time', async () => {
    const world = await shop();
    await world.run(
      Promise.all(
        ['i-0000000a', 'i-0000000b'].map((id) =>
          world.provider.changeNode('shop', id, { condition: 'DISABLED' }, quietly),
        ),
      ),
    );
    expect(tagsOf(world)).toEqual({ 'sluice:parked': '0000000a 0000000b' });
    expect(registeredOf(world)).toEqual([]);
  });

  it('refuses what makes no sense', async () => {
    const world = await shop();
    const set = (condition: 'DRAINING' | 'DISABLED', id = 'i-0000000a') =>
      world.run(world.provider.changeNode('shop', id, { condition }, quietly));
    await set('DRAINING');
    expect(await problemFrom(set('DISABLED'))).toMatchObject({ kind: 'conflict' });
    expect((await set('DRAINING')).detail).not.toBe(null);
    world.aws.balancers.get('shop')?.draining.clear();
    expect(await problemFrom(set('DRAINING'))).toMatchObject({ kind: 'conflict' });
    expect((await set('DISABLED')).detail).not.toBe(null);
    expect(await problemFrom(set('DISABLED', 'i-99999999'))).toMatchObject({ kind: 'missing' });
    expect(
      await problemFrom(world.run(world.provider.changeNode('shop', 'i-0000000b', { weight: 3 }, quietly))),
    ).toMatchObject({ kind: 'invalid' });
  });

  it('is not undone by an answer that was lost', async () => {
    const world = await shop();
    world.aws.after = (action) => (action === 'DeregisterInstancesFromLoadBalancer' ? cut : null);
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, quietly));
    expect(tagsOf(world)).toEqual({ 'sluice:parked': '0000000a' });
    expect(registeredOf(world)).toEqual(['i-0000000b']);
  });

  it('says that nothing was done when the request was lost on its way', async () => {
    const world = await shop();
    world.aws.instead = (action) => (action === 'DeregisterInstancesFromLoadBalancer' ? cut : null);
    const call = world.provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, quietly);
    const problem = await problemFrom(world.run(call));
    expect(problem.maybeApplied).toBe(undefined);
    expect(problem.message).toContain('It was not done');
    expect(tagsOf(world)).toEqual({});
  });

  it('stays in doubt where AWS can no longer be asked', async () => {
    const world = await shop();
    let lost = false;
    world.aws.instead = (action) => {
      lost ||= action === 'DeregisterInstancesFromLoadBalancer';
      return lost ? cut : null;
    };
    const call = world.provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, quietly);
    expect(await problemFrom(world.run(call))).toMatchObject({ kind: 'network', maybeApplied: true });
    expect(tagsOf(world)).toEqual({ 'sluice:parked': '0000000a' });
  });
});

describe('bringing a node back', () => {
  it('checks that it runs, registers, sees it, and forgets that it was out', async () => {
    const world = await shop();
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly));
    world.aws.instance('i-0000000a', { state: 'stopped' });
    const enable = () => world.provider.changeNode('shop', 'i-0000000a', { condition: 'ENABLED' }, quietly);
    expect(await problemFrom(world.run(enable()))).toMatchObject({ kind: 'conflict' });
    world.aws.instance('i-0000000a', { state: 'running' });
    world.aws.actions.length = 0;
    const { detail } = await world.run(enable());
    expect(world.writes()).toEqual(['RegisterInstancesWithLoadBalancer', 'RemoveTags']);
    expect(detail?.nodeList.map(inWords)).toContain('web-1 | ENABLED | ONLINE');
    expect(tagsOf(world)).toEqual({});
  });

  it('is done even where the tag cannot be taken away: what is registered is so', async () => {
    const world = await shop();
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly));
    world.aws.instead = (action) => (action === 'RemoveTags' ? refusal('AccessDenied', 'no', 403) : null);
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'ENABLED' }, quietly));
    expect((await world.nodes()).map(inWords)).toContain('web-1 | ENABLED | ONLINE');
  });

  it('is left to AWS where EC2 may not be asked', async () => {
    const world = await shop();
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly));
    world.aws.instead = (action) =>
      action === 'DescribeInstances' ? ec2Refusal('UnauthorizedOperation', 'no') : null;
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'ENABLED' }, quietly));
    expect(registeredOf(world)).toContain('i-0000000a');
  });

  it('waits until AWS shows it, and not for ever', async () => {
    const world = await shop();
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly));
    world.aws.after = (action) => {
      const balancer = world.aws.balancers.get('shop');
      if (action === 'RegisterInstancesWithLoadBalancer' && balancer) balancer.registered = ['i-0000000b'];
      return null;
    };
    const before = world.clock.now();
    const call = world.provider.changeNode('shop', 'i-0000000a', { condition: 'ENABLED' }, quietly);
    expect(await problemFrom(world.run(call))).toMatchObject({ kind: 'timeout' });
    expect(world.clock.now() - before).toBeLessThan(4 * 60_000);
  });
});

describe('warnings', () => {
  it('name the Auto Scaling group that a node belongs to', async () => {
    const world = await shop();
    world.aws.instance('i-0000000a', { group: 'web-fleet' });
    const detail = await world.run(world.provider.getBalancer('shop', { signal: never }));
    const [first, second] = detail.nodeList;
    if (!first || !second) throw new Error('nodes are missing');
    const warnings = world.provider.conditionWarnings?.([first, second], 'DISABLED', detail);
    expect(warnings).toEqual([expect.stringContaining('web-1 belongs to the Auto Scaling group web-fleet')]);
    expect(world.provider.conditionWarnings?.([first], 'ENABLED', detail)).toEqual([]);
  });
});

describe('stopping', () => {
  it('says what is not known, and what AWS has accepted', async () => {
    const world = await shop();
    const stop = new AbortController();
    world.aws.instead = (action) => {
      if (action !== 'DeregisterInstancesFromLoadBalancer') return null;
      stop.abort();
      return () => {};
    };
    const options = { signal: stop.signal };
    const call = world.provider.changeNode('shop', 'i-0000000a', { condition: 'DRAINING' }, options);
    expect(await problemFrom(world.run(call))).toMatchObject({ kind: 'cancelled', maybeApplied: true });
    const second = new AbortController();
    world.aws.instead = () => null;
    const accepted = world.provider.changeNode(
      'shop',
      'i-0000000b',
      { condition: 'DRAINING' },
      {
        signal: second.signal,
        onAccepted: () => second.abort(),
      },
    );
    expect((await problemFrom(world.run(accepted))).message).toContain('which has accepted to');
    expect(tagsOf(world)).toEqual({ 'sluice:parked': '0000000a 0000000b' });
  });
});
