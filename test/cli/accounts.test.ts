import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryLog } from '../../src/sandbox/eventLog.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { Machine } from './kit/cli.ts';

/** A cloud outside of the machine under test. */
async function cloud(machine: Machine): Promise<Sandbox> {
  const sandbox = await startSandbox({
    log: memoryLog(),
    clock: machine.clock,
    random: () => 0.25,
    rateLimits: false,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

async function withAccount(name: string, key?: string): Promise<{ machine: Machine; sandbox: Sandbox }> {
  const machine = new Machine();
  const sandbox = await cloud(machine);
  const { identityUrl, username, apiKey } = sandbox.rackspace;
  machine.env = { RAX_KEY: key ?? apiKey };
  const added = await machine.run(
    `accounts add --provider rackspace --name ${name} --identity-url ${identityUrl} --username ${username} --api-key-env RAX_KEY --region ORD`,
  );
  expect(added).toMatchObject({ code: 0, out: `${name} is added (Rackspace, secret: $RAX_KEY)\n` });
  return { machine, sandbox };
}

describe('sluice accounts add', () => {
  it('adds an account that commands then use, by reference to its secret', async () => {
    const { machine, sandbox } = await withAccount('prod');
    const { value } = await machine.json('accounts');
    expect(value).toMatchObject([
      { name: 'sandbox', used: false },
      { name: 'sandbox-aws', engine: 'elb', used: false },
      { name: 'prod', region: 'ORD', used: true, secrets: { apiKey: '$RAX_KEY' } },
    ]);
    const { value: rows } = await machine.json('balancers');
    for (const row of rows as unknown[]) expect(row).toMatchObject({ account: 'prod', region: 'ORD' });
    expect(fs.readFileSync(path.join(machine.home, 'config.json'), 'utf8')).not.toContain(
      sandbox.rackspace.apiKey,
    );
  });

  it('names every fault at once, each with its option', async () => {
    const { code, err } = await new Machine().run(
      'accounts add --provider rackspace --name all --identity-url ftp://x --api-key-env $KEY',
    );
    expect(code).toBe(2);
    for (const part of ['--name: ', '--username: ', '--identity-url: ', '--api-key-env '])
      expect(err).toContain(`\n  ${part}`);
    expect(err).not.toContain('$KEY');
  });

  it('refuses the options of another engine, which would be lost', async () => {
    const machine = new Machine();
    const { code, err } = await machine.run(
      'accounts add --provider haproxy --name edge --socket /run/h.sock --username nina --api-key-env KEY',
    );
    expect(code).toBe(2);
    expect(err).toContain(
      '--username: haproxy accounts have no such option: there are --socket, --master-socket',
    );
    expect(err).toContain('--api-key-env: haproxy accounts have no such option');
    expect((await machine.run('accounts')).out).not.toContain('edge');
  });

  it('refuses a name that -a would take for two', async () => {
    const { code, err } = await new Machine().run(
      'accounts add --provider haproxy --name a,b --socket /run/h.sock',
    );
    expect(code).toBe(2);
    expect(err).toContain('--name: The name holds a comma, which separates names behind -a: leave it out');
  });

  it('lists the engines where none is given', async () => {
    const { code, err } = await new Machine().run('accounts add --name x --username y');
    expect(code).toBe(2);
    expect(err).toContain('--provider is missing: it is one of rackspace');
    expect(err).not.toContain('--api-key');
  });

  it('asks for the secret without echo and stores it where that is said', async () => {
    const machine = new Machine();
    const asked: string[] = [];
    machine.prompt = {
      ...machine.prompt,
      interactive: true,
      secret: async (question) => {
        asked.push(question);
        return 'sesame-open-now';
      },
    };
    const { code, out, err } = await machine.run(
      'accounts add --provider rackspace --name prod --username nina --store --production',
    );
    expect(code).toBe(0);
    expect(asked).toEqual(['API key of prod:']);
    expect(out + err).not.toContain('sesame');
    expect(err).toContain('mode 0600');
    const file = path.join(machine.home, 'config.json');
    expect(fs.readFileSync(file, 'utf8')).toContain('sesame-open-now');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  it('says where a secret can come from when nobody can type it', async () => {
    const { code, err } = await new Machine().run(
      'accounts add --provider rackspace --name prod --username nina',
    );
    expect(code).toBe(2);
    expect(err).toContain('--api-key-env, --api-key-file or --api-key-keyring');
  });
});

describe('sluice accounts mark and remove', () => {
  it('marks and takes marks off', async () => {
    const machine = new Machine();
    expect((await machine.run('accounts mark sandbox --production --read-only --default')).out).toBe(
      'sandbox is marked PRODUCTION READ-ONLY default now\n',
    );
    const { value } = await machine.json('accounts mark sandbox --no-production --no-read-only');
    expect(value).toMatchObject({ production: false, readOnly: false, default: true });
    expect((await machine.run('accounts mark sandbox')).code).toBe(2);
  });

  it('removes with --yes, or when the name is typed again', async () => {
    const { machine } = await withAccount('prod');
    expect((await machine.run('accounts remove prod')).code).toBe(5);
    machine.prompt = { ...machine.prompt, interactive: true, line: async () => 'nearly' };
    expect((await machine.run('accounts remove prod')).code).toBe(5);
    machine.prompt = { ...machine.prompt, line: async () => 'prod' };
    expect(await machine.run('accounts remove prod')).toMatchObject({ code: 0, out: 'prod is removed\n' });
    expect((await machine.run('accounts remove sandbox --yes')).code).toBe(2);
  });
});

describe('an account that cannot be used', () => {
  it('is found out by accounts check, with exit code 3 for a wrong key', async () => {
    const { machine } = await withAccount('prod', 'a-wrong-key');
    const { code, value, err } = await machine.json('accounts check prod sandbox');
    expect(code).toBe(3);
    expect(value).toMatchObject([
      { account: 'prod', ok: false, error: { kind: 'auth' } },
      { account: 'sandbox', ok: true, regions: ['DFW', 'ORD', 'SYD'] },
    ]);
    expect(JSON.parse(err).error).toMatchObject({ kind: 'auth', account: 'prod' });
    expect(err).not.toContain('a-wrong-key');
  });

  it('decides the exit code by its place among the accounts, whoever answers first', async () => {
    const { machine } = await withAccount('prod');
    await machine.run('accounts add --provider rackspace --name unset --username x --api-key-env NOT_SET');
    const kinds = (err: string) =>
      err
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).error.account);
    // One is refused before anything is sent, the other signs in first.
    const one = await machine.json('balancers --region MARS -a prod,unset');
    expect({ code: one.code, accounts: kinds(one.err) }).toEqual({ code: 2, accounts: ['prod', 'unset'] });
    const other = await machine.json('balancers --region MARS -a unset,prod');
    expect({ code: other.code, accounts: kinds(other.err) }).toEqual({
      code: 3,
      accounts: ['unset', 'prod'],
    });
  });

  it('is called so in plain words', async () => {
    const { machine, sandbox } = await withAccount('prod', 'a-wrong-key');
    const refused = await machine.run('accounts check prod sandbox');
    expect(refused.out).toMatch(/prod +rackspace +refused +- +-\n/);
    expect(refused.out).toMatch(/sandbox +rackspace +signed in +DFW +DFW ORD SYD\n/);
    await sandbox.close();
    expect((await machine.run('accounts check prod')).out).toMatch(/prod +rackspace +unreachable +- +-\n/);
  });

  it('does not hide the others in a list, and the exit code tells', async () => {
    const { machine } = await withAccount('prod', 'a-wrong-key');
    const { code, out, err } = await machine.run('balancers -a all');
    expect(code).toBe(3);
    expect(out).toMatch(/sandbox +DFW +7001 +shop-front/);
    expect(err).toMatch(/^sluice: .*prod/);
  });

  it('keeps a change from guessing, until the account is named', async () => {
    const { machine } = await withAccount('prod', 'a-wrong-key');
    const { code, err } = await machine.run('drain shop-front web-2 -a all');
    expect(code).toBe(3);
    expect(err).toContain('Name the account with --account');
    expect((await machine.run('drain shop-front web-2 -a sandbox')).code).toBe(0);
  });

  it('fails soon where nobody listens', async () => {
    const { machine, sandbox } = await withAccount('prod');
    await sandbox.close();
    const { code, out, err } = await machine.run('nodes shop-front --json');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(JSON.parse(err).error.kind).toBe('network');
  });
});

describe('several accounts', () => {
  it('make a name ambiguous that both have', async () => {
    const { machine } = await withAccount('prod');
    const { code, err } = await machine.run('nodes shop-front -a prod,sandbox --region DFW');
    expect(code).toBe(4);
    expect(err).toMatch(/prod DFW[\s\S]+sandbox DFW/);
    expect((await machine.run('nodes shop-front -a prod --region DFW')).code).toBe(0);
  });
});
