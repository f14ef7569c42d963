import { describe, expect, it } from 'vitest';
import { rowsText } from '../../../../src/model/form.ts';
import type { Collection } from '../../../../src/providers/sections.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { faultsIn, sectionWorld } from './kit.ts';

type Rule = Readonly<Record<'address' | 'type', string>>;
const deny = (address: string): Rule => ({ address, type: 'DENY' });
const rules = (...rows: readonly Rule[]) => ({ rules: rowsText(rows) });

describe('the access list', () => {
  it('is added to in one request, and emptied in batches that name every item', async () => {
    const { collection, add, remove, items, asked } = await sectionWorld();
    const list = await collection('shop-front', 'access-list');
    expect([list.known, list.empty]).toEqual([[], 'Everybody may connect']);
    const many = Array.from({ length: 23 }, (_, n) => deny(`198.51.100.${n}`));
    const before = asked.length;
    await add(list, rules(...many));
    const posts = asked.slice(before).filter((call) => call.startsWith('POST'));
    expect(posts).toHaveLength(1);
    const all = await items(list);
    expect(all.map(({ name }) => name)).toEqual(many.map(({ address }) => address));
    const from = asked.length;
    await remove(list, all);
    // Ten at a time; which ids they name is in doubt.test.ts.
    expect(asked.slice(from).filter((call) => call.startsWith('DELETE'))).toHaveLength(3);
    expect(await items(list)).toEqual([]);
  });

  it('is never asked to go as a whole: naming nothing fails before any request', async () => {
    const { collection, remove, items, asked } = await sectionWorld();
    const list = await collection('media', 'access-list');
    const before = asked.length;
    const problem = await problemFrom(remove(list, []));
    expect(problem).toMatchObject({ kind: 'invalid', message: 'There are no access rules to remove' });
    const [first] = await items(list);
    if (!first) throw new Error('There are two');
    // An id that would make the address of the whole list, or of several.
    for (const id of ['', ' ', '?', '61&id=62', '../accesslist'])
      expect((await problemFrom(remove(list, [{ ...first, id }]))).kind).toBe('missing');
    expect(asked.slice(before).filter((call) => !call.startsWith('GET'))).toEqual([]);
    expect(await items(list)).toHaveLength(2);
  });

  it('puts back what was removed, and leaves what is gone already', async () => {
    const { collection, drive, remove, items } = await sectionWorld();
    const list = await collection('media', 'access-list');
    const [first, second] = await items(list);
    if (!first || !second) throw new Error('There are two');
    await remove(list, [first]);
    await remove(list, [first, second]);
    expect(await items(list)).toEqual([]);
    for (const { values } of [first, second])
      await drive(
        list.add?.run(values, { signal: never }) ?? Promise.reject(new Error('It can be added to')),
      );
    expect((await items(list)).map(({ cells }) => cells)).toEqual([first.cells, second.cells]);
    expect(list.remove?.restorable).toBe(true);
  });

  it('reads pasted lines, and refuses what is there twice or is no address', async () => {
    const { collection, drive } = await sectionWorld();
    const list = await collection('media', 'access-list');
    const form = await drive(Promise.resolve(list.add?.form({ signal: never })));
    const [field] = form?.fields ?? [];
    if (!form || field?.kind !== 'rows') throw new Error('It is a table');
    // The account may have 100, and has two.
    expect(field.most).toBe(98);
    expect(field.parse('allow 10.0.0.0/8')).toEqual({ address: '10.0.0.0/8', type: 'ALLOW' });
    expect(field.parse('2001:db8::/32')).toEqual({ address: '2001:db8::/32', type: 'DENY' });
    expect(field.parse('10.0.0.0/33')).toMatch(/number from 0 to 32/);
    expect(field.parse('web-1')).toMatch(/^Give an IP address/);
    expect(field.parse('10.0.0.1 10.0.0.2')).toMatch(/^One address/);
    expect(faultsIn(form, rules(deny('198.51.100.0/24')))).toHaveProperty(
      'rules',
      expect.stringMatching(/already/),
    );
    expect(faultsIn(form, rules(deny('10.0.0.1'), deny('10.0.0.1')))).toHaveProperty('rules');
    expect(faultsIn(form, rules(deny('10.0.0.1'), deny('10.0.0.2')))).toEqual({});
  });

  it('warns before nobody, or everybody, may connect', async () => {
    const { collection } = await sectionWorld();
    const shop = await collection('shop-front', 'access-list');
    const warnings = (list: Collection, ...rows: readonly Rule[]) => list.add?.warnings?.(rules(...rows));
    expect(warnings(shop, deny('0.0.0.0/0'))).toEqual([
      'Nobody can connect then: 0.0.0.0/0 is denied, none is allowed',
    ]);
    expect(warnings(shop, deny('0.0.0.0/0'), { address: '10.0.0.1', type: 'ALLOW' })).toEqual([]);
    expect(warnings(shop, deny('10.0.0.1'))).toEqual([]);
    const media = await collection('media', 'access-list');
    expect(media.remove?.warnings?.(media.known ?? [])).toEqual(['Everybody may connect then']);
    expect(media.remove?.warnings?.((media.known ?? []).slice(1))).toEqual([]);
  });
});

describe('virtual IPs', () => {
  it('are joined by an IPv6 address and left one by one, but for the last', async () => {
    const { collection, add, remove, items, asked } = await sectionWorld();
    const before = await collection('mail-in', 'virtual-ips');
    expect(before.known).toHaveLength(1);
    await add(before, {});
    const grown = await collection('mail-in', 'virtual-ips');
    expect(grown.known?.map(({ values }) => values['ipVersion'])).toEqual(['IPV4', 'IPV6']);
    expect(grown.known?.[1]?.name).not.toMatch(/:0000:/);
    const [four, six] = await items(grown);
    if (!four || !six) throw new Error('There are two');
    const from = asked.length;
    expect(await problemFrom(remove(grown, [four, six]))).toMatchObject({ kind: 'guard' });
    expect(asked).toHaveLength(from);
    expect(grown.remove?.whyNot?.(four)).toBeNull();
    await remove(grown, [four]);
    const left = await collection('mail-in', 'virtual-ips');
    expect(left.known?.map(({ id }) => id)).toEqual([six.id]);
    expect(left.known?.map((item) => left.remove?.whyNot?.(item))).toEqual([
      'A balancer keeps at least one virtual IP',
    ]);
  });

  it('of a SERVICENET balancer stay as they are', async () => {
    const { collection } = await sectionWorld();
    const vips = await collection('search', 'virtual-ips');
    expect(vips.add).toBeUndefined();
    expect(vips.help).toMatch(/SERVICENET balancer cannot be given another one; to share one, create/);
  });
});

describe('metadata', () => {
  it('of a balancer is added, changed and removed at once', async () => {
    const { collection, add, edit, remove, items, asked, clock } = await sectionWorld();
    const notes = await collection('media', 'metadata');
    expect(notes.known?.map(({ cells }) => cells['key'])).toEqual(['team', 'ticket', 'tier']);
    const began = clock.now();
    const from = asked.length;
    await add(notes, { key: 'stage', value: 'prod' });
    const stage = (await items(notes)).find(({ name }) => name === 'stage');
    if (!stage) throw new Error('It was added');
    await edit(notes, stage, { value: 'dev' });
    expect((await items(notes)).find(({ name }) => name === 'stage')?.cells).toEqual({
      key: 'stage',
      value: 'dev',
    });
    await remove(notes, await items(notes));
    expect(await items(notes)).toEqual([]);
    expect(clock.now()).toBe(began);
    expect(asked.slice(from).filter((call) => /loadbalancers\/\d+$/.test(call))).toEqual([]);
  });

  it('of a node likewise', async () => {
    const { provider, detail, add, edit, remove, items } = await sectionWorld();
    const shop = await detail('shop-front');
    const [node] = shop.nodeList;
    if (!node) throw new Error('There are four');
    const [notes] = provider.nodeSections?.(shop, node) ?? [];
    if (notes?.kind !== 'collection') throw new Error('A node has metadata');
    expect([notes.key, notes.known]).toEqual(['metadata', null]);
    await add(notes, { key: 'rack', value: '12' });
    const [rack] = await items(notes);
    if (!rack) throw new Error('It was added');
    await edit(notes, rack, { value: '13' });
    expect((await items(notes)).map(({ values }) => values)).toEqual([{ key: 'rack', value: '13' }]);
    await remove(notes, [rack]);
    await remove(notes, [rack]);
    expect(await items(notes)).toEqual([]);
  });

  it('refuses what the engine or we use otherwise', async () => {
    const { collection, add } = await sectionWorld();
    const notes = await collection('media', 'metadata');
    const form = await notes.add?.form({ signal: never });
    if (!form) throw new Error('It can be added to');
    expect(faultsIn(form, { key: 'sluice-run', value: 'x' })).toHaveProperty('key');
    expect(faultsIn(form, { key: 'k', value: 'x'.repeat(257) })).toHaveProperty('value');
    expect(await problemFrom(add(notes, { key: 'team', value: 'x' }))).toMatchObject({ status: 422 });
  });
});

describe('lists that can only be read', () => {
  it('ciphers, domains: where there are any', async () => {
    const { collection, items } = await sectionWorld();
    const names = async (balancer: string, key: string) =>
      (await items(await collection(balancer, key))).map(({ name }) => name);
    expect(await names('api-gateway', 'ciphers')).toContain('AES256-SHA');
    expect(await names('media', 'ciphers')).toEqual([]);
    expect(await names('media', 'allowed-domains')).toEqual(['rackclouddb.com', 'rackspaceclouddb.com']);
  });

  it('events, newest first and all of them', async () => {
    const { provider, drive, detail, collection, items, asked } = await sectionWorld();
    const fleet = await detail('edge-fleet');
    const [node] = fleet.nodeList;
    if (!node) throw new Error('There are 24');
    for (let turn = 0; turn < 120; turn++) {
      const weight = 1 + (turn % 100);
      await drive(provider.changeNode(fleet.id, node.id, { weight }, { signal: never }));
    }
    const list = await collection('edge-fleet', 'events');
    const from = asked.length;
    const events = await items(list);
    expect(asked.length - from).toBe(2);
    expect(events.length).toBeGreaterThan(120);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const times = events.map(({ cells }) => cells['created'] ?? '');
    expect(times).toEqual([...times].sort().reverse());
    expect(events[0]?.cells).toMatchObject({
      severity: 'INFO',
      node: '10.20.1.11:80',
      title: 'Node Successfully Updated',
      created: expect.stringMatching(/^2026-03-01T12:\d\d:\d\dZ$/),
    });
    const offline = events.find(({ cells }) => cells['severity'] === 'WARNING');
    expect(offline?.cells['description']).toMatch(/OFFLINE.*: Connection timed out/);
    expect(list.add ?? list.edit ?? list.remove).toBeUndefined();
  });
});
