import type { Cancel } from '../model/clock.ts';
import { Failure } from '../model/problem.ts';
import type { Ask, FormQuestion } from '../providers/provider.ts';

/** Carries the questions of providers to whoever can answer them, one at a time. */
export class Questions {
  #answerer: Ask | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** From now on `answerer` is asked, until what is given back is called. */
  answeredBy(answerer: Ask): Cancel {
    this.#answerer = answerer;
    return () => {
      if (this.#answerer === answerer) this.#answerer = null;
    };
  }

  /** Undefined while nobody can answer. */
  get ask(): Ask | undefined {
    const answerer = this.#answerer;
    if (!answerer) return undefined;
    return <T>(question: FormQuestion<T>, options: { readonly signal: AbortSignal }) => {
      const answer = this.#last.then(() => {
        if (options.signal.aborted) throw new Failure({ kind: 'cancelled', message: 'Stopped' });
        return answerer(question, options);
      });
      // The next one is asked however this one ends.
      this.#last = answer.catch(() => {});
      return answer;
    };
  }
}
