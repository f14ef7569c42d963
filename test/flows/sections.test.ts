import { describe, expect, it } from 'vitest';
import { CACHE_FORM, MadeUpEngine, openMadeUp } from '../kit/sections.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** The line of tabs, which stands under the facts of the balancer or the node. */
const tabs = (app: SluiceUnderTest) => app.screen().split('\n')[4]?.trim();
const crumbs = (app: SluiceUnderTest) => app.screen().split('\n')[1]?.trim();

describe('the tabs of a balancer', () => {
  it('are those that the engine has, with the current one lit by a sign, round and round', async () => {
    const app = await startSluice();
    await openMadeUp(app, new MadeUpEngine());
    expect(tabs(app)).toBe('[Nodes 3/3]  Rules   Settings');
    expect(app.screen()).toContain('tab next tab');
    await app.press('tab');
    expect(tabs(app)).toBe('Nodes 3/3  [Rules 3]  Settings');
    expect(crumbs(app)).toMatch(/^Accounts › lab › shop-front › Rules /);
    await app.press('right');
    expect(tabs(app)).toBe('Nodes 3/3   Rules 3  [Settings]');
    expect(app.row('Cache')).toContain('60, all');
    await app.press('tab');
    expect(tabs(app)).toBe('[Nodes 3/3]  Rules 3   Settings');
    await app.press('shift-tab');
    expect(tabs(app)).toContain('[Settings]');
    await app.press('left', 'left');
    expect(tabs(app)).toContain('[Nodes 3/3]');
  });

  it('lead back to the list of balancers, each of them', async () => {
    const app = await startSluice();
    await openMadeUp(app, new MadeUpEngine());
    for (const key of ['esc', 'q'] as const) {
      await app.press('tab', 'tab', key);
      expect(crumbs(app)).toMatch(/^Accounts › lab +1\/1$/);
      await app.press('enter');
      expect(tabs(app)).toContain('[Nodes 3/3]');
    }
  });

  it('read nothing before they are opened, and the balancer once for all', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await openMadeUp(app, engine);
    expect([engine.rules.reads, engine.cache.reads, engine.detailReads]).toEqual([0, 0, 1]);
    await app.press('tab');
    expect([engine.rules.reads, engine.cache.reads, engine.detailReads]).toEqual([1, 0, 1]);
    await app.press('tab');
    expect([engine.rules.reads, engine.cache.reads, engine.detailReads]).toEqual([1, 1, 1]);
    await app.press('tab', 'tab');
    expect(engine.rules.reads).toBe(1);
    // What is looked at is read again by itself, the rest is not.
    await app.advance(16_000);
    expect(engine.rules.reads).toBe(2);
    expect(engine.cache.reads).toBe(1);
    expect(engine.detailReads).toBeGreaterThan(1);
  });

  it('ask for nothing that the balancer has told already', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    engine.knownRules = true;
    await openMadeUp(app, engine);
    expect(tabs(app)).toBe('[Nodes 3/3]  Rules 3   Settings');
    await app.press('tab');
    expect(app.screen()).toContain('/static');
    engine.rules.put({ path: '/new', order: '3' });
    await app.advance(5_000);
    expect(app.screen()).toContain('/new');
    expect(engine.rules.reads).toBe(0);
  });

  it('keep cursor, marks and filter over new readings and other tabs', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    engine.rules.put({ path: '/api/v2', order: '20' });
    await openMadeUp(app, engine);
    await app.press('tab', '/');
    await app.type('api');
    await app.press('enter', 'j', 'space');
    expect(crumbs(app)).toContain('1 marked   2/2 of 4');
    engine.rules.put({ path: '/api/v0', order: '1' });
    engine.rules.items = [...engine.rules.items].reverse();
    await app.advance(20_000);
    await app.press('tab', 'shift-tab');
    expect(crumbs(app)).toContain('1 marked');
    expect(app.row('▌')).toMatch(/✓.*\/api\/v2/);
  });

  it('scroll round the current one where they do not all fit', async () => {
    const app = await startSluice({ columns: 44, rows: 16 });
    const engine = new MadeUpEngine();
    const rules = engine.rules.collection({});
    const names = ['Certificates', 'Virtual addresses', 'Access list', 'Tags'];
    engine.changes = {
      sections: () => names.map((title) => ({ ...rules, key: title, title })),
    };
    await openMadeUp(app, engine);
    expect(tabs(app)).toBe('[Nodes 3/3]  Certificates  …');
    for (const name of names) {
      await app.press('tab');
      expect(tabs(app)).toContain(`[${name}`);
      expect(tabs(app)?.length).toBeLessThanOrEqual(42);
    }
    expect(tabs(app)).toMatch(/^… .*\[Tags 3\]$/);
  });

  it('are not there where the engine has nothing more to tell', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    engine.changes = { sections: () => [], nodeSections: () => [] };
    await openMadeUp(app, engine);
    expect(tabs(app)).toBe('Nodes 3/3');
    expect(app.screen()).not.toContain('next tab');
    await app.press('tab');
    expect(app.message()).toBe('Not now: this is the only tab');
    await app.press('enter');
    expect(app.message()).toBe('Not now: this engine tells nothing more of a node');
  });
});

describe('a node', () => {
  it('has a page of its own with its settings, which are changed apart from those of others', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await openMadeUp(app, engine);
    await app.press('j', 'enter');
    expect(crumbs(app)).toMatch(/^Accounts › lab › shop-front › web-2 › Settings/);
    expect(app.screen()).toContain('● ENABLED   ▲ ONLINE   10.0.0.2:80   web-2   weight 1   PRIMARY');
    expect(tabs(app)).toBe('Settings');
    await app.press('enter');
    await app.type('250');
    await app.press('ctrl-s');
    expect(engine.limit.written).toEqual([{ rate: '250' }]);
    expect(app.message()).toBe('Limit of node 2 of web-2 of shop-front is set. z undoes it');
    await app.press('z');
    expect(engine.limit.written.at(-1)).toEqual({ rate: '100' });
    await app.press('esc');
    expect(tabs(app)).toContain('[Nodes 3/3]');
    expect(app.row('▌')).toContain('web-2');
  });

  it('says so when it has gone', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await openMadeUp(app, engine);
    await app.press('j', 'enter');
    engine.nodeCount = 1;
    await app.advance(6_000);
    expect(app.screen()).toContain('web-2 has gone: somebody has removed it');
    await app.press('e');
    expect(app.message()).toContain('Not now: ');
  });
});

it('a setting that an engine makes up shows, is filled in and written, with nothing of it known here', async () => {
  const app = await startSluice();
  const engine = new MadeUpEngine();
  const made = engine.cache.setting(
    { key: 'brand-new', title: 'Brand new', help: 'Nobody has heard of it' },
    CACHE_FORM,
  );
  engine.changes = { sections: () => [made] };
  await openMadeUp(app, engine);
  await app.press('tab');
  expect(app.row('Brand new')).toMatch(/60, all +Nobody has heard of it/);
  await app.press('e');
  await app.type('601');
  await app.press('ctrl-s');
  expect(app.screen()).toContain('Seconds to keep is "601": a whole number from 1 to 600 is');
  await app.press('backspace', 'tab', 'right', 'ctrl-s');
  expect(engine.cache.written).toEqual([{ ttl: '60', mode: 'some' }]);
  expect(app.row('Brand new')).toContain('60, some');
});
