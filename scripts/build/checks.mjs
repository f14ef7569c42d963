import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Colours in a log are noise. */
const colours = process.stdout.isTTY === true;
const bin = (name, path) => join(root, 'node_modules', name, path);

/** What is looked at before the tests run, in this order. */
const CHECKS = [
  { name: 'types', words: [bin('typescript', 'bin/tsc'), '--pretty', String(colours)] },
  {
    name: 'lint',
    words: [bin('@biomejs/biome', 'bin/biome'), 'ci', `--colors=${colours ? 'force' : 'off'}`, '.'],
  },
  { name: 'floors', words: [bin('vitest', 'vitest.mjs'), 'run', 'test/floors.test.ts', '--reporter=dot'] },
  { name: 'unused', words: [bin('knip', 'bin/knip.js'), '--no-progress'] },
];

/** Runs `words` as a Node program here, with its output to the terminal. True when it ended well. */
export function runNode(words) {
  const result = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  return result.status === 0;
}

/** Runs the checks until one fails; false then. */
export function check() {
  for (const { name, words } of CHECKS) {
    const since = performance.now();
    const ok = runNode(words);
    process.stderr.write(`${ok ? 'ok' : 'FAILED'}  ${name}  ${Math.round(performance.now() - since)} ms\n`);
    if (!ok) return false;
  }
  return true;
}

export const vitest = bin('vitest', 'vitest.mjs');
