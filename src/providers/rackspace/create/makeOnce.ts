import { type Clock, sleep } from '../../../model/clock.ts';
import { Failure, type Problem } from '../../../model/problem.ts';
import type { Facts, StepIo } from '../../create.ts';
import { askedPeace, faultProblem } from '../problems.ts';
import type { WriteOutcome } from '../session.ts';
import { isPassing } from '../settling.ts';

/**
 * Milliseconds between looks for what a lost request may have made: it may still be on its way, or not be listed yet.
 * Twenty seconds in all.
 */
const LOOKS = [1_000, 2_000, 4_000, 6_000, 7_000] as const;

/** One thing to be made, and how to find it by the mark it carries. */
export interface Making {
  /** As in "Could not …": `create server web-1`. */
  readonly what: string;
  readonly io: StepIo;
  /** True when certainly nothing of this step stands at the engine, whatever was begun. */
  readonly isClear: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  send(): Promise<WriteOutcome>;
  /** The id in the answer, null where there is none. */
  idIn(json: unknown): string | null;
  /** The id of what carries this run's mark, null where nothing does. */
  find(): Promise<string | null>;
}

/**
 * The fact `sent`: `no` after a certain refusal, so that the next attempt need not look for what cannot be there; `twice`
 * when a lost request was sent again, so that undoing looks for both.
 */
export type Sent = 'no' | 'perhaps' | 'twice';

/** True when what the step remembers says that nothing of it can be there. */
export function isClear(facts: Facts): boolean {
  return facts['sent'] === ('no' satisfies Sent);
}

/** True when a lost request was sent again, and the first may have arrived late. */
export function wasSentTwice(facts: Facts): boolean {
  return facts['sent'] === ('twice' satisfies Sent);
}

/**
 * Makes one thing and answers its id: never two. What may have been made already is looked for first, and a lost request
 * is sent again once, only when it surely made nothing. Throws Failure, `maybeApplied` where that could not be found out.
 */
export async function makeOnce(making: Making): Promise<string> {
  const { io, what } = making;
  const note = (sent: Sent) => io.remember({ sent });
  if (io.begun && !making.isClear) {
    io.progress({ text: 'looking whether it was made already' });
    const { id, sure } = await lookFor(making, [0, ...LOOKS]);
    if (id !== null) return id;
    if (!sure)
      throw doubtful({
        kind: 'network',
        message: `It is not known whether the attempt to ${what} succeeded`,
      });
  }
  if (making.isClear) note('perhaps');
  const first = await firstSend(making, note);
  const made = first.kind === 'accepted' ? making.idIn(first.json) : null;
  if (made !== null) return made;
  io.progress({ text: 'the answer was lost: looking whether it was made' });
  const peace = first.kind === 'lost' ? askedPeace(first.problem) : 0;
  const { id, sure } = await lookFor(making, peace > 0 ? [peace, ...LOOKS] : LOOKS);
  if (id !== null) return id;
  if (first.kind === 'accepted') throw doubtful(unnamed(what, first.requestId));
  if (!sure) throw doubtful(first.problem);
  note('twice');
  const second = await making.send();
  if (second.kind === 'refused') throw new Failure(faultProblem(second.fault, what));
  const late = second.kind === 'accepted' ? making.idIn(second.json) : null;
  const found = late ?? (await lookFor(making, LOOKS)).id;
  if (found !== null) return found;
  throw doubtful(second.kind === 'accepted' ? unnamed(what, second.requestId) : second.problem);
}

type Taken = Exclude<WriteOutcome, { kind: 'refused' }>;

/** Sends; when it is certain that nothing was made, that is written down before the Failure is thrown. */
async function firstSend(making: Making, note: (sent: Sent) => void): Promise<Taken> {
  try {
    const outcome = await making.send();
    if (outcome.kind !== 'refused') return outcome;
    throw new Failure(faultProblem(outcome.fault, making.what));
  } catch (thrown) {
    if (thrown instanceof Failure && !thrown.problem.maybeApplied) note('no');
    throw thrown;
  }
}

/** Looks for what carries the mark until it is there. `sure` when the last look could be taken. */
export async function lookFor(
  { clock, signal, find }: Pick<Making, 'clock' | 'signal' | 'find'>,
  pauses: readonly number[] = [0, ...LOOKS],
): Promise<{ readonly id: string | null; readonly sure: boolean }> {
  let sure = false;
  for (const pause of pauses) {
    await sleep(clock, pause, signal);
    try {
      const id = await find();
      if (id !== null) return { id, sure: true };
      sure = true;
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
      sure = false;
    }
  }
  return { id: null, sure };
}

function unnamed(what: string, requestId: string | null): Problem {
  return {
    kind: 'engine',
    message: `Rackspace accepted to ${what}, but did not say what it made`,
    ...(requestId === null ? {} : { requestId }),
  };
}

function doubtful(problem: Problem): Failure {
  return new Failure({
    ...problem,
    message: `${problem.message}. It may have been made all the same`,
    hint: 'Retry: it is looked for before it is made again',
    maybeApplied: true,
  });
}
