import fs from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import type { ActiveRun } from '../../../src/state/runs/activeRun.ts';
import type { RunFolder } from '../../../src/state/runs/runFolder.ts';
import { house, step } from './house.ts';

type House = ReturnType<typeof house>;

/** What is on the disk when a program is killed as it writes: the line, half of it, or only what was made durable. */
interface Death {
  /** Which moment is its last: before and after each request, and before, within and after each line. */
  readonly moment: number;
  /** The machine goes down with it: lines that nobody waited for are lost. */
  readonly powerCut: boolean;
}

const WHOLE = ['balancer', 'server web-1', 'server web-2'];
const STEPS = [
  step('server web-1'),
  step('server web-2'),
  step('wait network', ['server web-1', 'server web-2']),
  step('balancer', ['wait network']),
];
/** A program that knows these steps. */
const another = (at: House, pid: number) => at.program(pid, { steps: STEPS });

/** A program that dies at a moment; its engine hears nothing of it from then on. */
function mortal(at: House, pid: number, death: Death | null) {
  let moments = 0;
  let onDeath = () => {};
  /** True from the last moment on. */
  const passes = (): boolean => {
    if (++moments === death?.moment) onDeath();
    return program.process.dead;
  };
  const gone = () => new Failure({ kind: 'bug', message: 'nobody is there to write' });
  const folder = (): RunFolder => {
    const disk = at.disk();
    return {
      ...disk,
      log(runId) {
        const log = disk.log(runId);
        const file = path.join(at.folder, `${runId}.jsonl`);
        let durable = 0;
        return {
          ...log,
          append(line, options) {
            if (program.process.dead || passes()) throw gone();
            onDeath = () => {
              program.kill();
              fs.appendFileSync(file, `\n${line.slice(0, line.length / 2)}`);
            };
            if (passes()) throw gone();
            onDeath = die;
            log.append(line, options);
            if (options.durable) durable = fs.statSync(file).size;
            if (passes()) throw gone();
          },
        };
        function die() {
          program.kill();
          if (death?.powerCut) fs.truncateSync(file, durable);
        }
      },
    };
  };
  const program = at.program(pid, {
    folder: folder(),
    steps: STEPS,
    flow: { onRequest: () => void passes() },
  });
  onDeath = () => program.kill();
  return program;
}

interface Left {
  /** Null when the run was never begun. */
  readonly runId: string | null;
  /** How many programs came to their death; the others ended after their work. */
  readonly died: number;
}

/** Starts a run and lets one program after the other go on with it and die on the way. */
async function startAndDie(at: House, deaths: readonly Death[]): Promise<Left> {
  let runId: string | null = null;
  let died = 0;
  for (const [index, death] of deaths.entries()) {
    const program = mortal(at, index + 1, death);
    const onlooker = another(at, 90);
    if (runId !== null && onlooker.runs.get(runId)?.state !== 'interrupted') break;
    try {
      const run: ActiveRun = runId === null ? program.start() : program.runs.resume(runId, program.how);
      runId = run.id;
      await at.drive(run, program.process);
    } catch (error) {
      // It died as it took the run.
      if (!program.process.dead) throw error;
      runId ??= onlooker.runs.list()[0]?.id ?? null;
    }
    if (program.process.dead) died++;
    program.kill();
  }
  return { runId, died };
}

async function finish(at: House, runId: string): Promise<void> {
  const { runs, how } = another(at, 99);
  if (runs.get(runId)?.state === 'done') return;
  for (let run = runs.resume(runId, how); (await at.drive(run)).state === 'failed'; ) {
    for (const { id } of run.record().steps) run.retry(id);
  }
  expect(runs.get(runId)).toMatchObject({ state: 'done' });
}

async function undo(at: House, runId: string): Promise<void> {
  const { runs, how } = another(at, 99);
  expect(await at.drive(runs.undo(runId, how))).toMatchObject({ state: 'undone' });
}

test('killed at any moment: resumed it ends with one of each thing, undone with none', async () => {
  let resumed = 0;
  for (let moment = 1; ; moment++) {
    const powerCut = moment % 2 === 0;
    const [forth, back] = [house(), house()];
    const toResume = await startAndDie(forth, [{ moment, powerCut }]);
    const toUndo = await startAndDie(back, [{ moment, powerCut: !powerCut }]);
    if (toResume.died === 0) break;
    if (toResume.runId === null || toUndo.runId === null) {
      expect([...forth.engine.calls, ...back.engine.calls]).toEqual([]);
      continue;
    }
    resumed++;
    await finish(forth, toResume.runId);
    expect(forth.engine.of(toResume.runId).sort(), `moment ${moment}`).toEqual(WHOLE);
    await undo(back, toUndo.runId);
    expect(back.engine.of(toUndo.runId), `moment ${moment}`).toEqual([]);
  }
  expect(resumed).toBeGreaterThan(30);
});

test('killed again and again, with answers lost as well', async () => {
  const death = fc.record({ moment: fc.integer({ min: 1, max: 45 }), powerCut: fc.boolean() });
  const lost = fc.uniqueArray(fc.constantFrom(...WHOLE), { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(death, { minLength: 1, maxLength: 4 }),
      lost,
      fc.boolean(),
      async (deaths, losing, forward) => {
        const at = house();
        for (const id of losing) at.engine.trouble.set(`create ${id}`, ['lost']);
        const { runId } = await startAndDie(at, deaths);
        if (runId === null) {
          expect(at.engine.things.size).toBe(0);
          return;
        }
        await (forward ? finish : undo)(at, runId);
        expect(at.engine.of(runId).sort()).toEqual(forward ? WHOLE : []);
      },
    ),
    { numRuns: 40 },
  );
});

test('a program killed as it undoes is followed by one that undoes the rest', async () => {
  for (let moment = 1; moment <= 24; moment++) {
    const at = house();
    const first = another(at, 1);
    const run = first.start();
    await at.drive(run);
    const second = mortal(at, 2, { moment, powerCut: moment % 2 === 0 });
    try {
      await at.drive(second.runs.undo(run.id, second.how), second.process);
    } catch (error) {
      if (!second.process.dead) throw error;
    }
    second.kill();
    const third = another(at, 3);
    if (third.runs.get(run.id)?.state !== 'undone') {
      expect(await at.drive(third.runs.undo(run.id, third.how))).toMatchObject({ state: 'undone' });
    }
    expect(at.engine.things.size, `moment ${moment}`).toBe(0);
  }
});
