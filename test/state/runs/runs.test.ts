import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunFolder } from '../../../src/state/runs/runFolder.ts';
import { anAccount, aProvider, aSession } from '../../kit/model.ts';
import { house, problemOfThrown, step } from './house.ts';

describe('two programs', () => {
  test('never run the same run at once; the second hears who has it', async () => {
    const { program, drive, engine } = house();
    const [first, second, third] = [program(1), program(2), program(3)];
    const run = first.start();
    expect(second.runs.list()).toMatchObject([{ id: run.id, state: 'running' }]);
    for (const again of [second.runs.resume, second.runs.undo]) {
      expect(problemOfThrown(() => again(run.id, second.how))).toMatchObject({
        kind: 'conflict',
        message: '"Create balancer shop in DFW" is being run by another sluice (process 1 on here)',
      });
    }
    expect(problemOfThrown(() => second.runs.giveUp(run.id))).toMatchObject({ kind: 'conflict' });
    first.kill();
    const taken = second.runs.resume(run.id, second.how);
    expect(problemOfThrown(() => third.runs.resume(run.id, third.how)).message).toContain('process 2');
    expect(await drive(taken)).toMatchObject({ state: 'done' });
    expect(engine.of(run.id)).toHaveLength(4);
    expect(problemOfThrown(() => third.runs.resume(run.id, third.how))).toMatchObject({ kind: 'invalid' });
  });

  test('take a run while nobody else can', () => {
    const { program, folder, disk } = house();
    const first = program(1);
    const { id } = first.start();
    first.kill();
    const locked: boolean[] = [];
    const watching: RunFolder = {
      ...disk(),
      log: (runId) => {
        const log = disk().log(runId);
        const look = () => locked.push(fs.existsSync(path.join(folder, `${id}.lock`)));
        return {
          read: () => log.read(),
          append(line, options) {
            if (line.includes('"owner"')) look();
            log.append(line, options);
          },
        };
      },
    };
    const second = program(2, { folder: watching });
    second.runs.resume(id, second.how);
    expect(locked).toEqual([true]);
    expect(fs.readdirSync(folder)).toEqual([`${id}.jsonl`]);
  });

  test('one that was taken over begins nothing more, and says who has it', async () => {
    const { program, engine, advance, drive } = house();
    const [first, second] = [program(1), program(2)];
    const run = first.start();
    await advance(300);
    const taken = second.runs.resume(run.id, { ...second.how, takeOver: true });
    expect(await drive(taken)).toMatchObject({ state: 'done' });
    await run.finished;
    expect(run.view().lost).toMatchObject({
      kind: 'conflict',
      message: 'Another sluice (process 2 on here) has taken this run over',
    });
    expect(engine.of(run.id)).toEqual(['server web-1', 'server web-2', 'balancer', 'access']);
    expect(first.runs.get(run.id)).toMatchObject({ state: 'done' });
  });

  test('one on another machine is believed for an hour after its last line', async () => {
    const { program, clock } = house();
    const run = program(1, { host: 'elsewhere' }).start();
    const state = () => program(2).runs.get(run.id)?.state;
    expect(state()).toBe('running');
    await clock.advance(60 * 60 * 1_000);
    expect(state()).toBe('interrupted');
  });

  test('a process of the same number after a restart is not taken for the old one', async () => {
    const { program, drive } = house();
    const first = program(7);
    const run = first.start();
    first.process.die();
    const again = program(7);
    expect(again.runs.get(run.id)).toMatchObject({ state: 'interrupted' });
    expect(await drive(again.runs.resume(run.id, again.how))).toMatchObject({ state: 'done' });
  });

  test('hear of each other', async () => {
    const { program, advance } = house();
    const [first, second] = [program(1), program(2)];
    let told = 0;
    const stop = second.runs.subscribe(() => told++);
    await advance(2_000);
    expect(told).toBe(0);
    first.start();
    await advance(2_000);
    expect(told).toBe(1);
    stop();
    stop();
    await advance(10_000);
    expect(told).toBe(1);
  });
});

describe('what speaks against it', () => {
  test('a read-only account, another account, other steps, no such run', async () => {
    const { program, advance } = house();
    const first = program(1);
    const locked = aSession(aProvider(), anAccount({ readOnly: true }));
    expect(
      problemOfThrown(() => first.runs.start({ ...first.how, session: locked, spec: {} })),
    ).toMatchObject({
      kind: 'guard',
    });
    const run = first.start();
    await advance(100);
    first.kill();
    const { runs, how } = program(2);
    const other = aSession(aProvider(), anAccount({ id: 'a2', name: 'other' }));
    expect(problemOfThrown(() => runs.resume(run.id, { ...how, session: other })).message).toBe(
      '"Create balancer shop in DFW" belongs to lab in DFW',
    );
    const newer = program(3, { steps: [step('everything')] });
    expect(problemOfThrown(() => newer.runs.resume(run.id, newer.how)).hint).toBe('Undo it and begin again');
    expect(problemOfThrown(() => runs.resume('../../etc/passwd', how))).toMatchObject({ kind: 'missing' });
  });

  test('a run that was left can be given up without an account', () => {
    const { program } = house();
    const first = program(1);
    const { id } = first.start();
    first.kill();
    const { runs } = program(2);
    runs.giveUp(id);
    expect(runs.get(id)).toMatchObject({ state: 'given-up' });
    expect(problemOfThrown(() => runs.giveUp(id))).toMatchObject({ kind: 'invalid' });
  });
});
