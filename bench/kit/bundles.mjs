import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle } from '../../scripts/build/bundle.mjs';
import { withLock } from '../../scripts/build/lock.mjs';
import { launcherFile, root } from '../../scripts/build/paths.mjs';

/** Builds the program as it is shipped. Answers with the file to run. */
export async function buildSluice() {
  await withLock(() => bundle());
  return launcherFile;
}

/** The peer, bundled as an ordinary project would: esbuild, one ES module, for production. */
export async function buildInkHello(folder) {
  const outfile = join(folder, 'inkHello.mjs');
  await build({
    entryPoints: [join(root, 'bench', 'inkHello.mjs')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { 'process.env.NODE_ENV': '"production"' },
    // What CommonJS packages in it need, and what Ink loads only where DEV is set and is not installed.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'no-devtools',
        setup(made) {
          made.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'none' }));
          made.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export default {};' }));
        },
      },
    ],
    logLevel: 'error',
  });
  return outfile;
}

/** The sandbox alone, for bench/cloud.mjs. */
export async function buildSandbox(folder) {
  const outfile = join(folder, 'sandbox.mjs');
  await build({
    stdin: {
      contents: `
        export { memoryLog } from './src/sandbox/eventLog.ts';
        export { startSandbox } from './src/sandbox/index.ts';
        export { systemClock } from './src/state/systemClock.ts';
      `,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}
