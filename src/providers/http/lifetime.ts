import { setMaxListeners } from 'node:events';
import { Failure, problemOf } from '../../model/problem.ts';

/** What a stopped call throws. */
export function stopped(message = 'Stopped', maybeApplied = false): Failure {
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

  /** Stops all calls under way and refuses new ones. */
  end(): void {
    this.#over = true;
    for (const controller of this.#running) controller.abort();
  }
}
