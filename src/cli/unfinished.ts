import type { Problem } from '../model/problem.ts';
import { namesOf } from '../state/changes/plan.ts';
import type { Run, StepOutcome } from '../state/changes/run.ts';
import { CommandFailure } from './commandFailure.ts';

/** What became of a step: `unknown` was sent, or accepted, and is not known to be done; `notBegun` was certainly not sent. */
type Fate = 'done' | 'unknown' | 'failed' | 'notBegun';

/** A failure with the step's names. */
interface Told {
  readonly names: string;
  readonly problem: Problem;
}

/**
 * For a run that was not done to its end: what was done, what was sent without an answer, what failed and what was not sent, by
 * name. `interrupted` is true where the user stopped it; `late` is the time of --timeout in words where that was up before,
 * else null. The failure is a `timeout` then.
 */
export function unfinished(run: Run, interrupted: boolean, late: string | null): CommandFailure {
  const fates: Record<Fate, string[]> = { done: [], unknown: [], failed: [], notBegun: [] };
  const failed: Told[] = [];
  const stopped: Told[] = [];
  for (const [index, step] of run.plan.steps.entries()) {
    const outcome = run.outcomeOf(index);
    const names = namesOf([step]);
    const fate = fateOf(outcome, late !== null);
    fates[fate].push(...names);
    if (outcome.kind === 'failed')
      (fate === 'failed' ? failed : stopped).push({ names: names.join(', '), problem: outcome.problem });
  }
  const facts = fates;
  const ranOut = stopped.find(({ problem }) => late !== null && problem.kind === 'timeout');
  const told = ranOut ?? failed[0] ?? stopped[0];
  const lines = [
    ...lineOf('done', fates.done),
    ...lineOf('sent, outcome not known', fates.unknown),
    ...failed.map(({ names, problem }) => `failed: ${names}: ${problem.message}`),
    // Those after it waited for the same: one says it for all.
    ...(told && told !== failed[0] && !interrupted ? [`${told.names}: ${told.problem.message}`] : []),
    ...lineOf('not sent', fates.notBegun),
  ];
  const { title } = run.plan;
  if (interrupted || !told) {
    const hint = 'What was sent is not taken back: look before you try again';
    return new CommandFailure(
      {
        kind: 'cancelled',
        message: `${title}: stopped`,
        ...(fates.unknown.length > 0 ? { hint } : {}),
      },
      { lines, facts },
    );
  }
  const { problem, names } = told;
  if (run.progress().total === 1)
    return new CommandFailure({ ...problem, message: `${names}: ${problem.message}` }, { facts });
  const how = ranOut ? `timed out after ${late}` : 'not all of it was done';
  return new CommandFailure({ ...problem, message: `${title}: ${how}` }, { lines, facts });
}

function fateOf(outcome: StepOutcome, late: boolean): Fate {
  if (outcome.kind === 'done') return 'done';
  if (outcome.kind !== 'failed') return 'notBegun';
  const { kind, maybeApplied } = outcome.problem;
  if (maybeApplied) return 'unknown';
  return kind === 'cancelled' || (late && kind === 'timeout') ? 'notBegun' : 'failed';
}

function lineOf(word: string, names: readonly string[]): readonly string[] {
  return names.length > 0 ? [`${word}: ${names.join(', ')}`] : [];
}
