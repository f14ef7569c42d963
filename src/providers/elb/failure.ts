import { Failure, type Problem } from '../../model/problem.ts';

/** A Failure that came from an AWS service, with the code on the wire. */
export class AwsFailure extends Failure {
  /** `LoadBalancerNotFound`, not the SDK's name for its class; null where no code came. */
  readonly code: string | null;

  constructor(problem: Problem, code: string | null, options?: ErrorOptions) {
    super(problem, options);
    this.code = code;
  }
}

/** The wire code of anything thrown; null where there is none. */
export function codeOf(thrown: unknown): string | null {
  return thrown instanceof AwsFailure ? thrown.code : null;
}
