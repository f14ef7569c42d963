import { describe, expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { inWords, never, quietly } from './kit.ts';
import { registeredOf, shop, tagsOf } from './shop.ts';

describe('adding and removing', () => {
  it('adds by id and by address, checked before AWS is asked', async () => {
    const world = await shop();
    world.aws.instance('i-0000000c', { ip: '10.0.9.1' });
    world.aws.instance('i-0000000d', { ip: '10.0.9.1', vpc: 'vpc-2' });
    world.aws.instance('i-0000000e', { state: 'stopped' });
    const editing = world.provider.nodes;
    if (!editing) throw new Error('no nodes room');
    const add = (address: string) => world.run(editing.add('shop', editing.newNodes({ address }), quietly));
    await add('10.0.9.1');
    expect(registeredOf(world)).toEqual(['i-0000000a', 'i-0000000b', 'i-0000000c']);
    expect(await problemFrom(add('10.0.9.9'))).toMatchObject({ kind: 'invalid' });
    expect((await problemFrom(add('i-0000000e'))).message).toContain('is stopped');
    expect((await problemFrom(add('i-0000000d'))).message).toContain('in the network vpc-2');
    expect((await problemFrom(add('i-99999999'))).message).toContain('no instance of this account');
    expect((await add('i-0000000a, i-0000000b')).requestId).toBe(null);
  });

  it('offers the instances that are not in it', async () => {
    const world = await shop();
    world.aws.instance('i-0000000c', { name: 'web-3', ip: '10.0.9.1' });
    world.aws.instance('i-0000000d', { vpc: 'vpc-2' });
    const detail = await world.run(world.provider.getBalancer('shop', { signal: never }));
    const field = world.provider.nodes?.addForm(detail).fields[0];
    if (field?.kind !== 'many') throw new Error('no list');
    expect(await world.run(field.load(never))).toEqual([
      { value: 'i-0000000c', label: 'web-3', help: 'i-0000000c, 10.0.9.1, t3.micro, us-east-1a' },
    ]);
  });

  it('removes for good, parked ones too, and shows what still drains', async () => {
    const world = await shop();
    await world.run(world.provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly));
    world.aws.balancers.get('shop')?.draining.clear();
    const ids = ['i-0000000a', 'i-0000000b'];
    await world.run(world.provider.nodes?.remove('shop', ids, quietly) ?? Promise.reject());
    expect(tagsOf(world)).toEqual({});
    expect(registeredOf(world)).toEqual([]);
    expect((await world.nodes()).map(inWords)).toEqual([
      'web-2 | DRAINING | ONLINE | finishing its connections',
    ]);
    world.aws.balancers.get('shop')?.draining.clear();
    expect(await world.nodes()).toEqual([]);
  });

  it('deletes a balancer, and hears of one that is not there', async () => {
    const world = await shop();
    const { removal } = world.provider;
    if (!removal) throw new Error('no removal room');
    await world.run(removal.run('shop', quietly));
    expect(await problemFrom(world.run(removal.run('shop', quietly)))).toMatchObject({ kind: 'missing' });
    expect(world.writes()).toEqual(['DeleteLoadBalancer']);
  });
});
