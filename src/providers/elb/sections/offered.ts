import { Failure } from '../../../model/problem.ts';

/** The account may not, an emulator cannot, or an old account answers with anything (spec §12). */
const NOT_OFFERED: ReadonlySet<string> = new Set(['forbidden', 'invalid', 'missing', 'engine']);

/** What is read, or null where it is denied or not offered. Throws Failure where the answer may come another time. */
export async function offered<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (thrown instanceof Failure && NOT_OFFERED.has(thrown.problem.kind)) return null;
    throw thrown;
  }
}
