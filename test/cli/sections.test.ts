import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import { Machine } from './kit/cli.ts';
import { GREETING, madeUp } from './kit/madeUp.ts';

describe('sluice get', () => {
  it('lists every section in a few words', async () => {
    const { machine } = madeUp();
    const { code, out, err } = await machine.run('get shop-front');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^SECTION +TITLE +NOW +NOTE\n/);
    expect(out).toMatch(/^greeting +Greeting +off$/m);
    expect(out).toMatch(/^guests +Guests +3$/m);
    expect(out).toMatch(/^farewell .*Nobody leaves: open a door$/m);
    const { value } = await machine.json('get shop-front');
    expect(value).toMatchObject([
      { account: 'sandbox', balancer: 'shop-front', section: 'greeting', kind: 'setting', configured: false },
      { section: 'guests', kind: 'collection', count: 3 },
      { section: 'seating', summary: 'round' },
      { section: 'farewell', unavailable: 'Nobody leaves: open a door' },
    ]);
  });

  it('shows a setting, and one value by itself', async () => {
    const { machine, world } = madeUp();
    world.greeting = { ...GREETING, page: 'one\n\ttwo\n' };
    const { out } = await machine.run('get shop-front Greeting');
    expect(out).toContain('Greeting: says hello');
    expect(out).toMatch(/^ {2}maxRepeat +2$/m);
    const { value } = await machine.json('get shop-front greeting');
    expect(value).toMatchObject({
      account: 'sandbox',
      engine: 'rackspace',
      region: 'DFW',
      balancer: 'shop-front',
      section: 'greeting',
      configured: true,
      values: GREETING,
    });
    expect((await machine.run('get shop-front greeting MAX_REPEAT')).out).toBe('2\n');
    expect((await machine.run('get shop-front greeting page')).out).toBe('one\n\ttwo\n');
    expect((await machine.json('get shop-front greeting text')).value).toBe('hello');
  });

  it('shows a collection, an item, and one value of it', async () => {
    const { machine } = madeUp();
    expect((await machine.run('get shop-front guests')).out).toMatch(
      /^ID +NAME +SEAT +DISHES\ng1 +host +1 +-\ng2 +anna +2 +soup\n/,
    );
    const { value } = await machine.json('get shop-front guests');
    expect(value).toMatchObject({
      section: 'guests',
      count: 3,
      items: [{ id: 'g1', name: 'host', seat: '1', values: { name: 'host' } }, {}, {}],
    });
    const { out } = await machine.run('get shop-front guests anna');
    expect(out).toContain('guest anna  (id g2)');
    expect(out).toContain('can be done: serve, wake');
    expect((await machine.run('get shop-front guests g2 dishes')).out).toBe('soup\n');
  });

  it('tells what can be set, with the choices', async () => {
    const { machine } = madeUp();
    const { out } = await machine.run('get shop-front greeting --fields');
    expect(out).toMatch(/^KEY +NEEDED +NOW +FIELD +TAKES\n/);
    expect(out).toMatch(/^max-repeat +yes +1 +Repeat at most +1 to 9$/m);
    expect(out).toMatch(/^language .*one of en, de, de-at$/m);
    expect(out).toMatch(/^password .*@FILE or env:NAME\. Only with sealed=yes$/m);
    const { value } = await machine.json('get shop-front guests anna serve --fields');
    expect(value).toMatchObject({
      fields: [{ key: 'dishes', kind: 'many', value: 'soup', options: [{ value: 'soup' }, {}, {}] }],
    });
  });

  it('names the nearest where there is no such section, item or key', async () => {
    const { machine } = madeUp();
    const section = await machine.run('get shop-front greting --json');
    expect(section.code).toBe(4);
    expect(JSON.parse(section.err).error).toMatchObject({
      kind: 'missing',
      candidates: [{ section: 'greeting' }, {}, {}, {}],
    });
    const item = await machine.run('get shop-front guests ana');
    expect(item.code).toBe(4);
    expect(item.err).toMatch(/There is no guest "ana" in shop-front\n {2}g2 {2}anna {2}2 {2}soup/);
    const key = await machine.run('get shop-front greeting txt');
    expect(key.code).toBe(4);
    expect(key.err).toMatch(/Greeting has no "txt"\n {2}text/);
  });

  it('shows what a node has with --node', async () => {
    const { machine } = madeUp();
    const { value } = await machine.json('get shop-front greeting --node web-2');
    expect(value).toMatchObject({ section: 'greeting', node: expect.stringMatching(/^\d+$/) });
    expect((await machine.run('get shop-front --node web-99')).code).toBe(4);
  });

  it('never shows a secret', async () => {
    const { machine, world } = madeUp();
    world.greeting = { ...GREETING, sealed: 'yes' };
    world.secrets = { password: 'open-sesame' };
    for (const line of [
      'get shop-front greeting password',
      'get shop-front greeting --fields',
      'get shop-front',
    ]) {
      const { out, err } = await machine.run(line);
      expect(out + err).not.toContain('sesame');
    }
    expect((await machine.run('get shop-front greeting password')).err).toContain('never shown');
  });

  it('shows the others where one cannot be read', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    Object.defineProperty(world, 'guests', {
      get: () => {
        throw new Failure({ kind: 'engine', message: 'The guest book is lost' });
      },
    });
    const { code, out, err } = await machine.run('get shop-front');
    expect(code).toBe(1);
    expect(out).toMatch(/^greeting +Greeting +says hello$/m);
    expect(out).toMatch(/^guests +Guests +-$/m);
    expect(err).toBe('sluice: Guests: The guest book is lost\n');
  });

  it('tells in the engine’s own words where it has no sections', async () => {
    const { machine, world } = madeUp();
    world.with = ({ sections: _none, ...provider }) => ({
      ...provider,
      missing: { sections: 'This engine has one switch: on' },
    });
    const { code, err } = await machine.run('get shop-front');
    expect(code).toBe(4);
    expect(err).toContain('This engine has one switch: on');
  });
});

describe('sluice set', () => {
  it('changes what is named and leaves the rest', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    const { code, out, err } = await machine.run('set shop-front greeting max-repeat=4 TEXT=bye');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      'Greeting of shop-front is set\n  Greeting: Text hello, Repeat at most 2 → Text bye, Repeat at most 4\n',
    );
    expect(world.greeting).toEqual({ ...GREETING, text: 'bye', maxRepeat: '4' });
    const { value } = await machine.json('journal');
    expect(value).toMatchObject([
      {
        balancer: 'shop-front',
        action: 'set greeting',
        before: 'Text hello, Repeat at most 2',
        after: 'Text bye, Repeat at most 4',
        outcome: 'done',
        requestId: 'req-made-up',
      },
    ]);
  });

  it('says what would change with --dry-run, and sends nothing', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    const { code, out } = await machine.run('set shop-front greeting text=hey! mood=very-loud --dry-run');
    expect(code).toBe(0);
    expect(out).toBe(
      'Set Greeting of shop-front: nothing was sent\n' +
        '  Greeting: Text hello, Mood calm → Text hey!, Mood very loud\n' +
        '  The neighbours will hear it\n' +
        '  It would need --yes\n',
    );
    const { value } = await machine.json('set shop-front greeting text=hey! --dry-run');
    expect(value).toMatchObject({
      dryRun: true,
      section: 'greeting',
      changes: [{ name: 'Greeting', before: 'Text hello', after: 'Text hey!' }],
      warnings: [],
    });
    expect(world.done).toEqual([]);
    expect(fs.existsSync(path.join(machine.home, 'journal.jsonl'))).toBe(false);
  });

  it('is stopped by what the engine warns of, and passes with --yes', async () => {
    const { machine, world } = madeUp();
    const line = 'set shop-front greeting text=hi! mood=very-loud';
    const { code, err } = await machine.run(line);
    expect(code).toBe(5);
    expect(err).toContain('The neighbours will hear it');
    expect(err).toContain('Mood very loud');
    expect(err).not.toContain('Node');
    expect(world.done).toEqual([]);
    expect((await machine.run(`${line} --yes`)).code).toBe(0);
  });

  it('is stopped where somebody else has changed it meanwhile', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    world.onForm = () => {
      world.greeting = { ...GREETING, maxRepeat: '9' };
    };
    const { code, err } = await machine.run('set shop-front greeting text=bye --json');
    expect(code).toBe(5);
    expect(JSON.parse(err).error.warnings).toMatchObject([
      {
        code: 'changed-meanwhile',
        text: expect.stringContaining('it was Repeat at most 2, it is Repeat at most 9'),
      },
      { code: 'changed-meanwhile' },
    ]);
    expect(world.done).toEqual([]);
  });

  it('is content where it is so already', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    expect(await machine.run('set shop-front greeting text=hello')).toEqual({
      code: 0,
      out: 'Greeting of shop-front is so already\n',
      err: '',
    });
    expect(world.done).toEqual([]);
  });

  it('says why it cannot be set', async () => {
    const { machine } = madeUp();
    const closed = await machine.run('set shop-front farewell text=x');
    expect(closed.code).toBe(1);
    expect(closed.err).toContain('Farewell of shop-front cannot be changed: Nobody leaves: open a door');
    const fixed = await machine.run('set shop-front seating plan=square');
    expect(fixed.code).toBe(2);
    expect(fixed.err).toContain('Seating plan of shop-front can only be read');
    expect((await machine.run('set shop-front greeting')).err).toContain(
      'sluice get shop-front greeting --fields',
    );
    expect((await machine.run('set shop-front greeting text')).err).toContain('"text" is no KEY=VALUE');
    const readOnly = await machine.run('set shop-front greeting text=x --read-only');
    expect(readOnly.code).toBe(5);
  });

  it('sets what a node is told', async () => {
    const { machine, world } = madeUp();
    const { code, out } = await machine.run('set shop-front greeting text=x --node web-2');
    expect(code).toBe(0);
    expect(out).toContain('Greeting of web-2 of shop-front is set');
    expect(world.greeting).toMatchObject({ text: 'x' });
    const { value } = await machine.json('journal');
    expect(value).toMatchObject([{ node: 'web-2', action: 'set greeting' }]);
  });

  it('says that the change is made where it cannot be read again', async () => {
    const { machine, world } = madeUp();
    const { sections } = world;
    world.with = (provider) => ({
      ...provider,
      sections,
      getBalancer: async (id, options) => {
        if (world.done.length > 0) throw new Error('the line is cut');
        return provider.getBalancer(id, options);
      },
    });
    const { code, value, err } = await machine.json('set shop-front greeting text=x');
    expect(code).toBe(0);
    expect(value).toMatchObject({ section: 'greeting', configured: null, values: null });
    expect(JSON.parse(err).note).toContain('The change is made, but it could not be read again');
  });

  it('says that nothing was sent where it is stopped before', async () => {
    const { machine, world } = madeUp();
    const stop = new AbortController();
    world.onForm = () => stop.abort();
    const { code, err } = await machine.run('set shop-front greeting text=x', stop.signal);
    expect(code).toBe(130);
    expect(err).toContain('Stopped before anything was sent');
    expect(world.done).toEqual([]);
  });

  it('gives up in time on a balancer that cannot be read', async () => {
    const machine = new Machine();
    await machine.run('sandbox fault status --status 503 --for 1h --path /loadbalancers');
    const { code, err } = await machine.run('set shop-front greeting text=x --timeout 100ms');
    expect(code).toBe(6);
    expect(err).toContain('Timed out after 100ms: shop-front could not be read, and nothing was changed');
  });
});
