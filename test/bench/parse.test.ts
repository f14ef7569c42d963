import { build } from 'esbuild';
import { expect, it } from 'vitest';

// Benchmarks run by hand only; this is what keeps them from breaking unseen.
it('every benchmark parses, and finds what it imports', async () => {
  const { warnings, metafile } = await build({
    entryPoints: ['bench/run.mjs', 'bench/cloud.mjs', 'bench/inkHello.mjs'],
    bundle: true,
    write: false,
    outdir: 'unused',
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  expect(Object.keys(metafile.inputs)).toContain('bench/parts/start.mjs');
});
