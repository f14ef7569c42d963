import path from 'node:path';
import { Failure, type Problem } from '../../../src/model/problem.ts';
import type { RunStep } from '../../../src/providers/create.ts';
import type { EventLog } from '../../../src/sandbox/eventLog.ts';
import { createRedactor } from '../../../src/state/home/redactor.ts';
import { openJournal } from '../../../src/state/journal/journal.ts';
import type { Writer } from '../../../src/state/journal/process.ts';
import type { ActiveRun } from '../../../src/state/runs/activeRun.ts';
import { type RunFolder, runFolder } from '../../../src/state/runs/runFolder.ts';
import { openRuns, type Runs } from '../../../src/state/runs/runs.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { aSession } from '../../kit/model.ts';
import { counter, tempFolder } from '../home/tempFolder.ts';
import { FakeEngine, FakeProcess, type FlowOptions, fakeFlow, SHOP, step } from './fakeEngine.ts';

/** Lets promises that wait for nothing but each other go on. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

export interface ProgramOptions {
  readonly host?: string;
  readonly folder?: RunFolder;
  readonly steps?: readonly RunStep[];
  readonly flow?: Partial<FlowOptions>;
}

/** A machine with one folder of runs, one engine and one clock, on which programs come and go. */
export function house() {
  const folder = path.join(tempFolder(), 'runs');
  const clock = new VirtualClock();
  const engine = new FakeEngine();
  const redactor = createRedactor();
  const running = new Set<number>();
  const [id, lineId, journalId] = [counter('run-'), counter('fill-'), counter('entry-')];
  const lines: string[] = [];
  /** Gives everything each time, so that journals that come and go can share it. */
  const log: EventLog = {
    read: () => ({ restarted: true, lines: [...lines] }),
    append: (line) => lines.push(line),
    reset: () => {},
  };
  const disk = () => runFolder({ folder, id: lineId });
  const session = aSession();

  const program = (pid: number, options: ProgramOptions = {}) => {
    running.add(pid);
    const process = new FakeProcess();
    const writer: Writer = {
      pid,
      host: options.host ?? 'here',
      isRunning: (one) => running.has(one),
    };
    const journal = openJournal({
      log,
      clock,
      id: journalId,
      writer,
      redact: redactor.text,
    });
    const runs: Runs = openRuns({
      folder: options.folder ?? disk(),
      clock,
      id,
      writer,
      journal,
      redact: redactor.text,
    });
    const flow = fakeFlow({ engine, clock, process, ...options.flow }, options.steps);
    return {
      pid,
      process,
      runs,
      flow,
      how: { flow, session },
      start: (spec = SHOP) => runs.start({ flow, session, spec }),
      /** Ends without a word, as a killed process does. */
      kill: () => {
        process.die();
        running.delete(pid);
      },
    };
  };
  /** Every entry of every program's journal, the first first. */
  const journal = () => {
    const whole = openJournal({
      log,
      clock,
      id: journalId,
      writer: { pid: 0, host: 'here', isRunning: (one) => running.has(one) },
      redact: redactor.text,
    });
    return [...whole.list({ limit: 100 })].reverse();
  };
  const advance = (ms: number) => clock.advance(ms, settle);
  /** Lets time pass until nothing of the run is under way, or its program is dead. */
  const drive = async (run: ActiveRun, process?: FakeProcess) => {
    let settled = false;
    void run.settled().then(() => {
      settled = true;
    });
    for (let turn = 0; turn < 400 && !settled && !process?.dead; turn++) await advance(250);
    if (!settled && !process?.dead) throw new Error('the run does not come to rest');
    return run.record();
  };
  return { folder, clock, engine, redactor, running, disk, session, program, journal, advance, drive };
}

/** `server web-1 done, balancer waiting`: every step with its state. */
export function states(run: ActiveRun): string {
  return run
    .record()
    .steps.map(({ id, state }) => `${id} ${state}`)
    .join(', ');
}

/** The Problem that `task` throws. */
export function problemOfThrown(task: () => unknown): Problem {
  try {
    task();
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export { step };
