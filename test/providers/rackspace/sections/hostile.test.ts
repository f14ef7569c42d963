import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { engineDouble } from './engineDouble.ts';
import { collectionOf, settingOf } from './kit.ts';

describe('a hostile engine', () => {
  it('is read without a crash, and its texts are clean', async () => {
    const world = await engineDouble();
    const evil = '\u001b[2Jevil\u202e\n';
    Object.assign(world.engine.detail, {
      healthMonitor: { type: evil, path: evil, delay: 'x' },
      sessionPersistence: [],
      connectionThrottle: 7,
      sslTermination: 'on',
      connectionLogging: null,
      accessList: [
        null,
        7,
        [],
        { id: 1 },
        { id: 2, address: evil, type: evil },
        { id: 2, address: '10.0.0.1' },
      ],
      metadata: { key: 'x' },
      virtualIps: [
        { id: 1, address: '203.0.113.1', ipVersion: 'IPV4' },
        { id: 1, address: '2001:db8::1', ipVersion: 'IPV6' },
        { address: '203.0.113.9' },
      ],
    });
    const detail = await world.read();
    const sections = world.provider.sections?.(detail) ?? [];
    const shown = JSON.stringify(sections);
    expect(shown).not.toMatch(/\\u001b|\\u202e|\[2J/);
    expect(collectionOf(world.provider, detail, 'virtual-ips').known?.map(({ id }) => id)).toEqual([
      '1 IPV4',
      '1 IPV6',
    ]);
    expect(collectionOf(world.provider, detail, 'access-list').known?.map(({ name }) => name)).toEqual([
      'evil',
    ]);
    expect(settingOf(world.provider, detail, 'connection-throttle').known?.configured).toBe(false);
    // A name that reads like a switch stays a name.
    world.engine.detail['name'] = 'true';
    expect(settingOf(world.provider, await world.read(), 'general').known?.values['name']).toBe('true');
  });

  it('that names a balancer so that it cannot be asked for gives it no sections', async () => {
    const world = await engineDouble();
    world.engine.detail['id'] = 'usage';
    const detail = await world.read();
    expect(world.provider.sections?.(detail)).toEqual([]);
    const [node] = detail.nodeList;
    expect(node && world.provider.nodeSections?.({ ...detail, id: '7001' }, { ...node, id: '../7' })).toEqual(
      [],
    );
  });

  it('that answers with something else is said to', async () => {
    const world = await engineDouble();
    world.engine.below.set('errorpage', 'none');
    world.engine.below.set('virtualips', { error: 'gateway' });
    const detail = await world.read();
    const reads: readonly (() => Promise<unknown>)[] = [
      () => settingOf(world.provider, detail, 'error-page').read({ signal: never }),
      () => collectionOf(world.provider, detail, 'virtual-ips').list({ signal: never }),
      () => collectionOf(world.provider, detail, 'events').list({ signal: never }),
    ];
    const kinds = [];
    for (const read of reads) kinds.push((await problemFrom(world.run(read()))).kind);
    expect(kinds).toEqual(['engine', 'engine', 'missing']);
  });

  it('whose errors are bare texts or lists is understood', async () => {
    const world = await engineDouble();
    const detail = await world.read();
    const [node] = detail.nodeList;
    const [notes] = node ? (world.provider.nodeSections?.(detail, node) ?? []) : [];
    if (notes?.kind !== 'collection' || !notes.add) throw new Error('A node has metadata');
    for (const text of ['"Key is too long"', '["Key is too long"]']) {
      world.engine.writes = [() => ({ status: 400, text })];
      const add = notes.add.run({ key: 'k', value: 'v' }, { signal: never });
      const { message } = await problemFrom(world.run(add));
      expect(message).toBe(
        'Could not add k to the metadata of node 10.20.0.11:80 (5101) of shop-front (7001): Key is too long (HTTP 400)',
      );
    }
  });
});
