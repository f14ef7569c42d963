import { describe, expect, it } from 'vitest';
import { elbDetail } from '../../../../src/providers/elb/balancerDetail.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { act, addTo, awsWorld, itemOf, namesOf, optionsOf, quietly } from './world.ts';

describe('subnets', () => {
  it('attaches one in a zone that is free, and detaches it', async () => {
    const world = await awsWorld();
    const subnets = await world.collection('api-internal', 'subnets');
    const before = await subnets.list(quietly);
    expect(before.map(({ cells }) => cells['zone'])).toEqual(['us-east-1a', 'us-east-1b']);
    const form = await subnets.add?.form(quietly);
    if (!form) throw new Error('subnets can be attached');
    const [free = '', ...others] = await optionsOf(form, 'subnet');
    expect(others).toEqual([]);
    await addTo(subnets, { subnet: free });
    const added = await itemOf(subnets, free);
    expect(added.cells['zone']).toBe('us-east-1c');
    expect(subnets.remove?.warnings?.([added])).toEqual(['Instances in us-east-1c get no requests then']);
    await subnets.remove?.run([added], quietly);
    expect(await subnets.list(quietly)).toEqual(before);
  });

  it('never leaves none', async () => {
    const world = await awsWorld();
    const subnets = await world.collection('api-internal', 'subnets');
    const all = await subnets.list(quietly);
    expect((await problemFrom(subnets.remove?.run(all, quietly) ?? Promise.resolve())).message).toContain(
      'would have no subnet left',
    );
    await subnets.remove?.run(all.slice(1), quietly);
    const now = await world.collection('api-internal', 'subnets');
    const [last] = await now.list(quietly);
    expect(last && now.remove?.whyNot?.(last)).toBe('it is the last one: attach another first');
    expect(world.asked.filter((name) => name === 'DetachLoadBalancerFromSubnets')).toHaveLength(1);
  });

  it('are shown without their zones where EC2 may not be asked', async () => {
    const world = await awsWorld();
    world.sandbox.control.fault({ kind: 'denied', path: 'DescribeSubnets' });
    const subnets = await world.collection('web-classic', 'subnets');
    expect((await subnets.list(quietly)).map(({ cells }) => cells['zone'])).toEqual([null, null, null]);
  });
});

describe('zones', () => {
  it('take the place of subnets where there is no VPC', async () => {
    const world = await awsWorld();
    const detail = await world.balancers.get('web-classic', never);
    const { VPCId: _, ...description } = elbDetail(detail).description;
    const raw = { ...Object(detail.raw), description };
    const sections = world.sections({ ...detail, raw });
    expect(sections.map(({ key }) => key)).not.toContain('subnets');
    const zones = sections.find(({ key }) => key === 'zones');
    if (zones?.kind !== 'collection') throw new Error('there are zones');
    expect(zones.known?.map(({ name }) => name)).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    expect(
      (await problemFrom(zones.remove?.run(zones.known ?? [], quietly) ?? Promise.resolve())).message,
    ).toContain('would have no zone left');
  });
});

describe('tags', () => {
  it('are added, changed and removed', async () => {
    const world = await awsWorld();
    const tags = await world.collection('web-classic', 'tags');
    expect(await addTo(tags, { key: 'cost centre', value: 'shop/1' })).toEqual({});
    expect((await itemOf(tags, 'cost centre')).cells['value']).toBe('shop/1');
    await act(tags, 'edit', 'cost centre', { value: 'shop/2' });
    const item = await itemOf(tags, 'cost centre');
    expect(item.values).toEqual({ key: 'cost centre', value: 'shop/2' });
    await tags.remove?.run([item], quietly);
    expect(await namesOf(tags)).not.toContain('cost centre');
    expect(tags.add?.warnings?.({ key: 'env', value: 'test' })).toEqual([
      'env is there already: "production" is overwritten',
    ]);
    expect(tags.add?.notes?.({ key: 'new', value: 'test' })).toEqual([]);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await addTo(tags, { key, value: key });
    const full = await world.collection('web-classic', 'tags');
    const note = [expect.stringContaining('sluice needs one to remember nodes')];
    expect(full.add?.notes?.({ key: 'new', value: 'test' })).toEqual(note);
    expect(full.add?.notes?.({ key: 'env', value: 'test' })).toEqual([]);
  });

  it('keep sluice’s own locked', async () => {
    const world = await awsWorld();
    const Tags = [
      { Key: 'sluice:parked', Value: '0123456789abcdef0' },
      { Key: 'sluice:run', Value: 'run-1' },
    ];
    const call = { what: 'tag', repeatable: true, ...quietly };
    await world.aws.elb('AddTags', { LoadBalancerNames: ['web-classic'], Tags }, call);
    const tags = await world.collection('web-classic', 'tags');
    const parked = await itemOf(tags, 'sluice:parked');
    expect(parked.cells['note']).toContain('locked');
    expect(tags.remove?.whyNot?.(parked)).toContain('disabled nodes');
    expect(tags.edit?.whyNot?.(parked)).toContain('disabled nodes');
    expect(tags.remove?.warnings?.([await itemOf(tags, 'sluice:run')])).toHaveLength(1);
    expect(await addTo(tags, { key: 'sluice:parked', value: 'x' })).toHaveProperty('key');
    expect(await addTo(tags, { key: 'aws:x', value: 'x' })).toHaveProperty('key');
    expect(await addTo(tags, { key: 'a{b}', value: 'x' })).toHaveProperty('key');
    expect(await addTo(tags, { key: 'long', value: 'x'.repeat(256) })).toHaveProperty('value');
  });
});
