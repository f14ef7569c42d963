import { describe, expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';

const conditions = async (machine: Machine, balancer = 'shop-front') => {
  const { value } = await machine.json(`nodes ${balancer}`);
  return Object.fromEntries(
    (value as { server: string; condition: string }[]).map(({ server, condition }) => [server, condition]),
  );
};

describe('sluice drain', () => {
  it('drains a node, says so, and writes it into the journal', async () => {
    const machine = new Machine();
    expect(await machine.run('drain shop-front web-2')).toEqual({
      code: 0,
      out: 'web-2 is DRAINING\n',
      err: '',
    });
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED', 'web-2': 'DRAINING' });
    const { value } = await machine.json('journal');
    expect(value).toMatchObject([
      {
        account: 'sandbox',
        engine: 'rackspace',
        balancer: 'shop-front',
        node: 'web-2',
        action: 'condition',
        before: 'ENABLED',
        after: 'DRAINING',
        outcome: 'done',
      },
    ]);
  });

  it('is content when the node drains already', async () => {
    const machine = new Machine();
    await machine.run('drain shop-front web-2');
    const again = await machine.run('drain shop-front web-2');
    expect(again).toEqual({ code: 0, out: 'web-2 is DRAINING already\n', err: '' });
  });

  it('waits until no connections are left, with a line every ten seconds', async () => {
    const machine = new Machine();
    const { code, out, err } = await machine.run('drain shop-front web-2 --wait');
    expect(code).toBe(0);
    expect(out).toBe('web-2 is drained: no connections are left\n');
    const lines = err.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) expect(line).toMatch(/^waiting: web-2: \d+ connections? left$/);
    const { value } = await machine.json('nodes shop-front');
    expect(value).toContainEqual(expect.objectContaining({ server: 'web-2', connections: 0 }));
  });

  it('rewrites the progress in place on a terminal and clears it', async () => {
    const machine = new Machine();
    machine.terminal = true;
    const { err } = await machine.run('drain shop-front web-2 --wait');
    expect(err).toContain('\r\u001b[Kwaiting: web-2');
    expect(err).toMatch(/\r\u001b\[K$/);
    expect(err).not.toContain('\n');
  });

  it('waits also where the node was draining before', async () => {
    const machine = new Machine();
    await machine.run('drain shop-front web-2');
    const { code, out } = await machine.run('drain shop-front web-2 --wait');
    expect({ code, out }).toEqual({ code: 0, out: 'web-2 is drained: no connections are left\n' });
  });

  it('ends with 6 when the time is up, and says what is left', async () => {
    const { code, out, err } = await new Machine().run('drain shop-front web-2 --wait --timeout 5s --json');
    expect(code).toBe(6);
    expect(out).toBe('');
    const { error } = JSON.parse(err);
    expect(error.kind).toBe('timeout');
    expect(error.left[0]).toMatch(/^web-2: \d+ connections left$/);
  });

  it('takes several nodes that are named one by one without asking', async () => {
    const machine = new Machine();
    const { code, value } = await machine.json('drain shop-front web-1 10.20.0.12:8080');
    expect(code).toBe(0);
    expect(value).toMatchObject([
      { server: 'web-1', condition: 'DRAINING' },
      { server: 'web-2', condition: 'DRAINING' },
    ]);
  });

  it('is stopped before the last enabled node goes, and passes with --yes', async () => {
    const machine = new Machine();
    const stopped = await machine.run('drain shop-front web-1 web-2 web-4');
    expect(stopped.code).toBe(5);
    expect(stopped.out).toBe('');
    expect(stopped.err).toContain('nothing would take new connections');
    expect(stopped.err).toContain('web-1, web-2, web-4');
    expect(stopped.err).toContain('--yes');
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED' });
    expect((await machine.run('drain shop-front web-1 web-2 web-4 --yes')).code).toBe(0);
  });

  it('changes nothing when one of the names is wrong', async () => {
    const machine = new Machine();
    expect((await machine.run('drain shop-front web-1 web-9')).code).toBe(4);
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED' });
  });

  it('says what was sent and what was not when it is interrupted', async () => {
    const machine = new Machine();
    const stop = new AbortController();
    // The first node's change has been sent by the time that the command waits for it to settle.
    machine.onIdle = () => stop.abort();
    const { code, out, err } = await machine.run('drain shop-front web-1 web-2', stop.signal);
    expect(code).toBe(130);
    expect(out).toBe('');
    expect(err).toContain('sent, outcome not known: web-1');
    expect(err).toContain('not sent: web-2');
    machine.onIdle = () => {};
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'DRAINING', 'web-2': 'ENABLED' });
  });

  it('says how things stand when the waiting is interrupted', async () => {
    const machine = new Machine();
    await machine.run('drain shop-front web-2');
    const stop = new AbortController();
    machine.onIdle = () => stop.abort();
    const { code, err } = await machine.run('drain shop-front web-2 --wait', stop.signal);
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped waiting\n {2}web-2: \d+ connections left\n {2}The change is made and stays/);
  });
});

describe('sluice disable and enable', () => {
  it('does not cut connections without --yes', async () => {
    const machine = new Machine();
    const { code, out, err } = await machine.run('disable shop-front web-1 --json');
    expect(code).toBe(5);
    expect(out).toBe('');
    expect(JSON.parse(err).error).toMatchObject({
      kind: 'guard',
      warnings: [{ code: 'open-connections' }],
      nodes: ['web-1'],
    });
    expect((await machine.run('disable shop-front web-1 --yes')).out).toBe('web-1 is DISABLED\n');
  });

  it('waits until the node is healthy', async () => {
    const machine = new Machine();
    await machine.run('disable shop-front web-1 --yes');
    expect(await machine.run('enable shop-front web-1 --wait')).toMatchObject({
      code: 0,
      out: 'web-1 is ENABLED and ONLINE\n',
    });
  });

  it('refuses with --read-only, whatever --yes says', async () => {
    const machine = new Machine();
    const { code, err } = await machine.run('disable shop-front web-1 --yes --read-only');
    expect(code).toBe(5);
    expect(err).toContain('--read-only');
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED' });
  });

  it('asks for --yes on a production account, and never on one that is marked read-only', async () => {
    const machine = new Machine();
    await machine.run('accounts mark sandbox --production');
    const { code, err } = await machine.run('enable shop-front web-3');
    expect(code).toBe(5);
    expect(err).toContain('sandbox is a production account');
    expect((await machine.run('enable shop-front web-3 --yes')).code).toBe(0);
    await machine.run('accounts mark sandbox --read-only');
    const refused = await machine.run('drain shop-front web-3 --yes');
    expect(refused.code).toBe(5);
    expect(refused.err).toContain('sluice accounts mark sandbox --no-read-only');
  });
});

describe('sluice weight', () => {
  it('sets a weight within the range of the engine', async () => {
    const machine = new Machine();
    const { code, value } = await machine.json('weight api-gateway api-1 --to 7');
    const shown = await machine.run('nodes api-gateway');
    expect([code, shown.out]).toEqual([0, expect.stringContaining(' 7 ')]);
    expect(value).toMatchObject([{ weight: 7 }]);
    const wrong = await machine.run('weight api-gateway api-1 --to 101');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('1 to 100');
  });
});

describe('sluice node', () => {
  it('gives up in time on a balancer that cannot be read, and adds nothing', async () => {
    const machine = new Machine();
    await machine.run('sandbox fault status --status 503 --for 1h --path /loadbalancers');
    const { code, out, err } = await machine.run('node add shop-front 10.20.0.99:80 --timeout 100ms');
    expect(code).toBe(6);
    expect(out).toBe('');
    expect(err).toContain('Timed out after 100ms: shop-front could not be read, and nothing was added');
  });

  it('adds nodes, and leaves out one that is there', async () => {
    const machine = new Machine();
    const { code, value, err } = await machine.json(
      'node add shop-front 10.20.0.99:8080 10.20.0.11:8080 --condition disabled',
    );
    expect(code).toBe(1);
    expect(value).toMatchObject([{ address: '10.20.0.99', port: 8080, condition: 'DISABLED' }]);
    expect(JSON.parse(err).error).toMatchObject({ kind: 'conflict' });
  });

  it('names every fault at once', async () => {
    const { code, err } = await new Machine().run(
      'node add shop-front 10.1.1.1 300.1.1.1:80 --weight 1000 --type x',
    );
    expect(code).toBe(2);
    for (const part of ['10.1.1.1: ', '300.1.1.1:80: ', '--weight: ', '--type: '])
      expect(err).toContain(part);
  });

  it('removes with --yes only', async () => {
    const machine = new Machine();
    expect((await machine.run('node remove shop-front web-3')).code).toBe(5);
    const { code, value } = await machine.json('node remove shop-front web-3 --yes');
    expect(code).toBe(0);
    expect((value as { server: string }[]).map(({ server }) => server)).toEqual(['web-1', 'web-2', 'web-4']);
  });
});
