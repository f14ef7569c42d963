import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectParked, NOT_REGISTERED, registered } from '../flows/elbFactsNodes.ts';
import { addAccount, awsUser, userOf } from './elbKit.ts';
import { expectRefusals, Machine } from './kit/cli.ts';

const OTHERS = ['classic-web-2', 'classic-web-3', 'classic-web-4'];
const ALL = ['classic-web-1', ...OTHERS];

describe('nodes of Classic balancers, from the command line', () => {
  it('tell the status of a balancer, which a list does not know', async () => {
    const { machine } = await awsUser();
    const { out } = await machine.run('balancers');
    expect(out).toMatch(/web-classic +- .*–\/4/);
    expect(out).toMatch(/empty-elb +NO_NODES .*0\/0/);
    const ran = await machine.run('balancers --nodes');
    expect(ran.out).toMatch(/web-classic +UP .*4\/4/);
    expect(ran.err).toBe('');
  });

  it('drains a node, which is parked when its connections have ended', async () => {
    const { sandbox, does, at } = await awsUser();
    expect(await does('drain web-classic classic-web-1')).toBe('classic-web-1 is DRAINING\n');
    expect(await does('nodes web-classic')).toMatch(/DRAINING +ONLINE .*classic-web-1/);
    sandbox.control.advance(300_000);
    expect(await does('nodes web-classic')).toMatch(/DISABLED +- .*classic-web-1/);
    expect(await at('web-classic').healthOf('classic-web-1')).toBe(NOT_REGISTERED);
    await expectParked(at('web-classic'), 'classic-web-1');
  });

  it('waits with --wait until the drain is over, which on AWS is when the node is DISABLED', async () => {
    const { machine, at } = await awsUser();
    const ran = await machine.run('drain web-classic classic-web-1 --wait');
    expect(ran).toMatchObject({ code: 0, out: 'classic-web-1 is drained: it is DISABLED now\n' });
    expect(ran.err).toContain('classic-web-1 is DRAINING, not yet DISABLED');
    expect(await at('web-classic').healthOf('classic-web-1')).toBe(NOT_REGISTERED);
    const { value } = await machine.json('nodes web-classic');
    expect(value).toContainEqual(
      expect.objectContaining({ server: 'classic-web-1', condition: 'DISABLED', zone: 'us-east-1a' }),
    );
  });

  it('maintains nodes', async () => {
    const { machine, does, save, at } = await awsUser();
    save('deploy.sh', `#!/bin/sh\necho "$SLUICE_NODE $SLUICE_NODE_ID" >> ${machine.home}/worked\n`);
    fs.chmodSync(path.join(machine.home, 'deploy.sh'), 0o755);
    await does(`maintain web-classic classic-web-1 classic-web-2 --exec ${machine.home}/deploy.sh`);
    const ids = await Promise.all(
      ['classic-web-1', 'classic-web-2'].map((name) => at('web-classic').idOf(name)),
    );
    expect(fs.readFileSync(path.join(machine.home, 'worked'), 'utf8')).toBe(
      `classic-web-1 ${ids[0]}\nclassic-web-2 ${ids[1]}\n`,
    );
    await registered(...ALL)(at('web-classic'));
    await expectParked(at('web-classic'));
  });

  it('refuses what makes no sense on AWS, and says why', async () => {
    const { machine, sandbox, does } = await awsUser();
    await expectRefusals(machine, [
      ['drain legacy-blue legacy-1', 1, 'connection draining is off on this balancer'],
      ['weight web-classic classic-web-1 --to 3', 2, 'Classic load balancers have no weights'],
      ['node add web-classic i-03a1b037270ea57ff', 2, 'is no instance of this account and region'],
      ['node add web-classic 10.9.9.9', 2, 'no instance of its network has the private address'],
    ]);
    await does('drain web-classic classic-web-1');
    sandbox.control.advance(300_000);
    const again = await machine.run('drain web-classic classic-web-1');
    expect(again.err).toContain('it is taken out already');
  });

  it('names the setting that a drain needs as a command takes it', async () => {
    const { machine, does } = await awsUser();
    const refused = await machine.run('drain legacy-blue legacy-1');
    const setting = /switch on its setting "([^"]+)"/.exec(refused.err)?.[1] ?? '';
    await does(`set legacy-blue ${setting.replace(' ', '-')} enabled=yes`);
    expect(await does('drain legacy-blue legacy-1 --yes')).toBe('legacy-1 is DRAINING\n');
  });

  it('shows another machine what is parked, and lets it bring it back', async () => {
    const first = await awsUser();
    await first.does('drain web-classic classic-web-1');
    first.sandbox.control.advance(300_000);
    const machine = new Machine();
    await addAccount(machine, first.sandbox);
    // Its clock begins where the sandbox's stands.
    await machine.clock.advance(first.machine.clock.now() - machine.clock.now());
    const second = userOf(machine, first.sandbox);
    expect(await second.does('nodes web-classic')).toMatch(/DISABLED +- .*classic-web-1/);
    await second.does('enable web-classic classic-web-1');
    await registered(...ALL)(second.at('web-classic'));
    expect(await first.does('nodes web-classic')).toMatch(/ENABLED .*classic-web-1/);
  });

  it('takes a node out where tags may not be written, and finds it again', async () => {
    const { machine, sandbox, does, at } = await awsUser();
    sandbox.control.fault({ kind: 'denied', path: 'AddTags' });
    await does('disable web-classic classic-web-1');
    sandbox.control.advance(300_000);
    await expectParked(at('web-classic'));
    const next = userOf(new Machine(machine), sandbox);
    next.machine.env = machine.env;
    expect(await next.does('nodes web-classic')).toMatch(/DISABLED .*classic-web-1/);
    await next.does('enable web-classic classic-web-1');
    await registered(...ALL)(at('web-classic'));
  });

  it('maintains nodes where tags may not be written, and says that only this machine knows of them', async () => {
    const { machine, sandbox } = await awsUser();
    sandbox.control.fault({ kind: 'denied', path: 'AddTags' });
    const { code, err } = await machine.run('maintain web-classic classic-web-1 --exec false');
    expect(code).not.toBe(0);
    const lacks = 'Only this machine knows that it is to come back: ';
    expect(err).toMatch(new RegExp(`done +Drain classic-web-1.*: ${lacks}.*elasticloadbalancing:AddTags`));
    expect(err).toContain(`\n  classic-web-1: ${lacks}`);
    const { value } = await machine.json('maintain web-classic classic-web-2 --exec true');
    expect(value).toMatchObject({
      nodes: [{ name: 'classic-web-2', lacks: expect.stringContaining(lacks) }],
    });
  });

  it('works on the built-in sandbox, whose account is named', async () => {
    const machine = new Machine();
    const run = async (line: string) => {
      const { code, out, err } = await machine.run(`${line} -a sandbox-aws`);
      expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
      return out;
    };
    expect(await run('balancers')).toContain('web-classic');
    await run('drain web-classic classic-web-1');
    expect(await run('nodes web-classic')).toMatch(/DRAINING .*classic-web-1/);
    await run('sandbox clock +1h'.replace(' -a sandbox-aws', ''));
    expect(await run('nodes web-classic')).toMatch(/DISABLED .*classic-web-1/);
    await run('enable web-classic classic-web-1');
    const { value } = await machine.json('journal');
    expect(value).toMatchObject([
      {
        account: 'sandbox-aws',
        balancer: 'web-classic',
        before: 'DISABLED',
        after: 'ENABLED',
        outcome: 'done',
      },
      { before: 'ENABLED', after: 'DRAINING', outcome: 'done' },
    ]);
  });
});
