import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import type { RunFolder } from '../../../src/state/runs/runFolder.ts';
import { house, problemOfThrown, settle, states, step } from './house.ts';

describe('a disk that is full', () => {
  /** A folder whose disk takes so many more lines. */
  function filling(folder: RunFolder) {
    const room = { lines: Number.POSITIVE_INFINITY };
    const full: RunFolder = {
      ...folder,
      log: (runId) => {
        const log = folder.log(runId);
        return {
          ...log,
          append(line, options) {
            if (room.lines-- <= 0) throw new Failure({ kind: 'quota', message: 'The disk is full' });
            log.append(line, options);
          },
        };
      },
    };
    return { room, full };
  }

  test('keeps a run from beginning', () => {
    const { program, disk, engine, folder } = house();
    const { room, full } = filling(disk());
    room.lines = 1;
    expect(problemOfThrown(() => program(1, { folder: full }).start())).toMatchObject({ kind: 'quota' });
    expect(engine.calls).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('stops a step before anything is sent, with its own words, and the step can be retried', async () => {
    const { program, disk, engine, journal, advance, drive } = house();
    const { room, full } = filling(disk());
    const run = program(1, { folder: full }).start();
    await settle();
    room.lines = 0;
    await advance(1_000);
    expect(run.view().steps[2]).toMatchObject({
      state: 'failed',
      begun: false,
      problem: { kind: 'quota', message: 'The disk is full' },
    });
    run.retry('wait network');
    expect(states(run)).toContain('wait network failed');
    expect(engine.calls).not.toContain('create balancer');
    room.lines = 1_000;
    run.retry('wait network');
    expect(await drive(run)).toMatchObject({ state: 'done' });
    const onDisk = program(2).runs.get(run.id);
    expect(onDisk).toMatchObject({ state: 'done' });
    expect(onDisk?.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(journal().map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
  });

  test('between a create call and its facts loses nothing: this program knows, the next looks it up', async () => {
    const { program, disk, engine, drive } = house();
    const { room, full } = filling(disk());
    const first = program(1, { folder: full, steps: [step('server web-1')] });
    const run = first.start();
    room.lines = 0;
    expect(await drive(run)).toMatchObject({ state: 'failed', steps: [{ facts: { id: '1' }, begun: true }] });
    first.kill();
    const second = program(2, { steps: [step('server web-1')] });
    expect(second.runs.get(run.id)).toMatchObject({ steps: [{ state: 'interrupted', facts: {} }] });
    expect(await drive(second.runs.resume(run.id, second.how))).toMatchObject({ state: 'done' });
    expect(engine.calls.slice(0, 2)).toEqual(['create server web-1', 'find server web-1']);
    expect(engine.things.size).toBe(1);
  });
});
