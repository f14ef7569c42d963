import type { Cancel } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { Spec } from '../../providers/create.ts';
import { cleanTexts } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import type { Session } from '../sessions.ts';
import { Listeners } from '../store.ts';
import { ActiveRun, type RunFlow } from './activeRun.ts';
import { FORMAT } from './line.ts';
import { isOver, type RunRecord } from './record.ts';
import { refuse, refuseResume, refuseUndo } from './refusals.ts';
import { RunFile, type RunFileOptions } from './runFile.ts';
import { RunStore } from './runStore.ts';
import { redactedSpec } from './spec.ts';

interface RunsOptions extends RunFileOptions {
  readonly journal: Pick<Journal, 'begin'>;
}

interface NewRun {
  readonly flow: RunFlow;
  readonly session: Session;
  /** Without faults. */
  readonly spec: Spec;
  /** What sort of run it is, and its word in the journal: `create`. */
  readonly kind?: string;
}

/** How a run that is on disk is taken over, to go on with it or to undo it. */
export interface TakeRun {
  readonly flow: RunFlow;
  /** Of the run's account and region. */
  readonly session: Session;
  /** Takes it even from a program that seems to be at it; that one then begins nothing more. */
  readonly takeOver?: boolean;
}

/** The runs of this user: those on disk, and those that this program carries out. */
export interface Runs {
  /** The latest first, as this program or its file knows each. Throws Failure where the disk cannot be read. */
  list(): readonly RunRecord[];
  /** Null when there is none of that id. Throws Failure. */
  get(runId: string): RunRecord | null;
  /** Those that this program is at. */
  active(): readonly ActiveRun[];
  /** Calls `listener` after every change of a run of ours, and soon after those of other programs. */
  subscribe(listener: () => void): Cancel;
  /** Writes a new run down and begins it. Throws Failure, with nothing begun: the disk, a read-only account. */
  start(run: NewRun): ActiveRun;
  /**
   * Goes on with a run that was left or given up; failed steps are tried again. One that this program is at is answered,
   * a stop that has not come into effect taken back. Throws Failure: `conflict` when another program is at it (named), `missing`, `invalid` where it cannot go on.
   */
  resume(runId: string, how: TakeRun): ActiveRun;
  /** Undoes a run, or goes on undoing it, whoever left it; also one that is done. Throws Failure as `resume` does. */
  undo(runId: string, how: TakeRun): ActiveRun;
  /** Ends a run that was left and leaves everything as it is. Needs no session. Throws Failure as `resume` does. */
  giveUp(runId: string, how?: { readonly takeOver?: boolean }): void;
  /** Breaks off what this program waits for; its runs are interrupted then. Resolves after a second at the latest. */
  close(): Promise<void>;
}

/** A step that does not hear that it is aborted must not keep the program from ending. */
const CLOSE_MS = 1_000;

function checkWritable({ account }: Session): void {
  if (!account.readOnly) return;
  throw new Failure({
    kind: 'guard',
    message: `${account.name} is read-only`,
    hint: 'Edit the account to allow changes',
  });
}

function checkSession(run: RunRecord, { account, region }: Session): void {
  if (account.id === run.account.id && region === run.region) return;
  const where = `${run.account.name}${run.region === null ? '' : ` in ${run.region}`}`;
  refuse(`"${run.title}" belongs to ${where}`, 'Open that account and region first');
}

function checkResumable(run: RunRecord, flow: RunFlow): void {
  refuseResume(run);
  const planned = flow.plan(run.spec).steps.map((step) => step.id);
  const same = planned.length === run.steps.length && run.steps.every((step) => planned.includes(step.id));
  if (!same) refuse(`"${run.title}" was begun by a version with other steps`, 'Undo it and begin again');
}

/** The runs in `folder`. Nothing is read before the first question. */
export function openRuns(options: RunsOptions): Runs {
  const { clock, journal, id: newId } = options;
  const store = new RunStore(options);
  const active = new Map<string, ActiveRun>();
  const listeners = new Listeners();

  const carryOut = (file: RunFile, flow: RunFlow, begin: (run: ActiveRun) => void): ActiveRun => {
    const run = new ActiveRun({ file, flow, clock, journal });
    active.set(run.id, run);
    run.subscribe(() => listeners.notify());
    void run.finished.then(() => {
      active.delete(run.id);
      listeners.notify();
    });
    begin(run);
    return run;
  };

  const take = (runId: string, takeOver: boolean, accept: (run: RunRecord) => void): RunFile => {
    // The file's name is made of it.
    if (!store.get(runId)) {
      throw new Failure({ kind: 'missing', message: `There is no run ${cleanText(runId)}` });
    }
    return RunFile.take(runId, options, { takeOver, accept });
  };

  return {
    list: () => store.list().map((run) => active.get(run.id)?.record() ?? run),
    get: (runId) => active.get(runId)?.record() ?? store.get(runId),
    active: () => [...active.values()],
    subscribe(listener) {
      const stops = [listeners.subscribe(listener), store.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    start({ flow, session, spec, kind = 'create' }) {
      checkWritable(session);
      const { account, provider, region } = session;
      const plan = flow.plan(spec);
      const stored = redactedSpec(spec, options.redact);
      const clean = (text: string) => options.redact(cleanText(text));
      const file = RunFile.create(
        {
          version: FORMAT,
          id: newId(),
          kind,
          engine: provider.engine,
          account: { id: account.id, name: account.name },
          region,
          title: clean(plan.title),
          balancer: clean(plan.balancer ?? plan.title),
          spec: stored.spec,
          specComplete: stored.complete,
          steps: plan.steps.map(({ id, title, after, optional, calls, cautious, about }) => ({
            ...(cautious ? { cautious } : {}),
            ...(about ? { about: cleanTexts(about, options.redact) as typeof about } : {}),
            id,
            title: clean(title),
            after: [...after],
            optional,
            makes: calls.some((call) => call.method !== 'GET'),
          })),
        },
        options,
      );
      store.prune();
      // With what was taken out of the file: this program still knows it.
      const whole: RunFlow = {
        plan: (one) => flow.plan(one),
        run: (stepId, _, io) => flow.run(stepId, spec, io),
        undo: (stepId, _, io) => flow.undo(stepId, spec, io),
      };
      return carryOut(file, whole, (run) => run.go());
    },
    resume(runId, { flow, session, takeOver = false }) {
      const here = active.get(runId);
      if (here) {
        here.go();
        return here;
      }
      checkWritable(session);
      const file = take(runId, takeOver, (run) => {
        checkSession(run, session);
        checkResumable(run, flow);
      });
      return carryOut(file, flow, (run) => run.go());
    },
    undo(runId, { flow, session, takeOver = false }) {
      const here = active.get(runId);
      if (here) {
        here.undo();
        return here;
      }
      checkWritable(session);
      const file = take(runId, takeOver, (run) => {
        checkSession(run, session);
        refuseUndo(run);
      });
      return carryOut(file, flow, (run) => {
        if (run.record().undoing) run.go();
        else run.undo();
      });
    },
    giveUp(runId, { takeOver = false } = {}) {
      const here = active.get(runId);
      if (here) {
        here.giveUp();
        return;
      }
      const file = take(runId, takeOver, (run) => {
        if (isOver(run)) refuse(`"${run.title}" is over`, 'There is nothing to give up');
      });
      file.write({ line: 'end', outcome: 'given-up' });
      listeners.notify();
    },
    async close() {
      const ends = [...active.values()].map((run) => run.close());
      if (ends.length === 0) return;
      let cancel: Cancel = () => {};
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(CLOSE_MS, resolve);
      });
      await Promise.race([Promise.all(ends), patience]);
      cancel();
    },
  };
}
