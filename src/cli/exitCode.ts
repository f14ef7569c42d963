import type { Problem, ProblemKind } from '../model/problem.ts';

/** What a script is told by the exit code. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  auth: 3,
  missing: 4,
  guard: 5,
  timeout: 6,
  interrupted: 130,
} as const;

const BY_KIND: Readonly<Record<ProblemKind, number>> = {
  auth: EXIT.auth,
  forbidden: EXIT.failed,
  busy: EXIT.failed,
  limit: EXIT.failed,
  quota: EXIT.failed,
  missing: EXIT.missing,
  invalid: EXIT.usage,
  conflict: EXIT.failed,
  guard: EXIT.guard,
  network: EXIT.failed,
  timeout: EXIT.timeout,
  engine: EXIT.failed,
  cancelled: EXIT.interrupted,
  bug: EXIT.failed,
};

/** The exit code of a problem. What is `invalid` was typed wrong, unless an engine said so: that is a refusal. */
export function exitCodeOf(problem: Problem): number {
  if (problem.kind === 'invalid' && problem.status !== undefined) return EXIT.failed;
  return BY_KIND[problem.kind];
}
