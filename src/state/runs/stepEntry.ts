import { type Problem, problemOf } from '../../model/problem.ts';
import type { Journal } from '../journal/journal.ts';
import type { Way } from './order.ts';
import type { RunRecord, StepRecord } from './record.ts';

/** A step in the journal, waiting for its end. */
export interface StepEntry {
  /** `made` is the step with what it has made by then. */
  done(made: StepRecord): void;
  failed(problem: Problem, made: StepRecord): void;
  /** Nothing was sent. */
  notBegun(thrown: unknown): void;
}

const NO_ENTRY: StepEntry = { done() {}, failed() {}, notBegun() {} };

/** `server web-1 (4711)`: what the step makes, with its id where that is known. */
function thingOf(step: StepRecord): string {
  const { id } = step.facts;
  return id ? `${step.id} (${id})` : step.id;
}

/** Writes down that a step, or its undoing, begins; a step that only waits has no entry. Throws Failure. */
export function writeEntry(
  journal: Pick<Journal, 'begin'>,
  run: RunRecord,
  step: StepRecord,
  way: Way,
): StepEntry {
  if (!step.makes) return NO_ENTRY;
  const forward = way === 'do';
  const { about } = step;
  const entry = journal.begin({
    account: run.account.name,
    engine: run.engine,
    region: run.region,
    balancer: run.balancer,
    balancerId: null,
    ...(about
      ? {
          node: about.node,
          nodeId: about.nodeId,
          action: about.action,
          before: forward ? about.before : about.after,
          after: forward ? about.after : about.before,
        }
      : {
          node: null,
          nodeId: null,
          action: forward ? run.kind : `undo-${run.kind}`,
          before: forward ? null : thingOf(step),
          after: forward ? step.id : null,
        }),
  });
  const after = (made: StepRecord) => (forward && !about ? { after: thingOf(made) } : {});
  return {
    done(made) {
      entry.end('done', after(made));
    },
    failed(problem, made) {
      const unknown = problem.maybeApplied || problem.kind === 'cancelled';
      entry.end(unknown ? 'unknown' : 'failed', {
        ...after(made),
        message: problem.message,
        ...(problem.requestId === undefined ? {} : { requestId: problem.requestId }),
      });
    },
    notBegun(thrown) {
      entry.end('stopped', { message: problemOf(thrown).message });
    },
  };
}
