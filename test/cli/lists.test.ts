import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';

const FIELDS = {
  balancer: [
    'account',
    'engine',
    'region',
    'id',
    'name',
    'status',
    'protocol',
    'port',
    'algorithm',
    'nodes',
    'virtualIps',
  ],
  node: ['account', 'balancer', 'id', 'address', 'port', 'condition', 'health', 'weight', 'type', 'server'],
};

describe('sluice without a terminal', () => {
  it('prints the accounts and the balancers as plain text', async () => {
    const machine = new Machine();
    machine.terminal = true;
    const { code, out, err } = await machine.run('');
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^Accounts\nNAME +ENGINE/);
    expect(out).toMatch(/sandbox +DFW +\d+ +shop-front +ACTIVE +HTTP :80/);
    expect(out).not.toContain('\u001b');
  });
});

describe('sluice balancers', () => {
  it('prints JSON with the fields that scripts rely on', async () => {
    const { code, value } = await new Machine().json('balancers');
    expect(code).toBe(0);
    const [first] = value as Record<string, unknown>[];
    for (const field of FIELDS.balancer) expect(first).toHaveProperty(field);
    expect(first).toMatchObject({
      account: 'sandbox',
      engine: 'rackspace',
      region: 'DFW',
      name: 'shop-front',
      port: 80,
      nodes: { total: 4, enabled: null, draining: null, disabled: null, online: null },
      virtualIps: [{ type: 'PUBLIC', ipVersion: 'IPV4' }, { ipVersion: 'IPV6' }],
    });
  });

  it('has null for what is not told, also for the status and in the list of candidates', async () => {
    const machine = new Machine();
    const { value } = await machine.json('balancers -a sandbox-aws');
    expect(value).toContainEqual(expect.objectContaining({ name: 'web-classic', status: null }));
    expect(value).toContainEqual(expect.objectContaining({ name: 'empty-elb', status: 'NO_NODES' }));
    const { err } = await machine.run('nodes web-clasic -a sandbox-aws');
    expect(err).toContain('\n  web-classic  web-classic  (sandbox-aws us-east-1)  HTTP/HTTPS\n');
  });

  it('counts every node with --nodes, and looks in every region', async () => {
    const { code, value } = await new Machine().json('balancers --nodes --region all');
    expect(code).toBe(0);
    const rows = value as { region: string; nodes: { total: number; enabled: number | null } }[];
    expect([...new Set(rows.map(({ region }) => region))]).toEqual(['DFW', 'ORD', 'SYD']);
    for (const { nodes } of rows) expect(nodes.enabled).not.toBeNull();
  });

  it('says which region does not exist', async () => {
    const { code, out, err } = await new Machine().run('balancers --region MARS --json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual([]);
    expect(JSON.parse(err).error).toMatchObject({ kind: 'invalid', account: 'sandbox' });
  });

  it('prints no header where no account could be read', async () => {
    const { code, out, err } = await new Machine().run('balancers --region MARS');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('MARS');
  });

  it.each(['balancers', 'drain shop-front web-2'])('tells once what cannot be opened: %s', async (line) => {
    const machine = new Machine();
    fs.mkdirSync(path.join(machine.home, 'sandbox.jsonl'));
    const { code, out, err } = await machine.run(line);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(err.match(/sandbox\.jsonl/g)).toHaveLength(1);
  });

  it('colours on a terminal only, and not with --no-color', async () => {
    const machine = new Machine();
    machine.terminal = true;
    expect((await machine.run('balancers')).out).toContain('\u001b[32mACTIVE');
    expect((await machine.run('balancers --no-color')).out).not.toContain('\u001b[3');
  });
});

describe('sluice nodes', () => {
  it('names the servers and prints the fields that scripts rely on', async () => {
    const { code, value } = await new Machine().json('nodes shop-front');
    expect(code).toBe(0);
    const [first] = value as Record<string, unknown>[];
    for (const field of FIELDS.node) expect(first).toHaveProperty(field);
    expect(first).toMatchObject({
      balancer: 'shop-front',
      address: '10.20.0.11',
      port: 8080,
      server: 'web-1',
    });
  });

  it('takes an id, an address, and other capitals for a name', async () => {
    const machine = new Machine();
    for (const typed of ['7001', '203.0.113.20:80', 'SHOP-FRONT'])
      expect((await machine.run(`nodes ${typed}`)).out).toContain('web-1');
  });

  it('lists the candidates of a name that means several', async () => {
    const { code, err } = await new Machine().run('nodes shop-front --region all');
    expect(code).toBe(4);
    expect(err).toContain('"shop-front" means');
    expect(err).toMatch(/\(sandbox DFW\)[\s\S]+\(sandbox SYD\)/);
  });

  it('lists the nearest where there is none', async () => {
    const { code, out, err } = await new Machine().run('nodes shopfront --json');
    expect(code).toBe(4);
    expect(out).toBe('');
    const { error } = JSON.parse(err);
    expect(error.kind).toBe('missing');
    expect(error.candidates[0].name).toBe('shop-front');
  });
});

describe('wrong usage', () => {
  it.each([
    ['drian x', "unknown command 'drian'", 'Did you mean drain?'],
    ['accounts ad', "unknown command 'ad'", 'Did you mean add?'],
    ['--nodse', "unknown option '--nodse'", 'lists them all'],
    ['balancers --nodse', "unknown option '--nodse'", 'Did you mean --nodes?'],
    ['-a sandbox nodes --jsn x', "unknown option '--jsn'", 'Did you mean --json? "sluice nodes --help"'],
    ['drain -7x web-1', "unknown option '-7x'", 'A name that begins with "-" goes behind --'],
    ['drain', "missing required argument 'balancer'", '"sluice drain --help" shows how'],
    ['drain a b --timeout 5', 'Write it like 90s, 5m or 1h', 'sluice drain --help'],
    ['weight a b --to x', 'A whole number from 0', 'sluice weight --help'],
    ['balancers -a nobody', 'There is no account "nobody"', 'There are: sandbox'],
  ])('%s', async (line, what, mend) => {
    const { code, out, err } = await new Machine().run(line);
    expect(code).toBe(line.includes('nobody') ? 4 : 2);
    expect(out).toBe('');
    expect(err).toMatch(/^sluice: /);
    expect(err).toContain(what);
    expect(err).toContain(mend);
  });

  it('is one line of JSON where JSON is asked for', async () => {
    const { code, out, err } = await new Machine().run('drain --json');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(JSON.parse(err)).toMatchObject({ error: { kind: 'invalid' } });
  });

  it.each([
    'accounts',
    'accounts add',
    'balancers',
    'nodes',
    'enable',
    'drain',
    'disable',
    'weight',
    'node add',
    'node remove',
    'journal',
    'sandbox',
    'sandbox fault',
  ])('%s --help has examples', async (command) => {
    const { code, out } = await new Machine().run(`${command} --help`);
    expect(code).toBe(0);
    expect(out).toContain('Examples:\n  ');
  });
});

describe('sluice help', () => {
  it.each([
    ['help', '--help'],
    ['help drain', 'drain --help'],
    ['help node add', 'node add --help'],
    ['help accounts', 'accounts --help'],
  ])('%s says what %s does', async (line, same) => {
    const { code, out, err } = await new Machine().run(line);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Usage: sluice');
    expect(out).toBe((await new Machine().run(same)).out);
  });

  it.each([
    ['help drian', "unknown command 'drian'", 'Did you mean drain? "sluice --help"'],
    ['help node ad', "unknown command 'ad'", 'Did you mean add? "sluice node --help"'],
    ['drian --help', "unknown command 'drian'", 'Did you mean drain? "sluice --help"'],
    ['drian x -h', "unknown command 'drian'", 'Did you mean drain?'],
    ['--help drian', "unknown command 'drian'", 'Did you mean drain?'],
    ['-a prod --json drian --help', "unknown command 'drian'", 'Did you mean drain?'],
    ['--frob --help', "unknown option '--frob'", '"sluice --help" lists them all'],
    ['undo --help', "unknown command 'undo'", 'Did you mean runs undo? "sluice --help"'],
    ['help undo', "unknown command 'undo'", 'Did you mean runs undo?'],
    ['remove --help', "unknown command 'remove'", 'Did you mean accounts remove or node remove?'],
    ['nosuch --help', "unknown command 'nosuch'", '"sluice --help" lists them all'],
    ['node nosuch --help', "unknown command 'nosuch'", '"sluice node --help" lists them all'],
    ['node ad --help', "unknown command 'ad'", 'Did you mean add? "sluice node --help"'],
    ['accounts lst --help', "unknown command 'lst'", 'Did you mean list? "sluice accounts --help"'],
    ['runs nosuch -h', "unknown command 'nosuch'", '"sluice runs --help"'],
  ])('%s is answered with what was meant', async (line, what, mend) => {
    const { code, out, err } = await new Machine().run(line);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(what);
    expect(err).toContain(mend);
  });

  it.each([
    ['--help drain', '--help'],
    ['--help --json', '--help'],
    ['node --help', 'help node'],
    ['accounts --help --json', 'accounts --help'],
    ['listeners shop-front --help', 'help listeners'],
    ['drain nosuch --help', 'help drain'],
  ])('%s, which names nothing unknown, says what %s does', async (line, same) => {
    const { code, out, err } = await new Machine().run(line);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe((await new Machine().run(same)).out);
  });
});
