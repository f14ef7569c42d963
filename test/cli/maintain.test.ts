import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';

interface NodeJson {
  readonly server: string;
  readonly condition: string;
}

/** A command for --exec that notes the node's name, and the conditions of all nodes then are read from the journal. */
function script(machine: Machine, body: string): string {
  const file = path.join(machine.home, 'work.sh');
  fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

async function conditions(machine: Machine): Promise<Record<string, string>> {
  const { value } = await machine.json('nodes shop-front');
  return Object.fromEntries((value as NodeJson[]).map(({ server, condition }) => [server, condition]));
}

const text = (machine: Machine, name: string) => fs.readFileSync(path.join(machine.home, name), 'utf8');

describe('sluice maintain', () => {
  it('takes nodes out one after the other, runs the command for each, and puts them back', async () => {
    const machine = new Machine();
    const before = await conditions(machine);
    const file = script(machine, `echo "$SLUICE_NODE $SLUICE_NODE_ADDRESS" >> ${machine.home}/worked`);
    const { code, value } = await machine.json(`maintain shop-front web-1 web-2 --exec ${file}`);
    expect(code).toBe(0);
    expect(value).toMatchObject({
      kind: 'maintain',
      state: 'done',
      balancer: { name: 'shop-front' },
      nodes: [
        { name: 'web-1', phase: 'enable', state: 'done', connectionsLeft: 0 },
        { name: 'web-2', phase: 'enable', state: 'done', connectionsLeft: 0 },
      ],
    });
    expect(text(machine, 'worked').split('\n')).toEqual([
      expect.stringMatching(/^web-1 10\./),
      expect.stringMatching(/^web-2 10\./),
      '',
    ]);
    expect(await conditions(machine)).toEqual(before);
    const { value: journal } = await machine.json('journal');
    const changes = (journal as { node: string; before: string; after: string; outcome: string }[])
      .map((entry) => `${entry.node} ${entry.before} ${entry.after} ${entry.outcome}`)
      .reverse();
    expect(changes).toEqual([
      'web-1 ENABLED DRAINING done',
      'web-1 DRAINING ENABLED done',
      'web-2 ENABLED DRAINING done',
      'web-2 DRAINING ENABLED done',
    ]);
  });

  it('stops at the first failure, leaves the node out, and goes on when told to', async () => {
    const machine = new Machine();
    const file = script(
      machine,
      `echo "for $SLUICE_NODE" >> ${machine.home}/worked; test -e ${machine.home}/mended || { echo "no disk space"; exit 3; }`,
    );
    const failed = await machine.run(`maintain shop-front web-1 web-2 --exec ${file}`);
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('exit code 3: no disk space');
    expect(failed.err).toContain('out of service: web-1; not begun: web-2');
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'DRAINING', 'web-2': 'ENABLED' });
    fs.writeFileSync(path.join(machine.home, 'mended'), '');
    const [run] = (await machine.json('runs')).value as { id: string }[];
    const resumed = await machine.run(`runs resume ${run?.id}`);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.out).toContain('back in service: web-1, web-2');
    expect(text(machine, 'worked')).toBe('for web-1\nfor web-1\nfor web-2\n');
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED', 'web-2': 'ENABLED' });
  });

  it('tells scripts what kind of problem stopped it', async () => {
    const machine = new Machine();
    const failed = await machine.run(`maintain shop-front web-1 --exec ${script(machine, 'exit 3')} --json`);
    const told = failed.err.split('\n').find((line) => line.startsWith('{"error"')) ?? '';
    expect(JSON.parse(told)).toMatchObject({ error: { kind: 'engine', state: 'stopped' } });
  });

  it('does not enable unasked what somebody else has disabled meanwhile', async () => {
    const machine = new Machine();
    machine.terminal = true;
    machine.prompt = {
      ...machine.prompt,
      interactive: true,
      line: async () => {
        await new Machine(machine).run('disable shop-front web-1 --yes');
        return '';
      },
    };
    const stopped = await machine.run('maintain shop-front web-1 --hold');
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain('web-1 is DISABLED');
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'DISABLED' });
    const [run] = (await machine.json('runs')).value as { id: string }[];
    expect((await machine.run(`runs resume ${run?.id}`)).code).toBe(0);
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED' });
  });

  it('enables everything again when it is undone', async () => {
    const machine = new Machine();
    const file = script(machine, 'exit 1');
    await machine.run(`maintain shop-front web-1 web-2 --exec ${file}`);
    const [run] = (await machine.json('runs')).value as { id: string }[];
    const asked = await machine.run(`runs undo ${run?.id}`);
    expect(asked).toMatchObject({ code: 5 });
    expect(asked.err).toContain('enables every node');
    expect((await machine.run(`runs undo ${run?.id} --yes`)).code).toBe(0);
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED', 'web-2': 'ENABLED' });
  });

  it('says what was left open, and of no node that it is back which was not taken out', async () => {
    const machine = new Machine();
    const held = await machine.runUntil(
      'maintain shop-front web-1 web-2 --no-hold --drain-timeout 1s',
      ({ out, err }) => `${out}${err}`.includes('Enable web-1'),
    );
    expect((await new Machine(machine).run('drain shop-front web-2')).code).toBe(0);
    const failed = await held.goOn();
    expect(failed.err).toMatch(/done +Drain web-1 \(.*\): \d+ connections were left/);
    expect(failed.err).toContain('web-2 is DRAINING: somebody else');
    const [run] = (await machine.json('runs')).value as { id: string }[];
    const undone = await machine.run(`runs undo ${run?.id} --yes`);
    expect(undone.out).toContain('back in service: web-1; not begun: web-2');
    expect(undone.err).toContain('undone    drain web-1');
    expect(undone.err).not.toContain('removed');
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED', 'web-2': 'DRAINING' });
    const again = await machine.run(`runs resume ${run?.id}`);
    expect(again).toMatchObject({ code: 2 });
    expect(again.err).toContain('is undone');
    expect(again.err).not.toContain('being undone');
  });

  it('never has more nodes out than allowed, and keeps as many in service as told', async () => {
    const machine = new Machine();
    const refused = await machine.run('maintain shop-front web-1 --keep 9 --no-hold');
    expect(refused.code).toBe(5);
    expect(refused.err).toContain('9 nodes are to be kept in service');
    const forced = await machine.run('maintain shop-front web-1 --keep 9 --no-hold --yes');
    expect(forced.code).toBe(5);
    expect(forced.err).toMatch(/Without web-1 only \d nodes? of shop-front would be in service/);
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED' });
    const last = await machine.run('maintain billing-api billing-1 --no-hold');
    expect(last).toMatchObject({ code: 5, out: '' });
    expect(last.err).toContain('No ENABLED node would be left');
  });

  it('says what it would do, and what is wrong with what was typed', async () => {
    const machine = new Machine();
    const dry = await machine.run('maintain shop-front --all --at-once 2 --no-hold --dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('At most 2 nodes at once');
    expect((await machine.run('maintain shop-front --no-hold')).err).toContain('No node is named');
    expect((await machine.run('maintain shop-front web-1')).err).toContain('Nobody is at a terminal');
    // What is wrong whoever is there comes first.
    const unknown = await machine.run('maintain shop-front web-x');
    expect(unknown).toMatchObject({ code: 4, err: expect.stringContaining('There is no node "web-x"') });
    expect((await machine.run('maintain nosuch web-1')).err).toContain('There is no balancer "nosuch"');
    expect((await machine.run('maintain edge-fleet edge-07')).err).toContain('There is nothing to do');
    expect((await machine.run('maintain shop-front web-1 --at-once 0 --no-hold')).code).toBe(2);
    expect(await conditions(machine)).toMatchObject({ 'web-1': 'ENABLED' });
    expect((await machine.json('runs')).value).toEqual([]);
  });

  it('holds each node until somebody at the terminal lets it go on', async () => {
    const machine = new Machine();
    const held: Record<string, string>[] = [];
    machine.terminal = true;
    machine.prompt = {
      ...machine.prompt,
      interactive: true,
      line: async () => {
        held.push(await conditions(new Machine(machine)));
        return '';
      },
    };
    const { code } = await machine.run('maintain shop-front web-1 web-2');
    expect(code).toBe(0);
    expect(held).toMatchObject([
      { 'web-1': 'DRAINING', 'web-2': 'ENABLED' },
      { 'web-1': 'ENABLED', 'web-2': 'DRAINING' },
    ]);
  });
});
