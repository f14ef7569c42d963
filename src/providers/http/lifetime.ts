import { setMaxListeners } from 'node:events';
import { Failure, type Problem, type ProblemKind, problemOf } from '../../model/problem.ts';
import { isTimeUp } from '../../model/timeUp.ts';
import type { ChangeOptions } from '../provider.ts';

/** What a stopped call says that has nothing more to say. */
const STOPPED = 'Stopped';

/** What a stopped call throws. */
export function stopped(message = STOPPED, maybeApplied = false): Failure {
  return new Failure({ kind: 'cancelled', message, ...(maybeApplied ? { maybeApplied } : {}) });
}

/**
 * The life of an opened provider: every call runs inside it, ends when it ends, and throws nothing but Failure.
 */
export class Lifetime {
  readonly #running = new Set<AbortController>();
  #over = false;

  /** Runs `task` with a signal that aborts with `outer` or when the provider is closed, whichever is first. */
  async run<T>(outer: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (outer.aborted || this.#over) throw stopped();
    const controller = new AbortController();
    const follow = () => controller.abort(outer.reason);
    // One signal may stop dozens of calls; Node would print a warning about that into the screen.
    setMaxListeners(0, outer);
    outer.addEventListener('abort', follow, { once: true });
    this.#running.add(controller);
    try {
      return await task(controller.signal);
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown;
      if (controller.signal.aborted) throw stopped();
      throw new Failure(problemOf(thrown), { cause: thrown });
    } finally {
      outer.removeEventListener('abort', follow);
      this.#running.delete(controller);
    }
  }

  /**
   * As `run`, for a change. Where it was stopped, what it throws says how far it had come: `maybeApplied` where anything of it
   * was sent, and otherwise that nothing was changed; as `timeout` where the time was up, else as `cancelled`. What was
   * accepted and has not settled in time is `maybeApplied` too.
   */
  async change<T>(
    { signal, onAccepted }: ChangeOptions,
    task: (inner: ChangeOptions) => Promise<T>,
  ): Promise<T> {
    let accepted = false;
    const accept = () => {
      accepted = true;
      onAccepted?.();
    };
    try {
      return await this.run(signal, (inner) => task({ signal: inner, onAccepted: accept }));
    } catch (thrown) {
      const problem = problemOf(thrown);
      const told = unended(problem, accepted, isTimeUp(signal));
      throw told === problem ? thrown : new Failure(told, { cause: thrown });
    }
  }

  /** Stops all calls under way and refuses new ones. */
  end(): void {
    this.#over = true;
    for (const controller of this.#running) controller.abort();
  }
}

/** What stands in the way for a while: there would have been another try, or another look, had there been time. */
const PASSING: ReadonlySet<ProblemKind> = new Set(['limit', 'network', 'engine']);

/** The problem of a change that did not come to its end, with what became of it; others as they are. */
function unended(problem: Problem, accepted: boolean, late: boolean): Problem {
  const open = accepted || problem.maybeApplied === true;
  if (problem.kind === 'timeout') return accepted ? { ...problem, maybeApplied: true } : problem;
  if (problem.kind !== 'cancelled' && !(late && PASSING.has(problem.kind))) return problem;
  return {
    ...problem,
    kind: late ? 'timeout' : 'cancelled',
    message: unendedText(problem.message, accepted, open, late),
    ...(open ? { maybeApplied: true, hint: 'Look before you try again' } : {}),
  };
}

function unendedText(message: string, accepted: boolean, open: boolean, late: boolean): string {
  const end = late ? 'The time was up' : STOPPED;
  if (message !== STOPPED) return `${late ? `${end}. ` : ''}${message}${open ? '' : '. Nothing was changed'}`;
  if (accepted) return `${end} before it had settled: it was accepted and may still be applied`;
  return `${end} before ${open ? 'an answer came: it may have been done all the same' : 'anything was sent'}`;
}
