import { Failure, type Problem } from '../../../src/model/problem.ts';

/** The Problem a call fails with; it must fail, and with a Failure. */
export async function problemFrom(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.problem;
    throw thrown;
  }
  throw new Error('It was expected to fail');
}
