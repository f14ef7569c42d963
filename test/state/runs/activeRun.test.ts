import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/model/problem.ts';
import { modeOf } from '../home/tempFolder.ts';
import { house, problemOfThrown, settle, states, step } from './house.ts';

const REFUSED: Problem = { kind: 'quota', message: 'No more servers', hint: 'Delete one' };

describe('a run', () => {
  test('does at once what depends on nothing, and the rest in its turn', async () => {
    const { program, engine, advance } = house();
    const run = program(1).start();
    await settle();
    expect(states(run)).toBe(
      'server web-1 running, server web-2 running, wait network waiting, balancer waiting, access waiting',
    );
    expect(engine.calls).toEqual(['create server web-1', 'create server web-2']);
    expect(run.view().overall).toEqual({ done: 0, total: 5, fraction: 0.2 });
    await advance(1_000);
    expect(states(run)).toContain('server web-2 done, wait network running, balancer waiting');
    await advance(1_000);
    await advance(1_000);
    await advance(1_000);
    await expect(run.finished).resolves.toMatchObject({ state: 'done', undoing: false });
    expect(engine.of(run.id)).toEqual(['server web-1', 'server web-2', 'balancer', 'access']);
    expect(run.view().overall).toEqual({ done: 5, total: 5, fraction: 1 });
  });

  test('tells how long each step takes and what it says of itself', async () => {
    const { program, advance } = house();
    const run = program(1).start();
    await settle();
    await advance(400);
    expect(run.view().steps.slice(0, 3)).toMatchObject([
      { elapsedMs: 400, percent: 50, text: 'building' },
      { elapsedMs: 400, percent: 50 },
      { elapsedMs: null, percent: null, text: null },
    ]);
    await advance(1_000);
    expect(run.view().steps.slice(0, 3)).toMatchObject([
      { elapsedMs: 1_000, percent: null },
      { elapsedMs: 1_000 },
      { elapsedMs: 400 },
    ]);
  });

  test('does no more than thirty steps at once', async () => {
    const { program, engine, drive } = house();
    const steps = Array.from({ length: 33 }, (_, index) => step(`server s${index}`));
    const run = program(1, { steps }).start();
    await settle();
    expect(engine.calls).toHaveLength(30);
    await drive(run);
    expect(engine.calls.filter((call) => call.startsWith('create'))).toHaveLength(33);
    expect(run.record().state).toBe('done');
  });

  test('is written down before anything is sent, for the user alone', () => {
    const { program, engine, folder } = house();
    const { id } = program(1).start();
    const file = path.join(folder, `${id}.jsonl`);
    expect(engine.calls).toEqual([]);
    expect(modeOf(file)).toBe('600');
    expect(fs.readFileSync(file, 'utf8')).toContain('"step-begin"');
  });

  test('writes each thing that is made, and removed, to the journal; a step that only waits is none', async () => {
    const { program, journal, drive } = house();
    const { runs, how, start } = program(1);
    const run = start();
    await drive(run);
    expect(
      journal().map(({ action, balancer, after, outcome }) => [action, balancer, after, outcome]),
    ).toEqual([
      ['create', 'shop', 'server web-1 (1)', 'done'],
      ['create', 'shop', 'server web-2 (2)', 'done'],
      ['create', 'shop', 'balancer (3)', 'done'],
      ['create', 'shop', 'access (4)', 'done'],
    ]);
    await drive(runs.undo(run.id, how));
    expect(
      journal()
        .slice(4)
        .map(({ action, before, outcome }) => [action, before, outcome]),
    ).toEqual([
      ['undo-create', 'access (4)', 'done'],
      ['undo-create', 'balancer (3)', 'done'],
      ['undo-create', 'server web-2 (2)', 'done'],
      ['undo-create', 'server web-1 (1)', 'done'],
    ]);
  });

  test('holds no secret: one in the spec is used, not written, and the run cannot be resumed', async () => {
    const { program, redactor, folder, engine, drive } = house();
    redactor.add('hunter2hunter2');
    const first = program(1);
    engine.trouble.set('wait balancer', [
      { kind: 'engine', message: 'It said hunter2hunter2\u001b[2J', requestId: 'r-1' },
    ]);
    const run = first.start({ name: 'shop', init: 'login hunter2hunter2' });
    await drive(run);
    expect(states(run)).toContain('balancer failed');
    const text = fs.readFileSync(path.join(folder, `${run.id}.jsonl`), 'utf8');
    expect(text).not.toContain('hunter2');
    expect(text).toContain('It said [redacted]');
    first.kill();
    const second = program(2);
    expect(problemOfThrown(() => second.runs.resume(run.id, second.how))).toMatchObject({ kind: 'invalid' });
    await drive(second.runs.undo(run.id, second.how));
    expect(engine.things.size).toBe(0);
  });
});

describe('a step that fails', () => {
  test('does not stop the others, can be retried, and is looked up before it is created again', async () => {
    const { program, engine, journal, drive } = house();
    engine.trouble.set('create server web-1', ['lost']);
    const run = program(1).start();
    expect(await drive(run)).toMatchObject({ state: 'failed' });
    expect(states(run)).toContain('server web-1 failed, server web-2 done, wait network waiting');
    expect(journal()[0]).toMatchObject({ outcome: 'unknown', message: 'The answer was lost' });
    run.retry('server web-2');
    run.retry('server web-1');
    run.retry('server web-1');
    expect(await drive(run)).toMatchObject({ state: 'done' });
    expect(engine.calls.filter((call) => call.endsWith('web-1'))).toEqual([
      'create server web-1',
      'find server web-1',
      'wait server web-1',
    ]);
  });

  test('can be gone on without when it is optional, and those after it learn so', async () => {
    const { program, engine, drive } = house();
    engine.trouble.set('create server web-2', [REFUSED]);
    const one = program(1);
    const seen: unknown[] = [];
    const flow: typeof one.flow = {
      ...one.flow,
      async run(stepId, spec, io) {
        if (stepId === 'balancer') seen.push(io.of('server web-1'), io.of('server web-2'), io.of('nobody'));
        await one.flow.run(stepId, spec, io);
      },
    };
    const run = one.runs.start({ ...one.how, flow, spec: {} });
    await drive(run);
    run.skip('server web-1');
    run.skip('server web-2');
    expect(await drive(run)).toMatchObject({ state: 'done' });
    expect(states(run)).toContain('server web-1 done, server web-2 skipped, wait network done');
    expect(seen).toEqual([{ id: '1' }, null, null]);
  });

  test('that is not optional is not skipped; the run can be given up, and later be undone', async () => {
    const { program, engine, drive } = house();
    engine.trouble.set('create balancer', [REFUSED]);
    const { start, runs, how } = program(1);
    const run = start();
    await drive(run);
    run.skip('balancer');
    expect(states(run)).toContain('balancer failed');
    run.giveUp();
    await expect(run.finished).resolves.toMatchObject({ state: 'given-up' });
    expect(engine.things.size).toBe(2);
    expect(await drive(runs.undo(run.id, how))).toMatchObject({ state: 'undone' });
    expect(engine.things.size).toBe(0);
  });
});
