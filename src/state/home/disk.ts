import fs from 'node:fs';
import { Failure, type Problem } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';

/** The system's code of a failed call: `ENOENT`, `EACCES`, …; null for any other error. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const WAY_OUT = 'another folder can be named with --config DIR or SLUICE_HOME';

/** A failed file call in plain words: who may not, what is full, what is in the way. */
export function diskFailure(doing: 'read' | 'write', file: string, error: unknown): Failure {
  const what = `Cannot ${doing} ${cleanText(file)}`;
  const code = codeOf(error);
  const problem = ((): Problem => {
    switch (code) {
      case 'EACCES':
      case 'EPERM':
        return { kind: 'forbidden', message: `${what}: not allowed`, hint: `Check who owns it; ${WAY_OUT}` };
      case 'EROFS':
        return {
          kind: 'forbidden',
          message: `${what}: the disk is read-only`,
          hint: `Use a writable disk; ${WAY_OUT}`,
        };
      case 'ENOSPC':
      case 'EDQUOT':
        return { kind: 'quota', message: `${what}: the disk is full`, hint: `Make room; ${WAY_OUT}` };
      case 'ENOENT':
        return doing === 'read'
          ? { kind: 'missing', message: `${what}: there is no such file` }
          : {
              kind: 'invalid',
              message: `${what}: a folder that it leads to is not there`,
              hint: `Make that folder; ${WAY_OUT}`,
            };
      case 'ENOTDIR':
      case 'EEXIST':
        return {
          kind: 'invalid',
          message: `${what}: a file is where a folder should be`,
          hint: `Move it away; ${WAY_OUT}`,
        };
      case 'EISDIR':
        return { kind: 'invalid', message: `${what}: it is a folder` };
      default:
        return {
          kind: 'invalid',
          message: `${what}: ${cleanText(code ?? (error instanceof Error ? error.message : String(error)))}`,
        };
    }
  })();
  return new Failure(problem, { cause: error });
}

/** Makes the folder, and those above it, for the user alone (0700). One that exists is left as it is. Throws Failure. */
export function makePrivateFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw diskFailure('write', folder, error);
  }
}
