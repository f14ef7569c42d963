/**
 * What can go wrong, by what a user would do about it.
 *
 * auth: sign in again · forbidden: ask for the right · busy: wait, the engine is applying a change · limit: asked too
 * often, wait · quota: the account may have no more · missing: it is not there · invalid: the request was wrong ·
 * conflict: someone else changed it or it is so already · guard: our own rail stopped it · network: no answer came ·
 * timeout: no answer came in time · engine: the engine failed · cancelled: the user stopped it · bug: we did.
 */
export type ProblemKind =
  | 'auth'
  | 'forbidden'
  | 'busy'
  | 'limit'
  | 'quota'
  | 'missing'
  | 'invalid'
  | 'conflict'
  | 'guard'
  | 'network'
  | 'timeout'
  | 'engine'
  | 'cancelled'
  | 'bug';

/** The one shape of an error from the providers to the screen and the exit code. Texts are one line, without secrets. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What happened, to what: a sentence without a final full stop. */
  readonly message: string;
  /** What to do next, where we know. */
  readonly hint?: string;
  /** How long the engine asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The engine's own name for the request, for its support. */
  readonly requestId?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /**
   * True when the request may have reached the engine although no answer came, or was accepted and not seen to its end: it must
   * be looked up, not repeated.
   */
  readonly maybeApplied?: boolean;
}

/** A Problem on its way up. Throw it; catch it with `problemOf`. */
export class Failure extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options);
    this.name = 'Failure';
    this.problem = problem;
  }
}

/** The Problem in anything thrown; what is not a Failure or an abort is our own bug and says so. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Failure) return thrown.problem;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return { kind: 'cancelled', message: 'Stopped' };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    kind: 'bug',
    message: `Unexpected: ${text}`,
    hint: 'Please report this; --debug FILE records what led to it',
  };
}

/** Message and hint on one line, as a toast or a line of stderr shows them. */
export function problemLine(problem: Problem): string {
  return problem.hint ? `${problem.message}. ${problem.hint}` : problem.message;
}
