import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/model/problem.ts';
import { house, problemOfThrown, settle, states, step } from './house.ts';

const REFUSED: Problem = { kind: 'quota', message: 'No more servers', hint: 'Delete one' };

describe('stopping', () => {
  test('lets what is under way end, begins nothing more, and can be resumed', async () => {
    const { program, engine, advance, drive } = house();
    const { start, runs, how } = program(1);
    const run = start();
    await settle();
    run.stop();
    expect(run.view().ending).toBe('stop');
    await advance(1_000);
    await expect(run.finished).resolves.toMatchObject({ state: 'stopped' });
    expect(states(run)).toContain('server web-2 done, wait network waiting');
    expect(runs.active()).toEqual([]);
    expect(await drive(runs.resume(run.id, how))).toMatchObject({ state: 'done' });
    expect(engine.of(run.id)).toHaveLength(4);
  });

  test('is taken back by resuming before it has come into effect', async () => {
    const { program, drive } = house();
    const { start, runs, how } = program(1);
    const run = start();
    run.stop();
    expect(runs.resume(run.id, how)).toBe(run);
    expect(await drive(run)).toMatchObject({ state: 'done' });
  });

  test('the end of the program leaves the run interrupted, and nothing on disk that is not so', async () => {
    const { program, running, engine, advance, drive } = house();
    const first = program(1);
    const run = first.start();
    await advance(300);
    await first.runs.close();
    await expect(run.finished).resolves.toMatchObject({ state: 'interrupted' });
    running.delete(1);
    const second = program(2);
    expect(second.runs.list()).toMatchObject([
      {
        id: run.id,
        state: 'interrupted',
        steps: [{ state: 'interrupted', facts: { id: '1' } }, {}, {}, {}, {}],
      },
    ]);
    expect(await drive(second.runs.resume(run.id, second.how))).toMatchObject({ state: 'done' });
    expect(engine.of(run.id)).toHaveLength(4);
  });

  test('a step that does not hear it does not keep the program', async () => {
    const { program, advance } = house();
    const { runs, how } = program(1);
    const flow = { ...how.flow, run: () => new Promise<void>(() => {}) };
    runs.start({ ...how, flow, spec: {} });
    let closed = false;
    void runs.close().then(() => {
      closed = true;
    });
    await advance(1_000);
    expect(closed).toBe(true);
  });
});

describe('undoing', () => {
  test('goes back in reverse and leaves alone what was never begun', async () => {
    const { program, engine, drive } = house();
    engine.trouble.set('wait balancer', [REFUSED]);
    const run = program(1).start();
    await drive(run);
    engine.calls.length = 0;
    run.undo();
    expect(await drive(run)).toMatchObject({ state: 'undone', undoing: true });
    expect(engine.calls).toEqual(['remove balancer', 'remove server web-2', 'remove server web-1']);
    expect(states(run)).toBe(
      'server web-1 undone, server web-2 undone, wait network undone, balancer undone, access waiting',
    );
  });

  test('breaks off the waiting of what is known, and lets a create call have its answer first', async () => {
    const { program, engine, clock, advance, drive } = house();
    const one = program(1, { steps: [step('server web-1'), step('server web-2')] });
    let answer = () => {};
    const flow: typeof one.flow = {
      ...one.flow,
      async run(stepId, spec, io) {
        if (stepId === 'server web-2') {
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
        }
        await one.flow.run(stepId, spec, io);
      },
    };
    const run = one.runs.start({ ...one.how, flow, spec: {} });
    await settle();
    run.undo();
    await settle();
    expect(run.view().ending).toBe('undo');
    expect(states(run)).toBe('server web-1 interrupted, server web-2 running');
    answer();
    await advance(0);
    expect(engine.of(run.id)).toEqual([]);
    expect(engine.calls).toEqual([
      'create server web-1',
      'create server web-2',
      'remove server web-2',
      'remove server web-1',
    ]);
    expect(await drive(run)).toMatchObject({ state: 'undone' });
    expect(clock.waiting).toBe(0);
  });

  test('a step that gives no answer is broken off after half a minute and looked for', async () => {
    const { program, engine, advance } = house();
    const one = program(1, { steps: [step('server web-1')] });
    const flow: typeof one.flow = {
      ...one.flow,
      run: (stepId, _, io) =>
        new Promise((_resolve, reject) => {
          engine.create(io.runId, stepId);
          io.signal.addEventListener('abort', () => reject(io.signal.reason));
        }),
    };
    const run = one.runs.start({ ...one.how, flow, spec: {} });
    run.undo();
    await advance(29_000);
    expect(states(run)).toBe('server web-1 running');
    await advance(1_000);
    await expect(run.finished).resolves.toMatchObject({ state: 'undone' });
    expect(engine.calls).toEqual(['create server web-1', 'find server web-1', 'remove server web-1']);
  });

  test('says what could not be removed, keeps what that stands on, and tries it again', async () => {
    const { program, engine, drive } = house();
    const { start, runs, how, kill } = program(1);
    const run = start();
    await drive(run);
    const busy: Problem = { kind: 'busy', message: 'The balancer is being changed' };
    engine.trouble.set('remove balancer', [busy, busy]);
    const back = runs.undo(run.id, how);
    expect(await drive(back)).toMatchObject({ state: 'failed', undoing: true });
    expect(back.view().steps[3]).toMatchObject({ state: 'failed', problem: busy });
    expect(engine.of(run.id)).toEqual(['server web-1', 'server web-2', 'balancer']);
    back.retry('balancer');
    expect(await drive(back)).toMatchObject({ state: 'failed' });
    kill();
    const second = program(2);
    expect(problemOfThrown(() => second.runs.resume(run.id, second.how))).toMatchObject({
      message: '"Create balancer shop in DFW" is being undone',
    });
    expect(await drive(second.runs.undo(run.id, second.how))).toMatchObject({ state: 'undone' });
    expect(engine.things.size).toBe(0);
    expect(problemOfThrown(() => second.runs.undo(run.id, second.how))).toMatchObject({ kind: 'invalid' });
  });
});
