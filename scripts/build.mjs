/** `npm run build`: makes dist/ anew. `--fresh`: also removes what earlier builds left. `--sizes`: says what is in it. */
import { analyzeMetafile } from 'esbuild';
import { bundle } from './build/bundle.mjs';
import { withLock } from './build/lock.mjs';

try {
  const { metafile } = await withLock(() => bundle({ fresh: process.argv.includes('--fresh') }));
  if (process.argv.includes('--sizes')) process.stdout.write(await analyzeMetafile(metafile));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
