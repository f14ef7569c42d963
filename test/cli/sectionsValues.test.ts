import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { words, wordsIn } from '../kit/madeUpForms.ts';
import type { Machine } from './kit/cli.ts';
import { GREETING, madeUp } from './kit/madeUp.ts';

function save(machine: Machine, name: string, text: string): void {
  fs.writeFileSync(path.join(machine.home, name), text, { mode: 0o600 });
}

const journalOf = (machine: Machine) => fs.readFileSync(path.join(machine.home, 'journal.jsonl'), 'utf8');

describe('values of sluice set', () => {
  it('takes every kind of value', async () => {
    const { machine, world } = madeUp();
    save(machine, 'page.html', '<p>\n\thello\n</p>\n');
    const { code, value } = await machine.json(
      'set shop-front greeting text=@@home mood=calm max-repeat=5 sealed=OFF language=German days=mon,tue words=tea:3 words=cake page=@page.html',
    );
    expect(code).toBe(0);
    expect(value).toMatchObject({ section: 'greeting', configured: true, values: { language: 'de' } });
    expect(world.greeting).toEqual({
      text: '@home',
      maxRepeat: '5',
      mood: 'CALM',
      sealed: 'no',
      language: 'de',
      days: 'mon\ntue',
      words: words(['tea', '3'], ['cake', '1']),
      page: '<p>\n\thello\n</p>\n',
    });
  });

  it('adds to lists and takes from them', async () => {
    const { machine, world } = madeUp();
    world.greeting = { ...GREETING, words: words(['tea', '3']) };
    await machine.run('set shop-front greeting days+=sat days+=wed days-=mon words+=jam:2');
    expect(world.greeting['days']).toBe('sat\nwed');
    expect(wordsIn(world.greeting)).toEqual([
      { word: 'tea', times: '3' },
      { word: 'jam', times: '2' },
    ]);
    await machine.run('set shop-front greeting words=rice days=');
    expect(wordsIn(world.greeting)).toEqual([{ word: 'rice', times: '1' }]);
    expect(world.greeting).not.toHaveProperty('days');
  });

  it('lets fields that nobody gives follow where nothing was set before, and only there', async () => {
    const { machine, world } = madeUp();
    await machine.run('set shop-front greeting text=hi! mood=very_loud --yes');
    expect(world.greeting).toMatchObject({ maxRepeat: '3', language: 'en' });
    world.greeting = GREETING;
    await machine.run('set shop-front greeting text=hi! mood=very_loud --yes');
    expect(world.greeting).toMatchObject({ maxRepeat: '2', language: 'de' });
  });

  it('names every fault with its key, and sends nothing', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    const { code, out, err } = await machine.run(
      'set shop-front greeting max-repeat=12 mood=angry lang=en language=fr days=mon,fri words=a:b:c sealed=maybe page=@none.html password=x text= text+=y --json',
    );
    expect([code, out]).toEqual([2, '']);
    const { faults, hint } = JSON.parse(err).error as {
      faults: { key: string; message: string }[];
      hint: string;
    };
    const byKey = Object.fromEntries(faults.map(({ key, message }) => [key, message]));
    expect(byKey).toEqual({
      'max-repeat': 'Repeat at most is "12": a whole number from 1 to 9 is needed',
      mood: expect.stringMatching(/^"angry" is not among the choices: .*VERY_LOUD \(very loud\)/),
      lang: 'There is no such key: there are text, max-repeat, mood, sealed, language, days, words, page, password, private-key',
      language: expect.stringContaining('"fr" is not among the choices: '),
      days: expect.stringContaining('"fri" is not among the choices: '),
      words: '"a:b:c": a word is WORD[:TIMES]',
      sealed: 'Sealed is "maybe": yes or no is needed',
      page: expect.stringContaining('There is no file '),
      password: expect.stringContaining('It is a secret'),
      text: 'It is given 2 times: give it once',
    });
    expect(hint).toContain('sluice get shop-front greeting --fields');
    expect(world.done).toEqual([]);
  });

  it('checks the values together', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    const loud = await machine.run('set shop-front greeting mood=very-loud');
    expect(loud.code).toBe(2);
    expect(loud.err).toContain('text: A loud text ends with "!": add it');
    expect(world.done).toEqual([]);
  });

  it('refuses a value for a field that does not apply', async () => {
    const { machine } = madeUp();
    machine.env = { DOOR: 'open-sesame' };
    const { code, err } = await machine.run('set shop-front greeting text=x password=env:DOOR');
    expect(code).toBe(2);
    expect(err).toContain('password: It applies only with sealed=yes: give that too, or leave it out');
  });

  it('takes secrets from files, variables and what is piped in, and shows them nowhere', async () => {
    const { machine, world } = madeUp();
    const key = '-----BEGIN PRIVATE KEY-----\nMIIBVwIBADANBgkq\n-----END PRIVATE KEY-----\n';
    save(machine, 'door.key', key);
    machine.env = { DOOR: 'open-sesame' };
    const first = await machine.run(
      'set shop-front greeting text=x sealed=yes password=env:DOOR private-key=@door.key',
    );
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(world.secrets).toEqual({ password: 'open-sesame', key: key.trim() });
    machine.stdin = 'shut-sesame\n';
    const second = await machine.json('set shop-front greeting password=@-');
    expect(second.code).toBe(0);
    expect(world.secrets).toEqual({ password: 'shut-sesame' });
    fs.chmodSync(path.join(machine.home, 'door.key'), 0o644);
    const open = await machine.run('set shop-front greeting private-key=@door.key');
    expect(open.code).toBe(0);
    expect(open.err).toContain('can be read by other users: chmod 600 mends it');
    const dry = await machine.run('set shop-front greeting password=env:DOOR --dry-run');
    const seen = first.out + JSON.stringify(second) + dry.out + journalOf(machine);
    expect(seen).toContain('Password (not shown)');
    expect(seen).not.toMatch(/sesame|MIIBVw/);
  });

  it.each([
    ['password=open-sesame', 'Write password=@FILE, password=@- for what is piped in, or password=env:NAME'],
    ['private-key=MIIBVwIBADAN', 'private-key=@FILE'],
    ['password=env:NOT_THERE', 'The environment variable NOT_THERE is not set'],
    ['password=@none.txt', 'is not there'],
    ['password=env:0123456789abcdef0123456789abcdef', 'It is a secret'],
    ['password=@- private-key=@-', 'What is piped in can be used once. password has it'],
  ])('refuses the secret %s without repeating it', async (typed, mend) => {
    const { machine, world } = madeUp();
    machine.stdin = 'piped-sesame';
    const { code, err, out } = await machine.run(`set shop-front greeting text=x sealed=yes ${typed}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(mend);
    expect(err).not.toMatch(/sesame|MIIBVw|0123456789/);
    expect(world.done).toEqual([]);
  });
});
