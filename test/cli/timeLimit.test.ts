import { describe, expect, it } from 'vitest';
import { awsUser } from './elbKit.ts';
import { Machine } from './kit/cli.ts';

interface Entry {
  readonly node: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly message: string | null;
}

/** What the journal says of the latest changes, newest first. */
async function journal(machine: Machine): Promise<readonly Entry[]> {
  return (await machine.json('journal')).value as readonly Entry[];
}

/** A machine with an access rule on shop-front, on whose sandbox somebody else's change of shop-front is being applied for the next 700 ms. */
async function busyMachine(): Promise<Machine> {
  const machine = new Machine();
  await machine.run('add shop-front access-list rules=198.51.100.0/24,DENY');
  const ran = await machine.run('drain shop-front web-4 --timeout 500ms');
  expect(ran.code).toBe(6);
  return machine;
}

const conditions = async (machine: Machine) => {
  const { value } = await machine.json('nodes shop-front');
  return Object.fromEntries(
    (value as { server: string; condition: string }[]).map(({ server, condition }) => [server, condition]),
  );
};

describe('--timeout', () => {
  it.each([
    ['drain shop-front web-2', 'web-2'],
    ['enable shop-front web-3', 'web-3'],
    ['weight shop-front web-2 --to 4', 'web-2'],
    ['node type shop-front web-2 --to secondary', 'web-2'],
    ['node add shop-front 10.20.0.99:8080', '10.20.0.99:8080'],
    ['node remove shop-front web-3 --yes', 'web-3'],
    ['set shop-front general timeout=45', 'General'],
    ['add shop-front access-list rules=192.0.2.7,DENY', 'access rule'],
    ['unset shop-front access-list 198.51.100.0/24 --yes', '198.51.100.0/24'],
    ['delete shop-front --yes', 'shop-front'],
  ])('ends %s on a busy balancer with 6, says why it waited, and sends nothing', async (line, name) => {
    const machine = await busyMachine();
    const began = machine.clock.now();
    const { code, out, err } = await machine.run(`${line} --timeout 500ms`);
    expect([code, out, err]).toEqual([
      6,
      '',
      expect.stringMatching(
        /^(?:sluice: .*\n)*sluice: .*: Could not .*: shop-front .*is still busy and the time is up\. Nothing was changed\n {2}Wait until it is ACTIVE, then try again\n$/,
      ),
    ]);
    expect(err).toContain(`${name}: Could not `);
    expect(machine.clock.now() - began).toBe(500);
    const [entry] = await journal(machine);
    expect(entry).toMatchObject({
      outcome: 'stopped',
      message: expect.stringContaining('Nothing was changed'),
    });
  });

  it('says of what was accepted and has not settled that it may still be applied', async () => {
    const machine = new Machine();
    const began = machine.clock.now();
    const { code, out, err } = await machine.run('drain shop-front web-2 --timeout 500ms');
    expect([code, out]).toEqual([6, '']);
    expect(err).toMatch(
      /^sluice: web-2: Rackspace accepted to .* but shop-front .* is still busy and the time is up\n {2}Look again later: Rackspace goes on with it\n$/,
    );
    expect(machine.clock.now() - began).toBe(500);
    expect(await journal(machine)).toMatchObject([{ node: 'web-2', outcome: 'unknown' }]);
    expect(await conditions(machine)).toMatchObject({ 'web-2': 'DRAINING' });
  });

  it('bounds all nodes together, and tells each one’s fate', async () => {
    const machine = new Machine();
    const { code, err } = await machine.run('drain shop-front web-1 web-2 web-4 --timeout 2s --yes --json');
    expect(code).toBe(6);
    expect(JSON.parse(err).error).toMatchObject({
      kind: 'timeout',
      message: 'Drain web-1, web-2, web-4 of shop-front: timed out after 2s',
      done: [],
      unknown: ['web-1'],
      failed: [],
      notBegun: ['web-2', 'web-4'],
    });
    expect(await journal(machine)).toMatchObject([{ node: 'web-1', outcome: 'unknown' }]);
    expect(await conditions(machine)).toMatchObject({ 'web-2': 'ENABLED', 'web-4': 'ENABLED' });
  });

  it('leaves a change the patience of its engine where it is not given', async () => {
    const machine = await busyMachine();
    expect(await machine.run('drain shop-front web-2')).toMatchObject({
      code: 0,
      out: 'web-2 is DRAINING\n',
    });
  });

  it('bounds the waiting after AWS has throttled a change, and says so', async () => {
    const { machine, sandbox, does } = await awsUser();
    sandbox.control.fault({ kind: 'throttled', path: 'DeregisterInstancesFromLoadBalancer' });
    const { code, err } = await machine.run('drain web-classic classic-web-1 --timeout 400ms');
    expect(code).toBe(6);
    expect(err).toMatch(
      /classic-web-1: The time was up\. Could not .*Rate exceeded \(Throttling\)\. Nothing was/,
    );
    sandbox.control.clearFaults();
    expect(await does('nodes web-classic')).toMatch(/ENABLED +ONLINE .*classic-web-1/);
    expect(await journal(machine)).toMatchObject([{ node: 'classic-web-1', outcome: 'stopped' }]);
  });
});

describe('a command that is interrupted', () => {
  it('counts as not sent what only waited for a busy balancer', async () => {
    const machine = await busyMachine();
    const stop = new AbortController();
    machine.onIdle = () => stop.abort();
    const { code, err } = await machine.run('drain shop-front web-1 web-2 --yes', stop.signal);
    expect(code).toBe(130);
    expect(err).toMatch(/sluice: Drain web-1, web-2 of shop-front: stopped\n {2}not sent: web-1, web-2\n$/);
    machine.onIdle = () => {};
    const [latest] = await journal(machine);
    expect(latest).toMatchObject({
      node: 'web-1',
      outcome: 'stopped',
      message: 'Stopped before anything was sent',
    });
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED', 'web-2': 'ENABLED' });
  });
});

describe('sluice disable where connections may end first', () => {
  it('says that the node still drains, and waits for its end with --wait', async () => {
    const { machine, does } = await awsUser();
    expect(await machine.run('disable web-classic classic-web-1')).toMatchObject({
      code: 0,
      out: 'classic-web-1 is DRAINING: it becomes DISABLED when the connections have ended\n',
    });
    expect(await does('nodes web-classic')).toMatch(/DRAINING .*classic-web-1/);
    expect(await machine.run('disable web-classic classic-web-2 --wait')).toMatchObject({
      code: 0,
      out: 'classic-web-2 is DISABLED\n',
      err: expect.stringContaining('waiting: classic-web-2 is DRAINING, not yet DISABLED'),
    });
    expect(await does('nodes web-classic')).toMatch(/DISABLED +- .*classic-web-2/);
  });

  it('says DISABLED where connections are cut at once', async () => {
    const { machine } = await awsUser();
    const ran = await machine.run('disable legacy-blue legacy-1 --yes');
    expect(ran).toMatchObject({ code: 0, out: 'legacy-1 is DISABLED\n' });
  });
});
