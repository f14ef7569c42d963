import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';
import { onlyRun, population, SHOP, save, shops } from './kit/shop.ts';

describe('sluice create', () => {
  it('makes the servers at once, then the balancer with them, and says what there is', async () => {
    const machine = new Machine();
    save(machine);
    const before = await population(machine);
    const { code, value, err } = await machine.json('create --file shop.json');
    expect(code).toBe(0);
    expect(value).toMatchObject({
      run: await onlyRun(machine),
      account: 'sandbox',
      region: 'DFW',
      balancer: {
        id: expect.stringMatching(/^\d+$/),
        name: 'shop',
        status: 'ACTIVE',
        protocol: 'HTTP',
        port: 80,
      },
      servers: [
        { name: 'shop-1', id: expect.any(String), address: expect.stringMatching(/^10\./) },
        { name: 'shop-2', id: expect.any(String), address: expect.stringMatching(/^10\./) },
      ],
    });
    const { balancer } = value as { balancer: { virtualIps: unknown[]; nodes: unknown } };
    expect(balancer.virtualIps).toContainEqual(expect.objectContaining({ type: 'PUBLIC' }));
    expect(balancer.nodes).toMatchObject({ total: 2, enabled: 2 });
    expect(await population(machine)).toEqual({
      balancers: before.balancers + 1,
      servers: before.servers + 2,
    });
    const told = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const steps = told.filter(({ step }) => step).map(({ step, state }) => `${step} ${state}`);
    expect(steps.slice(0, 2)).toEqual(['server shop-1 running', 'server shop-2 running']);
    expect(steps.slice(-2)).toEqual(['balancer running', 'balancer done']);
    const { value: journal } = await machine.json('journal');
    expect(journal).toHaveLength(3);
  });

  it('tells each step in a line where nobody sees a line rewritten, and the waiting now and then', async () => {
    const machine = new Machine();
    save(machine);
    const { out, err } = await machine.run('create --file shop.json');
    expect(out).toMatch(/^Create balancer shop in DFW: done\nbalancer +shop +ACTIVE +HTTP :80 +\(id \d+\)\n/);
    expect(out).toMatch(/server +shop-2 +10\.[\d.]+ +\(id .*\)/);
    expect(err).toMatch(/^begun +Create server shop-1 /);
    expect(err).toMatch(/^\[#*\.*\] +\d+% {2}\d\/3 steps {2}15s {2}server shop-/m);
    expect(err).toMatch(/^done +Create balancer shop .*\(\d+s\)$/m);
  });

  it('rewrites one line on a terminal, and clears it', async () => {
    const machine = new Machine();
    machine.terminal = true;
    save(machine);
    const { code, err } = await machine.run('create --file shop.json');
    expect(code).toBe(0);
    expect(err).toMatch(/\r\u001b\[K\[#+\.+\] +\d+% {2}\d\/3 steps/);
    expect(err).toMatch(/\r\u001b\[K$/);
    expect(err).not.toContain('\n');
    for (const line of err.split('\r\u001b[K')) expect(line.length).toBeLessThan(80);
  });

  it('names every mistake in the file at once, and makes nothing', async () => {
    const machine = new Machine();
    const before = await population(machine);
    save(machine, {
      ...SHOP,
      name: '',
      port: 70_000,
      algorithm: undefined,
      virtualIp: { type: 'PUBLICK' },
      nodes: [{ server: 'shop-9', port: 8080 }],
    });
    const shown = await machine.run('create --file shop.json');
    expect(shown).toMatchObject({ code: 2, out: '' });
    const json = await machine.run('create --file shop.json --json');
    expect(json.code).toBe(2);
    const { faults } = JSON.parse(json.err).error as { faults: { path: string; message: string }[] };
    for (const at of ['/name', '/port', '/algorithm', '/virtualIp/type', '/nodes/0/server']) {
      expect(faults).toContainEqual({ path: at, message: expect.any(String) });
      expect(shown.err).toMatch(new RegExp(`^ +${at}: \\S`, 'm'));
    }
    expect(await population(machine)).toEqual(before);
    expect((await machine.json('runs')).value).toEqual([]);
  });

  it('looks at the account before it makes anything: what is not there is 2, what there is no room for 1', async () => {
    const machine = new Machine();
    const before = await population(machine);
    const [one] = SHOP.servers.create;
    save(machine, { ...SHOP, servers: { create: [{ ...one, image: 'Ubuntu 4' }, SHOP.servers.create[1]] } });
    const unknown = await machine.run('create --file shop.json --json');
    expect(unknown.code).toBe(2);
    expect(JSON.parse(unknown.err).error.faults).toMatchObject([{ path: '/servers/create/0/image' }]);
    const many = Array.from({ length: 25 }, (_, n) => ({
      ...one,
      name: `shop-${n + 1}`,
      flavor: 'io1-15',
    }));
    const nodes = many.map(({ name }) => ({ server: name, port: 8080 }));
    save(machine, { ...SHOP, servers: { create: many }, nodes });
    const full = await machine.run('create --file shop.json --json');
    expect(full.code).toBe(1);
    expect(JSON.parse(full.err).error).toMatchObject({ kind: 'quota' });
    expect(await population(machine)).toEqual(before);
  });

  it('shows what would be made with --dry-run, also where nothing may be', async () => {
    const machine = new Machine();
    save(machine);
    const before = await population(machine);
    await machine.run('accounts mark sandbox --read-only --production');
    const { code, out } = await machine.run('create --file shop.json --dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/^Create balancer shop in DFW\n/);
    expect(out).toContain('    POST /loadbalancers\n');
    const { value } = await machine.json('create --file shop.json --dry-run');
    expect(value).toMatchObject({
      account: 'sandbox',
      region: 'DFW',
      steps: [
        { id: 'server shop-1' },
        { id: 'server shop-2' },
        { id: 'balancer', after: ['server shop-1', 'server shop-2'] },
      ],
    });
    expect(await population(machine)).toEqual(before);
    expect((await machine.run('create --file shop.json --yes')).code).toBe(5);
    expect((await machine.json('runs')).value).toEqual([]);
  });

  it('reads what is piped in, and asks for --yes on a production account', async () => {
    const machine = new Machine();
    machine.stdin = JSON.stringify(SHOP);
    await machine.run('accounts mark sandbox --production');
    const stopped = await machine.run('create --file -');
    expect(stopped).toMatchObject({ code: 5, out: '' });
    expect(stopped.err).toContain('sandbox is a production account');
    expect(await shops(machine)).toEqual([]);
    expect((await machine.run('create --file - --yes')).code).toBe(0);
    expect(await shops(machine)).toHaveLength(1);
    machine.stdin = null;
    expect((await machine.run('create --file -')).code).toBe(2);
  });

  it('names the line where a file stops being JSON', async () => {
    const machine = new Machine();
    fs.writeFileSync(path.join(machine.home, 'shop.json'), '{\n  "name": "shop",\n  "port": 80,\n}\n');
    const { code, err } = await machine.run('create --file shop.json');
    expect(code).toBe(2);
    expect(err).toContain('shop.json is not JSON: line 4, column 1: found }');
    expect(err).toContain('"sluice create --schema" says');
    const elsewhere = await machine.run('create -a sandbox-aws --file shop.json');
    expect(elsewhere.err).toContain('"sluice create -a sandbox-aws --schema" says');
    expect((await machine.run('create --file other.json')).code).toBe(2);
    expect((await machine.run('create')).code).toBe(2);
  });

  it('prints the schema without signing in', async () => {
    const machine = new Machine();
    await machine.run(
      'accounts add --provider rackspace --name far --username nina --api-key-env NONE --identity-url http://127.0.0.1:1/v2.0',
    );
    const { code, value } = await machine.json('create -a far --schema');
    expect(code).toBe(0);
    expect(value).toMatchObject({
      $schema: expect.stringContaining('2020-12'),
      required: expect.arrayContaining(['name']),
    });
    save(machine);
    const several = await machine.run('create -a far,sandbox --file shop.json');
    expect(several.code).toBe(2);
    expect(several.err).toMatch(/ far .*\n +sandbox /);
    expect((await machine.run('create -a sandbox --region all --file shop.json')).code).toBe(2);
  });
});

describe('sluice create, when things go wrong', () => {
  it('makes one balancer where the answer to its creation is lost', async () => {
    const machine = new Machine();
    save(machine);
    await machine.run('sandbox fault cut-after --method POST --path /loadbalancers --count 1');
    expect((await machine.run('create --file shop.json')).code).toBe(0);
    expect(await shops(machine)).toHaveLength(1);
  });

  it('ends with what exists and how to go on when a step fails; the others have ended first', async () => {
    const machine = new Machine();
    save(machine);
    await machine.run('sandbox fault status --status 413 --method POST --path /loadbalancers --for 1h');
    const { code, out, err } = await machine.run('create --file shop.json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const id = (await onlyRun(machine)).slice(0, 8);
    expect(err).toContain('2 servers exist: shop-1 (id ');
    expect(err).toContain('no balancer yet');
    expect(err).toContain(
      `"sluice runs resume ${id}" goes on, "sluice runs undo ${id} --yes" removes what was made`,
    );
    await machine.run('sandbox fault clear');
    expect(await machine.run(`runs resume ${id}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('shop-2'),
    });
    expect(await shops(machine)).toHaveLength(1);
  });

  it('stops when the time is up, and can be resumed', async () => {
    const machine = new Machine();
    save(machine);
    const before = await population(machine);
    const { code, err } = await machine.run('create --file shop.json --timeout 10s --json');
    expect(code).toBe(6);
    const lines = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1).error).toMatchObject({ kind: 'timeout', state: 'stopped', balancer: null });
    expect(lines.at(-1).error.servers).toHaveLength(2);
    const { code: ended, value } = await machine.json(`runs resume ${lines.at(-1).error.run}`);
    expect(ended).toBe(0);
    expect(value).toMatchObject({ balancer: { name: 'shop', status: 'ACTIVE' }, servers: [{}, {}] });
    expect(await population(machine)).toEqual({
      balancers: before.balancers + 1,
      servers: before.servers + 2,
    });
  });

  it('lets what is under way end when it is interrupted, and says how to go on', async () => {
    const machine = new Machine();
    save(machine);
    const stop = new AbortController();
    const { goOn } = await machine.runUntil(
      'create --file shop.json',
      ({ err }) => err.includes('15s'),
      stop.signal,
    );
    stop.abort();
    const { code, out, err } = await goOn();
    expect({ code, out }).toEqual({ code: 130, out: '' });
    const id = (await onlyRun(machine)).slice(0, 8);
    expect(err).toMatch(
      /Stopping after what is under way \(server shop-1, server shop-2\); ctrl-c again ends at once/,
    );
    expect(err).toContain('done      Create server shop-2');
    expect(err).not.toContain('begun     Create balancer');
    expect((await machine.run(`runs resume ${id}`)).code).toBe(0);
    expect(await shops(machine)).toHaveLength(1);
  });

  it('is resumed by another process after it was killed, with nothing made twice', async () => {
    const killed = new Machine();
    save(killed);
    const before = await population(killed);
    const { goOn } = await killed.runUntil('create --file shop.json', ({ err }) => /^done/m.test(err));
    const machine = new Machine(killed);
    const id = await onlyRun(machine);
    expect((await machine.json(`runs show ${id}`)).value).toMatchObject({ state: 'interrupted' });
    expect((await machine.run(`runs resume ${id}`)).code).toBe(0);
    const after = { balancers: before.balancers + 1, servers: before.servers + 2 };
    expect(await population(machine)).toEqual(after);
    // Had it only been asleep, it would have found its run taken, and done nothing more.
    expect(await goOn()).toMatchObject({ code: 1, err: expect.stringContaining('taken this run over') });
    expect(await population(machine)).toEqual(after);
  });
});
