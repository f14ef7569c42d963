import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../../model/problem.ts';
import { codeOf, diskFailure } from './disk.ts';

/** Writes a file that is not there yet, mode 0600, and gives its absolute path. Throws Failure: it never overwrites. */
export function saveNewFile(file: string, text: string): string {
  const whole = path.resolve(file);
  try {
    fs.writeFileSync(whole, text, { flag: 'wx', mode: 0o600 });
    return whole;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      throw new Failure({
        kind: 'conflict',
        message: `${whole} is there already and was left as it is`,
        hint: 'Choose another name',
      });
    }
    throw diskFailure('write', whole, error);
  }
}
