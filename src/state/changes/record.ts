import { nodeName } from '../../model/node.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import type { Ending } from '../journal/entry.ts';
import type { EntryHandle, Journal } from '../journal/journal.ts';
import type { Call, Step } from './plan.ts';
import type { BalancerRef } from './request.ts';

/** Where changes are written down. `begin` throws Failure when that is impossible; nothing is sent then. */
export type Recorder = Pick<Journal, 'begin'>;

/** A step in the journal, waiting for its end. */
export interface StepRecord {
  /** `unknown`: it may or may not have been applied. `stopped`: nothing was changed. */
  end(
    outcome: 'done' | 'failed' | 'unknown' | 'stopped',
    facts: { readonly requestId?: string | null; readonly problem?: Problem },
  ): void;
}

/** Writes a step's beginning, one entry a node, and gives the way to write its end. Throws Failure. */
export function writeBegin(recorder: Recorder, balancer: BalancerRef, step: Step): StepRecord {
  const { account, provider, region } = balancer.session;
  const entries: EntryHandle[] = [];
  for (const subject of step.subjects) {
    try {
      entries.push(
        recorder.begin({
          account: account.name,
          engine: provider.engine,
          region,
          balancer: balancer.name,
          balancerId: balancer.id,
          node: isAboutNode(step.call) ? subject.name : subject.node && nodeName(subject.node),
          nodeId: subject.node?.id ?? null,
          action: step.action,
          before: subject.before,
          after: subject.after,
        }),
      );
    } catch (thrown) {
      for (const entry of entries) entry.end('stopped', { message: problemOf(thrown).message });
      throw thrown;
    }
  }
  return {
    end(outcome, { requestId, problem }) {
      const id = requestId ?? problem?.requestId;
      const ending: Ending = {
        ...(id ? { requestId: id } : {}),
        ...(problem ? { message: problem.message } : {}),
      };
      for (const entry of entries) entry.end(outcome, ending);
    },
  };
}

/** The journal names the node of a change; what else it is about is in its action. */
function isAboutNode(call: Call): boolean {
  return call.kind !== 'section' && call.kind !== 'delete';
}
