import { describe, expect, it } from 'vitest';
import { anAccount } from '../kit/model.ts';
import { CACHE_FORM, MadeUpEngine, onSettings, openMadeUp, refusal } from '../kit/sections.ts';
import { startSluice } from '../kit/sluice.ts';

describe('what cannot be changed', () => {
  it('opens as a text that scrolls and can be copied', async () => {
    const app = await startSluice();
    await onSettings(new MadeUpEngine(), app);
    await app.press('G');
    await app.press('e');
    expect(app.message()).toBe('Not now: Configuration can only be read');
    await app.press('enter');
    expect(app.screen()).toContain('server web-1 10.0.0.1:80 check');
    await app.press('G');
    expect(app.screen()).toContain('server web-40 10.0.0.40:80 check');
    await app.press('y');
    expect(app.message()).toBe('Copied the Configuration, 40 lines');
    expect(app.copied[0]?.split('\n')).toHaveLength(40);
    await app.press('esc', 'd', 'c');
    expect(JSON.parse(app.copied[1] ?? '')).toHaveLength(40);
  });

  it('says why: read-only, not to be had, not read; what could be read stands beside it', async () => {
    const app = await startSluice({ columns: 120 });
    const engine = new MadeUpEngine();
    const cache = engine.cache.setting({ key: 'cache', title: 'Cache' }, CACHE_FORM);
    const torn = {
      ...cache,
      key: 'torn',
      title: 'Torn',
      read: () => Promise.reject(refusal('It is broken')),
    };
    const never = { ...cache, key: 'never', title: 'Never', unavailable: 'Turn SSL off first' };
    engine.changes = { sections: () => [cache, torn, never] };
    await onSettings(engine, app);
    expect(app.row('Torn')).toMatch(/✗ not read +It is broken/);
    expect(app.row('Cache')).toContain('60, all');
    expect(app.row('Never')).toMatch(/60, all +Turn SSL off first/);
    await app.press('j', 'e');
    expect(app.message()).toBe('Not now: It is broken. Give a smaller one');
    await app.press('j', 'e');
    expect(app.message()).toBe('Not now: Turn SSL off first');
    await app.press('enter');
    expect(app.screen()).toContain('Turn SSL off first');
    expect(app.screen()).toContain('ttl: 60');
  });

  it('is nothing at all in an account that is marked read-only', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await openMadeUp(app, engine, { account: anAccount({ readOnly: true }) });
    await app.press('tab');
    for (const key of ['a', 'e', 'ctrl-d', 'o']) {
      await app.press(key);
      expect(app.message(), key).toContain('Not now: account lab is marked read-only');
    }
    await app.press('tab');
    for (const key of ['e', 'ctrl-d']) {
      await app.press(key);
      expect(app.message(), key).toContain('Not now: account lab is marked read-only');
    }
  });
});
