import { describe, expect, it } from 'vitest';
import { resolveRun, shortRunId } from '../../src/cli/resolve/run.ts';
import type { RunRecord } from '../../src/state/runs/record.ts';
import { Machine } from './kit/cli.ts';
import { onlyRun, population, SHOP, save, shops } from './kit/shop.ts';

/** A balancer without servers, which is made in a moment. */
const SMALL = {
  ...SHOP,
  servers: { create: [] },
  nodes: [{ address: '10.20.0.77', port: 80 }],
};

const RUN: RunRecord = {
  id: 'run',
  kind: 'create',
  state: 'done',
  undoing: false,
  engine: 'rackspace',
  account: { id: 'sandbox', name: 'sandbox' },
  region: 'DFW',
  title: 'Create balancer shop in DFW',
  balancer: 'shop',
  spec: {},
  specComplete: true,
  steps: [],
  owner: null,
  at: 0,
  updatedAt: 0,
};

describe('sluice runs', () => {
  it('lists runs, the latest first, and shows one with what it has made', async () => {
    const machine = new Machine();
    save(machine, SMALL);
    expect((await machine.run('runs')).out).toMatch(/^ID +BEGUN +STATE +ACCOUNT +STEPS +RUN\n$/);
    await machine.run('create --file shop.json');
    save(machine, { ...SMALL, name: 'shop-b', port: 81 });
    await machine.run('create --file shop.json');
    const { value } = await machine.json('runs');
    expect(value).toMatchObject([
      { balancer: 'shop-b', state: 'done', account: 'sandbox', region: 'DFW', steps: { done: 1, total: 1 } },
      { balancer: 'shop', state: 'done' },
    ]);
    expect((await machine.json('runs list --limit 1')).value).toHaveLength(1);
    expect((await machine.json('runs -a elsewhere')).value).toEqual([]);
    const { id } = (value as { id: string }[])[0] ?? { id: '' };
    const shown = await machine.run(`runs show ${id.slice(0, 8)}`);
    expect(shown.out).toContain(id);
    expect(shown.out).toMatch(/1 balancer exists: \(id \d+\)/);
    expect((await machine.json(`runs show ${id}`)).value).toMatchObject({
      spec: { name: 'shop-b' },
      stepList: [{ id: 'balancer', state: 'done', facts: { id: expect.any(String) } }],
    });
  });

  it('undoes what a run has made and nothing else, with --yes only', async () => {
    const machine = new Machine();
    save(machine);
    const before = await population(machine);
    await machine.run('create --file shop.json');
    const id = await onlyRun(machine);
    const asked = await machine.run(`runs undo ${id}`);
    expect(asked).toMatchObject({ code: 5, out: '' });
    expect(asked.err).toMatch(/ balancer \(id \d+\)\n +server shop-2 \(id .*\)\n +server shop-1 /);
    expect(await shops(machine)).toHaveLength(1);
    const { code, value } = await machine.json(`runs undo ${id} --yes`);
    expect(code).toBe(0);
    expect(value).toMatchObject({ state: 'undone', balancer: null, servers: [] });
    expect(await population(machine)).toEqual(before);
    expect((await machine.run(`runs undo ${id} --yes`)).code).toBe(2);
  });

  it('forgets a run and leaves what it has made', async () => {
    const machine = new Machine();
    save(machine);
    const before = await population(machine);
    await machine.run('create --file shop.json --timeout 5s');
    const id = await onlyRun(machine);
    const { code, out } = await machine.run(`runs forget ${id.slice(0, 6)}`);
    expect(code).toBe(0);
    expect(out).toContain('given up. 2 servers exist');
    expect((await machine.json('runs')).value).toMatchObject([{ state: 'given-up' }]);
    expect(await population(machine)).toEqual({ ...before, servers: before.servers + 2 });
  });

  it('changes nothing where nothing may be changed, or --account names another', async () => {
    const machine = new Machine();
    save(machine);
    await machine.run('create --file shop.json --timeout 5s');
    const id = await onlyRun(machine);
    expect((await machine.run(`runs resume ${id} --read-only`)).code).toBe(5);
    await machine.run('accounts mark sandbox --production');
    expect((await machine.run(`runs resume ${id}`)).code).toBe(5);
    await machine.run('accounts add --provider rackspace --name far --username nina --api-key-env NONE');
    const other = await machine.run(`runs resume ${id} -a far --yes`);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('belongs to sandbox') });
    expect((await machine.run(`runs resume ${id} --yes`)).code).toBe(0);
  });

  it('says that there is nothing to resume or undo before it asks for --yes', async () => {
    const machine = new Machine();
    save(machine, SMALL);
    await machine.run('create --file shop.json');
    const id = await onlyRun(machine);
    await machine.run('accounts mark sandbox --production');
    const done = await machine.run(`runs resume ${id}`);
    expect(done).toMatchObject({ code: 2, err: expect.stringContaining('is done\n  There is nothing to') });
    expect((await machine.run(`runs undo ${id}`)).code).toBe(5);
    const readOnly = await machine.run(`runs undo ${id} --read-only`);
    expect(readOnly).toMatchObject({ code: 5, err: expect.stringContaining('started with --read-only') });
    await machine.run(`runs undo ${id} --yes`);
    for (const what of ['resume', 'undo']) {
      const undone = await machine.run(`runs ${what} ${id}`);
      expect(undone).toMatchObject({ code: 2, err: expect.stringContaining('is undone') });
    }
  });

  it('names those there are when an id is unknown', async () => {
    const machine = new Machine();
    const none = await machine.run('runs show 1');
    expect(none).toMatchObject({ code: 4, err: expect.stringContaining('nor any other') });
    save(machine, SMALL);
    await machine.run('create --file shop.json');
    const id = await onlyRun(machine);
    const unknown = await machine.run('runs show nonsense --json');
    expect(unknown.code).toBe(4);
    expect(JSON.parse(unknown.err).error.candidates).toMatchObject([{ run: id }]);
    expect((await machine.run('runs nonsense')).code).toBe(2);
  });
});

describe('the id of a run', () => {
  const IDS = ['aaaaaaaa-1', 'aaaaaaaa-2', 'bbbbbbbb-1', 'bbbbbbbb-10'];
  const among = { workspace: { runs: { list: () => IDS.map((id) => ({ ...RUN, id })) } } };

  it('may be its beginning, as long as it means one run', () => {
    expect(resolveRun(among, 'AAAAAAAA-2').id).toBe('aaaaaaaa-2');
    expect(resolveRun(among, 'bbbbbbbb-1').id).toBe('bbbbbbbb-1');
    expect(() => resolveRun(among, 'aaaa')).toThrow('"aaaa" means 2 runs');
  });

  it('is not empty, were there only one run', () => {
    const one = { workspace: { runs: { list: () => [{ ...RUN, id: 'aaaaaaaa-1' }] } } };
    expect(() => resolveRun(one, '')).toThrow('There is no run ""');
  });

  it('is shown as short as that', () => {
    expect(IDS.map((id) => shortRunId(among, id))).toEqual(IDS);
    const [one] = IDS.map((id) => ({ ...RUN, id }));
    expect(shortRunId({ workspace: { runs: { list: () => (one ? [one] : []) } } }, 'aaaaaaaa-1')).toBe(
      'aaaaaaaa',
    );
  });
});
