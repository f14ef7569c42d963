/** `npm test`: installs what is missing, checks, builds, then runs the tests. Its arguments go to vitest. */
import { check, runNode, vitest } from './build/checks.mjs';
import { prepare } from './build/prepare.mjs';

try {
  await prepare({ build: false });
  let ok = check();
  if (ok) {
    // Tests of the whole program run what a user would get.
    await prepare();
    ok = runNode([vitest, 'run', ...process.argv.slice(2)]);
  }
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
