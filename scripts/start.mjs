/** `npm start`: installs and builds what is missing, then is the program, in the same process. */
import { createRequire } from 'node:module';
import { launcherFile } from './build/paths.mjs';
import { prepare } from './build/prepare.mjs';

try {
  await prepare();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
process.argv[1] = launcherFile;
createRequire(import.meta.url)(launcherFile);
