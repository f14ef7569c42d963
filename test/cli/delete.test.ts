import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/providers/provider.ts';
import { MadeUpSections } from '../kit/madeUpSections.ts';
import { Machine } from './kit/cli.ts';

/** A machine whose provider is changed by `change` on its way. */
function machineWith(change: (provider: Provider) => Provider): Machine {
  const world = new MadeUpSections();
  world.with = change;
  world.install();
  return new Machine();
}

/** A machine on which balancers can be deleted; `gone` are the ids of those that were. */
function deleting() {
  const gone: string[] = [];
  const machine = machineWith((provider) => ({
    ...provider,
    removal: {
      notes: ['Its access rules go with it'],
      run: async (id) => {
        gone.push(id);
        return { requestId: 'req-gone', detail: null };
      },
    },
  }));
  return { machine, gone };
}

describe('sluice delete', () => {
  it('says what would go, and deletes with --yes only', async () => {
    const { machine, gone } = deleting();
    const stopped = await machine.run('delete shop-front');
    expect([stopped.code, stopped.out]).toEqual([5, '']);
    for (const part of ['7001 shop-front ACTIVE HTTP :80', '203.0.113.20 PUBLIC', '4 nodes'])
      expect(stopped.err).toContain(part);
    expect(stopped.err).toContain('Its access rules go with it');
    expect(stopped.err).toContain('There is no way back');
    expect(stopped.err).toContain('Add --yes');
    expect(gone).toEqual([]);
    expect(await machine.run('delete shop-front --yes')).toEqual({
      code: 0,
      out: 'shop-front is deleted\n',
      err: '',
    });
    expect(gone).toEqual(['7001']);
    const { value } = await machine.json('journal');
    expect(value).toMatchObject([
      { balancer: 'shop-front', action: 'delete-balancer', before: '7001', after: null, outcome: 'done' },
    ]);
  });

  it('answers in JSON with what was there', async () => {
    const { machine } = deleting();
    const { code, err } = await machine.json('delete 7001');
    expect(code).toBe(5);
    expect(JSON.parse(err).error).toMatchObject({
      kind: 'guard',
      balancer: { id: '7001', name: 'shop-front' },
      warnings: [{ code: 'irreversible' }, { code: 'engine', text: 'Its access rules go with it' }],
    });
    const { value } = await machine.json('delete 7001 --yes');
    expect(value).toMatchObject({ account: 'sandbox', id: '7001', name: 'shop-front', deleted: true });
  });

  it('sends nothing with --dry-run', async () => {
    const { machine, gone } = deleting();
    const { code, out } = await machine.run('delete shop-front --dry-run --yes');
    expect(code).toBe(0);
    expect(out).toContain('Delete balancer shop-front: nothing was sent');
    expect((await machine.json('delete shop-front --dry-run')).value).toMatchObject({ dryRun: true });
    expect(gone).toEqual([]);
  });

  it('wants a name that means one balancer', async () => {
    const { machine, gone } = deleting();
    expect((await machine.run('delete shop-front --region all --yes')).code).toBe(4);
    expect((await machine.run('delete shop --yes')).code).toBe(4);
    expect((await machine.run('delete --yes')).code).toBe(2);
    expect(gone).toEqual([]);
  });

  it('does nothing with --read-only, or where the account is marked so', async () => {
    const { machine, gone } = deleting();
    expect((await machine.run('delete shop-front --yes --read-only')).code).toBe(5);
    await machine.run('accounts mark sandbox --read-only');
    expect((await machine.run('delete shop-front --yes')).code).toBe(5);
    expect(gone).toEqual([]);
  });

  it('tells in the engine’s own words why it cannot', async () => {
    const machine = machineWith(({ removal: _none, ...provider }) => ({
      ...provider,
      missing: { removal: 'They stand in a configuration file' },
    }));
    const { code, err } = await machine.run('delete shop-front --yes');
    expect(code).toBe(2);
    expect(err).toContain('They stand in a configuration file');
  });
});
