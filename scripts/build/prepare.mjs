import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { isBuilt } from './stamp.mjs';

/** Installs and builds what is missing or old. Ends the process where it cannot. */
export async function prepare({ build = true } = {}) {
  const ready = () => isInstalled() && (!build || isBuilt());
  if (ready()) return;
  await withLock(async () => {
    // Whoever held the lock may have done it meanwhile.
    if (ready()) return;
    if (!isInstalled() && !install()) process.exit(1);
    if (!build || isBuilt()) return;
    process.stderr.write('Building …\n');
    const { bundle } = await import('./bundle.mjs');
    await bundle();
  });
}
