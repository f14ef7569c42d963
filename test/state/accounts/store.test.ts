import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../src/model/account.ts';
import { type NewAccount, openAccounts } from '../../../src/state/accounts/store.ts';
import { openSettings } from '../../../src/state/home/settings.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { counter, tempFolder } from '../home/tempFolder.ts';

const SHOP: NewAccount = {
  name: 'shop',
  engine: 'rackspace',
  region: 'DFW',
  settings: { username: 'nina' },
  secrets: { apiKey: { kind: 'env', name: 'SHOP_KEY' } },
};

function found(name: string): Account {
  return {
    ...SHOP,
    id: `found:${name}`,
    name,
    origin: { kind: 'discovered', from: 'RAX_USERNAME' },
    production: false,
    readOnly: false,
    isDefault: false,
  };
}

function opened({ config, discovered = [] as string[] }: { config?: unknown; discovered?: string[] } = {}) {
  const folder = tempFolder();
  const file = path.join(folder, 'config.json');
  if (config !== undefined)
    fs.writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config), { mode: 0o600 });
  const clock = new VirtualClock();
  const id = counter('id-');
  const discover = () => ({ accounts: discovered.map(found), warnings: ['something to say'] });
  const open = () => openAccounts({ settings: openSettings({ folder, clock }), discover, id });
  return { folder, clock, open, store: open(), onDisk: () => JSON.parse(fs.readFileSync(file, 'utf8')) };
}

const namesOf = (accounts: readonly Account[]) => accounts.map((account) => account.name);

describe('the list', () => {
  test('the sandbox, then the added, then the found ones', async () => {
    const { store } = opened({ discovered: ['rax-nina'] });
    expect(namesOf(store.list())).toEqual(['sandbox', 'sandbox-aws', 'rax-nina']);
    const added = await store.add(SHOP);
    expect(added).toMatchObject({ ...SHOP, id: 'id-1', origin: { kind: 'added' }, production: false });
    expect(namesOf(store.list())).toEqual(['sandbox', 'sandbox-aws', 'shop', 'rax-nina']);
    expect(store.list()[0]).toMatchObject({
      id: 'sandbox',
      engine: 'rackspace',
      origin: { kind: 'sandbox' },
    });
    expect(store.list()).toBe(store.list());
    expect(store.notices()).toEqual(['something to say']);
  });

  test('a found account has a name that -a takes for one', () => {
    const { store } = opened({ discovered: ['aws-a,b', 'aws-a-b'] });
    expect(namesOf(store.list()).slice(2)).toEqual(['aws-a-b', 'aws-a-b-2']);
  });

  test('nothing is looked for before it is asked for', () => {
    let looks = 0;
    const settings = openSettings({ folder: tempFolder(), clock: new VirtualClock() });
    const discover = () => {
      looks++;
      return { accounts: [], warnings: [] };
    };
    const store = openAccounts({ settings, discover, id: counter() });
    expect(looks).toBe(0);
    store.list();
    store.list();
    expect(looks).toBe(1);
    let told = 0;
    store.subscribe(() => told++);
    store.rediscover();
    store.list();
    expect([looks, told]).toEqual([2, 1]);
  });

  test('a found account gives way to an added one of its name', async () => {
    const { store } = opened({ discovered: ['shop', 'shop-2'] });
    await store.add(SHOP);
    expect(namesOf(store.list())).toEqual(['sandbox', 'sandbox-aws', 'shop', 'shop-2', 'shop-2-2']);
    expect(store.named('shop').origin.kind).toBe('added');
  });

  test('two programs see each other, and lose nothing', async () => {
    const { open, clock } = opened();
    const [one, other] = [open(), open()];
    let told = 0;
    other.subscribe(() => told++);
    await Promise.all([
      one.add(SHOP),
      other.add({ ...SHOP, name: 'blog' }),
      one.add({ ...SHOP, name: 'wiki' }),
    ]);
    expect(namesOf(one.list())).toEqual(namesOf(other.list()));
    expect(namesOf(one.list()).sort()).toEqual(['blog', 'sandbox', 'sandbox-aws', 'shop', 'wiki']);
    await one.remove(one.named('blog').id);
    const before = told;
    await clock.advance(2_000);
    expect(told).toBe(before + 1);
    expect(namesOf(other.list())).not.toContain('blog');
  });

  test('the same name at the same time: one of the two is refused', async () => {
    const { open } = opened();
    const results = await Promise.allSettled([open().add(SHOP), open().add({ ...SHOP, name: 'SHOP' })]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(open().list()).toHaveLength(3);
  });
});

describe('a settings file with faults', () => {
  const good = { id: 'g', name: 'good', engine: 'rackspace', newerField: 1 };
  const bad = {
    id: 'b',
    name: 'bad\u0007',
    engine: 'telepathy',
    secrets: { apiKey: { kind: 'stored', value: 's3cret' } },
  };

  test('a broken entry is left out and said, and outlives every change', async () => {
    const { store, onDisk } = opened({ config: { accounts: [bad, good, 7, { ...good, id: 'x' }] } });
    expect(namesOf(store.list())).toEqual(['sandbox', 'sandbox-aws', 'good']);
    const said = store.notices().join('\n');
    expect(said).toMatch(/The account "bad" in the settings is left out: engine/);
    expect(said).toMatch(/The account number 3 in the settings is left out/);
    expect(said).toMatch(/The account "good" in the settings is left out: The name "good" is taken/);
    expect(said).not.toContain('s3cret');
    await store.add(SHOP);
    await store.mark('g', { production: true });
    await store.remove(store.named('shop').id);
    expect(onDisk().accounts).toEqual([
      bad,
      expect.objectContaining({ ...good, production: true }),
      7,
      { ...good, id: 'x' },
    ]);
  });

  test('a stored secret that others can read is said, until the next change mends it', async () => {
    const secrets = { apiKey: { kind: 'stored', value: 's3cret' } };
    const { folder, store } = opened({ config: { accounts: [{ ...good, secrets }] } });
    expect(store.notices()).toEqual(['something to say']);
    fs.chmodSync(path.join(folder, 'config.json'), 0o644);
    expect(store.notices()[0]).toMatch(/config\.json holds a secret and can be read by other users/);
    await store.mark('g', { isDefault: true });
    expect(store.notices()).toEqual(['something to say']);
  });

  test('accounts that are no list are not overwritten', async () => {
    const { store, onDisk } = opened({ config: { accounts: { shop: {} } } });
    await expect(store.add(SHOP)).rejects.toThrow(/is not a list/);
    expect(onDisk()).toEqual({ accounts: { shop: {} } });
  });

  test('while it cannot be read, found accounts count as production and none is taken for meant', () => {
    const { store } = opened({ config: '{"marks": {', discovered: ['rax-nina'] });
    expect(store.named('rax-nina').production).toBe(true);
    expect(store.named('sandbox').production).toBe(false);
    expect(() => store.chosen([])).toThrow(/cannot be read/);
    expect(namesOf(store.chosen(['rax-nina']))).toEqual(['rax-nina']);
  });

  test.each(['{"accounts": {"shop": {}}}', '{"accounts": [{"name": "shop"}]}'])(
    'accounts that cannot be read never make a command work on the sandbox instead: %s',
    (config) => {
      const { store } = opened({ config });
      expect(() => store.chosen([])).toThrow(/No account in .* can be read/);
      expect(namesOf(store.chosen(['sandbox']))).toEqual(['sandbox']);
    },
  );
});

describe('changing', () => {
  test.each([
    ['', /empty/],
    [' shop', /space/],
    ['a\u0007b', /control/],
    ['a\u202eb', /control/],
    ['x'.repeat(65), /longer than 64/],
    ['Sandbox', /reserved/],
    ['ALL', /reserved/],
    ['-a', /option/],
    ['Shop', /taken/],
  ])('the name %j is refused', async (name, why) => {
    const { store } = opened();
    await store.add(SHOP);
    expect(store.checkName(name)).toMatch(why);
    const refused = store.add({ ...SHOP, name });
    await expect(refused).rejects.toMatchObject({
      problem: { kind: 'invalid', message: expect.stringMatching(why) },
    });
    await expect(refused).rejects.toMatchObject({ problem: { message: expect.stringMatching(/^name: /) } });
  });

  test('an account may keep its own name, in other capitals too', async () => {
    const { store } = opened();
    const { id } = await store.add(SHOP);
    expect(store.checkName('SHOP', id)).toBeNull();
    expect(await store.update(id, { name: 'SHOP', region: null })).toMatchObject({
      name: 'SHOP',
      region: null,
      id,
    });
  });

  test('the sandbox and found accounts are not edited or removed, and say why', async () => {
    const { store } = opened({ discovered: ['rax-nina'] });
    await expect(store.remove('sandbox')).rejects.toThrow('The sandbox cannot be removed');
    await expect(store.update('found:rax-nina', { name: 'x' })).rejects.toThrow(
      /found on this machine \(RAX_USERNAME\)/,
    );
    await expect(store.remove('nobody')).rejects.toMatchObject({ problem: { kind: 'missing' } });
  });

  test('any account keeps its marks', async () => {
    const { open, store } = opened({ discovered: ['rax-nina'] });
    const { id } = await store.add({ ...SHOP, production: true });
    await store.mark('found:rax-nina', { production: true });
    await store.mark('found:rax-nina', { isDefault: true });
    await store.mark('sandbox', { readOnly: true });
    await store.mark(id, { isDefault: true });
    const again = open();
    expect(again.named('rax-nina')).toMatchObject({ production: true, readOnly: false, isDefault: true });
    expect(again.named('sandbox')).toMatchObject({ production: false, readOnly: true });
    expect(again.named('shop')).toMatchObject({ production: true, isDefault: true });
  });

  test('a wrong mark counts as production', () => {
    const { store } = opened({ config: { marks: { 'found:rax-nina': 'yes' } }, discovered: ['rax-nina'] });
    expect(store.named('rax-nina').production).toBe(true);
  });
});

describe('which accounts a command means', () => {
  test('by name, capitals or not; `all`; each once', async () => {
    const { store } = opened({ discovered: ['rax-nina'] });
    await store.add(SHOP);
    expect(namesOf(store.chosen(['SHOP', 'shop']))).toEqual(['shop']);
    expect(namesOf(store.chosen(['all']))).toEqual(['sandbox', 'sandbox-aws', 'shop', 'rax-nina']);
  });

  test('without a name: the marked, else the added, else the sandbox', async () => {
    const { store } = opened({ discovered: ['rax-nina'] });
    expect(namesOf(store.chosen([]))).toEqual(['sandbox']);
    await store.add(SHOP);
    await store.add({ ...SHOP, name: 'blog' });
    expect(namesOf(store.chosen([]))).toEqual(['shop', 'blog']);
    await store.mark('found:rax-nina', { isDefault: true });
    expect(namesOf(store.chosen([]))).toEqual(['rax-nina']);
  });

  test('an unknown name lists the others, the nearest first; a beginning is not enough', async () => {
    const { store } = opened({ discovered: ['rax-nina'] });
    await store.add(SHOP);
    await store.add({ ...SHOP, name: 'shop-eu' });
    const problem = { kind: 'missing', message: 'There is no account "rax-nima"' };
    expect(() => store.named('rax-nima')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining(problem) }),
    );
    expect(() => store.chosen(['rax-nima'])).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ hint: expect.stringMatching(/^There are: rax-nina, /) }),
      }),
    );
    expect(() => store.named('sho')).toThrow(/no account "sho"/);
  });
});
