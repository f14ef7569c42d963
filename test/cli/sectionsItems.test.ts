import { describe, expect, it } from 'vitest';
import { expectRefusals, Machine } from './kit/cli.ts';
import { GREETING, madeUp } from './kit/madeUp.ts';

describe('sluice set, of an item', () => {
  it('edits it, and does what can be done to it', async () => {
    const { machine, world } = madeUp();
    const edited = await machine.run('set shop-front guests anna seat=7');
    expect(edited.out).toContain('guest anna: Seat 2 → Seat 7');
    const served = await machine.json('set shop-front guests anna serve dishes+=cake');
    expect(served.value).toMatchObject({
      section: 'guests',
      items: [{}, { id: 'g2', seat: '7', dishes: 'soup, cake' }, {}],
    });
    const woken = await machine.run('set shop-front guests g3 wake --yes');
    expect(woken.out).toContain('Done: wake guest bert of shop-front');
    expect(world.done).toEqual(['edit anna', 'serve anna', 'wake bert']);
    const { value } = await machine.json('journal');
    expect((value as { action: string }[]).map(({ action }) => action)).toEqual([
      'wake guests',
      'serve guests',
      'edit guests',
    ]);
  });

  it('says what can be done, why not, and what is missing', async () => {
    const { machine, world } = madeUp();
    await expectRefusals(machine, [
      ['set shop-front guests anna fly', 2, 'wake  Wake a guest who sleeps'],
      ['set shop-front guests host wake', 1, 'the host never sleeps'],
      ['set shop-front guests bert wake', 5, 'bert may be cross'],
      ['set shop-front guests anna wake now=yes', 2, '"wake" takes no values'],
      ['set shop-front guests', 2, 'It is not said which guest to change'],
      ['set shop-front guests seat=4', 4, 'Name the guest before its values'],
      ['set shop-front guests anna seat=100', 2, 'seat: Seat is "100"'],
    ]);
    expect(world.done).toEqual([]);
  });

  it('stops where the item has gone meanwhile', async () => {
    const { machine, world } = madeUp();
    const guests = [...world.guests];
    Object.defineProperty(world, 'guests', {
      get: () => guests.splice(0),
      set: () => {},
    });
    const { code, err } = await machine.run('set shop-front guests anna seat=9');
    expect(code).toBe(1);
    expect(err).toContain('The guest anna is gone: somebody else has removed it');
  });
});

describe('sluice add', () => {
  it('adds to a collection and tells what was made', async () => {
    const { machine, world } = madeUp();
    const { code, value } = await machine.json('add shop-front guests name=carl seat=4');
    expect(code).toBe(0);
    expect(value).toMatchObject({
      section: 'guests',
      count: 4,
      added: [{ id: 'g4', name: 'carl', seat: '4' }],
    });
    expect((await machine.run('add shop-front guests name=dora seat=5')).out).toBe(
      'The guest is added to shop-front\n  guest: nothing → Name dora, Seat 5\n',
    );
    expect(world.guests).toHaveLength(5);
  });

  it('names what is missing, and where nothing can be added', async () => {
    const { machine, world } = madeUp();
    const { code, err } = await machine.run('add shop-front guests');
    expect(code).toBe(2);
    expect(err).toContain('name: Name is empty: it is needed');
    expect(err).toContain('seat: Seat is empty: it is needed');
    const setting = await machine.run('add shop-front greeting text=x');
    expect(setting.code).toBe(2);
    expect(setting.err).toContain('sluice set shop-front greeting KEY=VALUE');
    expect(world.done).toEqual([]);
  });
});

describe('sluice unset', () => {
  it('resets a setting, and is content where there is none', async () => {
    const { machine, world } = madeUp();
    world.greeting = GREETING;
    expect((await machine.run('unset shop-front greeting')).out).toBe(
      'Greeting of shop-front is reset\n  Greeting: says hello → nothing\n',
    );
    expect(world.greeting).toBeNull();
    expect(await machine.run('unset shop-front greeting')).toMatchObject({
      code: 0,
      out: 'Greeting of shop-front is not set\n',
    });
    expect((await machine.run('unset shop-front seating')).code).toBe(2);
    expect((await machine.run('unset shop-front greeting text')).err).toContain('it has no items');
  });

  it('removes the items that are named, and says which stay', async () => {
    const { machine, world } = madeUp();
    const { code, value, err } = await machine.json('unset shop-front guests anna host g3');
    expect(code).toBe(1);
    expect(value).toMatchObject({ section: 'guests', items: [{ name: 'host' }] });
    expect(JSON.parse(err).error.message).toContain('host was left as it is: the host stays to the end');
    expect(world.done).toEqual(['remove anna and bert']);
  });

  it('never takes nothing for everything', async () => {
    const { machine, world } = madeUp();
    const none = await machine.run('unset shop-front guests');
    expect(none.code).toBe(2);
    expect(none.err).toContain('Name them, or give --all for every guest');
    expect((await machine.run('unset shop-front guests anna --all')).code).toBe(2);
    const all = await machine.run('unset shop-front guests --all');
    expect(all.code).toBe(5);
    expect(all.err).toMatch(/This removes all 3 of Guests of shop-front\n {2}host\n {2}anna\n {2}bert/);
    const dry = await machine.run('unset shop-front guests --all --dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('host would be left as it is');
    expect(world.done).toEqual([]);
    await machine.run('unset shop-front guests --all --yes');
    expect(world.guests.map(({ name }) => name)).toEqual(['host']);
    world.guests = [];
    expect(await machine.run('unset shop-front guests --all --yes')).toMatchObject({
      code: 0,
      out: 'There is no guest to remove\n',
    });
  });
});

describe('help', () => {
  it.each(['get', 'set', 'add', 'unset', 'listeners', 'policies', 'delete'])(
    '%s --help has examples',
    async (command) => {
      const { code, out } = await new Machine().run(`${command} --help`);
      expect(code).toBe(0);
      expect(out).toContain('Examples:\n  ');
    },
  );

  it('names every command', async () => {
    const { out } = await new Machine().run('help');
    for (const name of ['get', 'set', 'add', 'unset', 'listeners', 'policies', 'delete'])
      expect(out).toMatch(new RegExp(`^ .*\\b${name}\\b`, 'm'));
  });
});
