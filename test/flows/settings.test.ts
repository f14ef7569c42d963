import { describe, expect, it } from 'vitest';
import type { Form, FormValues } from '../../src/model/form.ts';
import { Failure } from '../../src/model/problem.ts';
import { CACHE_FORM, MadeUpEngine, onSettings, openMadeUp, refusal } from '../kit/sections.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** Fills in the form of the cache: other seconds, the mode left alone. */
async function fillIn(app: SluiceUnderTest, seconds: string): Promise<void> {
  await app.press('e');
  await app.type(seconds);
}

const crumbs = (app: SluiceUnderTest) => app.screen().split('\n')[1]?.trim();

describe('changing a setting', () => {
  it('shows the row as being changed until the engine has settled, then what it is; undo puts the old one back', async () => {
    const app = await startSluice({ columns: 120 });
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    engine.gates.write.held = true;
    await fillIn(app, '90');
    await app.press('ctrl-s');
    expect(app.row('Cache')).toMatch(/60, all +◌ changing…/);
    expect(app.screen()).toContain('◌ 1 change under way');
    await app.press('e');
    expect(app.message()).toBe('Not now: a change of Cache is under way');
    engine.gates.write.release();
    await app.idle();
    expect(app.row('Cache')).toMatch(/90, all +What Cache is for/);
    expect(app.message()).toBe('Cache of shop-front is set. z undoes it');
    await app.press('z');
    expect(app.row('Cache')).toContain('60, all');
    await app.press('@');
    expect(app.row('60 → Seconds to keep 90')).toContain('set cache');
  });

  it('sends nothing where nothing differs: the form is left, and the message says so until another page', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await app.press('e', 'ctrl-s');
    expect(app.message()).toBe('Cache of shop-front is so already');
    expect(crumbs(app)).toMatch(/› Settings +1\/3$/);
    await app.press('e');
    expect(app.screen()).not.toContain('so already');
    expect(app.row('Seconds to keep')).toContain('60');
    expect(engine.cache.written).toEqual([]);
  });

  it('says what is good to know of it with the change, and does not ask for that', async () => {
    const app = await startSluice({ columns: 120 });
    const engine = new MadeUpEngine();
    const notes = ({ mode }: FormValues) => (mode === 'some' ? ['Pages are not kept'] : []);
    const noted = engine.cache.setting({ key: 'cache', title: 'Cache', notes }, CACHE_FORM);
    const careful = engine.page.setting(
      { key: 'page', title: 'Page', notes, warnings: () => ['It hurts'] },
      CACHE_FORM,
    );
    engine.changes = { sections: () => [noted, careful] };
    await onSettings(engine, app);
    engine.gates.write.held = true;
    await app.press('e', 'tab', 'right', 'ctrl-s');
    expect(app.message()).toBe('Pages are not kept');
    engine.gates.write.release();
    await app.idle();
    expect(app.message()).toBe('Cache of shop-front is set. z undoes it. Pages are not kept');
    // Where it is asked for something else, the question has it.
    await app.press('j', 'e');
    await app.type('5');
    await app.press('tab', 'right', 'right', 'ctrl-s');
    expect(app.screen()).toContain('It hurts');
    expect(app.screen()).toContain('Pages are not kept');
    await app.press('y');
    expect(app.message()).toBe('Page of shop-front is set. z undoes it');
  });

  it('undoes its own fields over what others have set since, and asks only where it was one of those', async () => {
    const app = await startSluice({ columns: 120 });
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await fillIn(app, '90');
    await app.press('ctrl-s');
    engine.cache.now = { ttl: '90', mode: 'some' };
    await app.press('z');
    expect(engine.cache.now).toEqual({ ttl: '60', mode: 'some' });
    await fillIn(app, '70');
    await app.press('ctrl-s');
    engine.cache.now = { ttl: '71', mode: 'all' };
    await app.press('z');
    expect(app.screen().replace(/[\s│]+/g, ' ')).toContain(
      'Somebody else has changed it since: it was Seconds to keep 70, it is Seconds to keep 71',
    );
    await app.press('y');
    expect(engine.cache.now).toEqual({ ttl: '60', mode: 'all' });
  });

  it('goes on to the change before where somebody else has put it back already', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await fillIn(app, '90');
    await app.press('ctrl-s', 'e', 'tab', 'right', 'ctrl-s');
    expect(engine.cache.now).toEqual({ ttl: '90', mode: 'some' });
    engine.cache.now = { ttl: '90', mode: 'all' };
    await app.press('z');
    expect(app.message()).toBe(
      'There is nothing to put back: somebody else has changed Cache of shop-front since',
    );
    await app.press('z');
    expect(engine.cache.now).toEqual({ ttl: '60', mode: 'all' });
  });

  it('keeps what was typed where the engine refuses it, and begins with it again', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await fillIn(app, '599');
    engine.gates.write.problem = refusal('599 seconds are too many');
    await app.press('ctrl-s');
    expect(app.message()).toBe(
      'Cache: 599 seconds are too many. Give a smaller one. e opens it again as you filled it in',
    );
    expect(crumbs(app)).toMatch(/› Settings /);
    engine.gates.write.problem = null;
    await app.press('e');
    expect(app.row('Seconds to keep')).toContain('599');
    await app.press('end', 'backspace', 'ctrl-s');
    expect(engine.cache.written).toEqual([{ ttl: '59', mode: 'all' }]);
    // What has been carried out is no draft any more.
    await app.press('e', 'esc', 'e');
    expect(app.row('Seconds to keep')).toContain('59');
  });

  it('asks before it overwrites what somebody else has set since; a no leaves the form as it is', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await fillIn(app, '120');
    engine.cache.now = { ttl: '5', mode: 'all' };
    await app.press('ctrl-s');
    expect(app.screen().replace(/[\s│]+/g, ' ')).toContain(
      'Somebody else has changed it since it was read: it was Seconds to keep 60, it is Seconds to keep 5 This would make it Seconds to keep 120',
    );
    await app.press('esc');
    expect(app.row('Seconds to keep')).toContain('120');
    await app.press('ctrl-s', 'y');
    expect(engine.cache.written).toEqual([{ ttl: '120', mode: 'all' }]);
    expect(app.row('Cache')).toContain('120, all');
  });

  it('keeps the form where what is there now cannot be read, and begins nothing once it is left', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await fillIn(app, '120');
    engine.gates.read.problem = new Failure({ kind: 'network', message: 'No answer came' });
    await app.press('ctrl-s');
    expect(app.screen()).toContain('No answer came');
    expect(app.row('Seconds to keep')).toContain('120');
    engine.gates.read.problem = null;
    engine.gates.read.held = true;
    await app.press('ctrl-s');
    expect(app.screen()).toContain('One moment…');
    await app.press('ctrl-s', '9', 'esc');
    engine.gates.read.release();
    await app.advance(1_000);
    expect(engine.cache.written).toEqual([]);
    expect(crumbs(app)).toMatch(/› Settings /);
  });

  it('asks before it takes one away, and undo sets it again as it was', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onSettings(engine, app);
    await app.press('ctrl-d');
    expect(app.screen()).toContain('Remove the cache of shop-front?');
    await app.press('enter');
    expect(app.message()).toBe('Nothing was changed');
    expect(engine.cache.now).not.toBeNull();
    await app.press('ctrl-d', 'y');
    expect(app.message()).toBe('Cache of shop-front is reset. z undoes it');
    expect(app.row('Cache')).toContain('off');
    await app.press('ctrl-d');
    expect(app.message()).toBe('Not now: Cache is not set');
    await app.press('z');
    expect(engine.cache.now).toEqual({ ttl: '60', mode: 'all' });
  });
});

describe('a list of choices that is empty', () => {
  const form: Form = {
    title: 'Keys',
    fields: [
      {
        kind: 'many',
        key: 'keys',
        label: 'Keys',
        load: async () => [],
        none: 'the balancer has no keys; add one first',
      },
    ],
  };

  it.each([{ linear: false }, { linear: true }])('says what is missing: %o', async (mode) => {
    const app = await startSluice({ columns: 120, ...mode });
    const engine = new MadeUpEngine();
    const keys = engine.cache.setting({ key: 'keys', title: 'Keys' }, form);
    engine.changes = { sections: () => [keys] };
    await openMadeUp(app, engine);
    await app.press('tab', 'e');
    expect(app.screen()).toMatch(/nothing to choose: the balancer has no keys; add one first/i);
  });
});

describe('a form that takes its time', () => {
  function slowForm(engine: MadeUpEngine): void {
    const made = engine.cache.setting({ key: 'cache', title: 'Cache' }, CACHE_FORM);
    const slow = async () => {
      await engine.gates.form.pass();
      return CACHE_FORM;
    };
    engine.changes = { sections: () => [{ ...made, form: slow }] };
  }

  it('says so, and what is typed meanwhile does nothing else', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    slowForm(engine);
    await onSettings(engine, app);
    engine.gates.form.held = true;
    await app.press('e');
    expect(app.screen()).toContain('One moment…');
    await app.press('0', 'q', '@', 'tab');
    expect(crumbs(app)).toMatch(/› Settings › Cache$/);
    engine.gates.form.release();
    await app.idle();
    expect(app.screen()).toContain('Seconds to keep');
  });

  it('says why it does not come, and tries again', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    slowForm(engine);
    await onSettings(engine, app);
    engine.gates.form.problem = new Failure({ kind: 'network', message: 'No answer came' });
    await app.press('e');
    expect(app.screen()).toContain('✗ No answer came');
    expect(app.screen()).toContain('ctrl-r tries again');
    engine.gates.form.problem = null;
    await app.press('ctrl-r');
    expect(app.screen()).toContain('Seconds to keep');
  });

  it('is not opened any more once it was given up', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    slowForm(engine);
    await onSettings(engine, app);
    engine.gates.form.held = true;
    await app.press('e', 'esc');
    engine.gates.form.release();
    await app.idle();
    expect(crumbs(app)).toMatch(/› Settings +1\/1$/);
  });
});
