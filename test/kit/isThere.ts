import { spawnSync } from 'node:child_process';

/** True where this machine has `program` and it ends well with `words`. What is missing here is said by who asks, aloud. */
export function isThere(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}
