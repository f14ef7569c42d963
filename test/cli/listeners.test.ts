import { describe, expect, it } from 'vitest';
import { MadeUpSections } from '../kit/madeUpSections.ts';
import { expectRefusals, Machine } from './kit/cli.ts';

/** A machine whose balancers have listeners, of which nobody outside the engine knows more than that. */
function withListeners() {
  const world = new MadeUpSections();
  const { sections } = world;
  world.with = (provider) => ({
    ...provider,
    sections: (balancer) =>
      sections(balancer).map((section) =>
        section.key === 'guests'
          ? { ...section, key: 'listeners', title: 'Listeners' }
          : section.key === 'seating'
            ? { ...section, key: 'policy-types', title: 'Policy types' }
            : section,
      ),
    missing: { policies: 'This engine knows no policies' },
  });
  world.install();
  return { world, machine: new Machine() };
}

describe('sluice listeners', () => {
  it('lists, adds, changes and removes as the long commands do', async () => {
    const { machine, world } = withListeners();
    expect((await machine.run('listeners shop-front')).out).toBe(
      (await machine.run('get shop-front listeners')).out,
    );
    expect((await machine.run('listeners shop-front anna')).out).toContain('guest anna');
    expect((await machine.run('listeners shop-front add --fields')).out).toMatch(/^seat +yes/m);
    expect((await machine.run('listeners shop-front set anna serve --fields')).out).toMatch(/^dishes /m);
    const added = await machine.json('listeners shop-front add name=carl seat=4');
    expect(added.value).toMatchObject({ section: 'listeners', added: [{ name: 'carl' }] });
    expect((await machine.run('listeners shop-front set carl serve dishes=soup,bread')).code).toBe(0);
    expect((await machine.run('listeners shop-front set carl seat=5 --dry-run')).out).toContain(
      'nothing was sent',
    );
    expect((await machine.run('listeners shop-front remove carl anna')).code).toBe(0);
    expect(world.done).toEqual(['add carl', 'serve carl', 'remove carl and anna']);
  });

  it('is strict about what is to be done', async () => {
    const { machine, world } = withListeners();
    await expectRefusals(machine, [
      ['listeners shop-front remove', 2, 'give --all for every'],
      ['listeners shop-front remove --all', 5, 'This removes all 3'],
      ['listeners shop-front remove anna --fields', 2, 'no fields to set'],
      ['listeners shop-front anna seat more', 2, '"more" is too much'],
      ['listeners shop-front --all', 2, '--all is for remove'],
      ['listeners shop-front anna --yes', 2, 'Say what to do: add, set or remove'],
      ['listeners shop-front rmove anna', 4, 'There is no guest "rmove"'],
      ['listeners', 2, "missing required argument 'balancer'"],
    ]);
    expect(world.done).toEqual([]);
  });

  it('shows the types of policies, and says where the engine has none', async () => {
    const { machine } = withListeners();
    expect((await machine.run('policies shop-front types')).out).toContain('Policy types: round');
    const { code, err } = await machine.run('policies shop-front');
    expect(code).toBe(4);
    expect(err).toContain('This engine knows no policies');
  });
});
