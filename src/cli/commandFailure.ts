import { Failure, type Problem } from '../model/problem.ts';

interface FailureDetails {
  /** Further lines for a person, below the message. */
  readonly lines?: readonly string[];
  /** The same for a program: fields beside the problem's in the JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A Failure of a command that has more to say than one line: candidates, reasons, what is left. */
export class CommandFailure extends Failure {
  readonly lines: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(problem: Problem, { lines = [], facts = {} }: FailureDetails = {}) {
    super(problem);
    this.lines = lines;
    this.facts = facts;
  }
}

/** Wrong usage: exit code 2. */
export function usageFailure(message: string, hint: string, details: FailureDetails = {}): CommandFailure {
  return new CommandFailure({ kind: 'invalid', message, hint }, details);
}
