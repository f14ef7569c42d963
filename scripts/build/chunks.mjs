import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { dist, root } from './paths.mjs';

/**
 * Packages that are heavy and not needed for the first frame. Each becomes a file of its own beside the bundle, read
 * when the first module that imports it is evaluated; import such modules with `await import(…)`.
 */
export const LAZY_PACKAGES = ['undici', 'commander'];

/** Settings that the bundle and the chunks share. */
export const settings = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'silent',
  // The launcher runs the bundle from V8's cache, where import() has no loader; everything is reached by require.
  // Expressions over all of Unicode stay literals, which V8 compiles when first used: that of emoji costs 10 ms.
  supported: {
    'dynamic-import': false,
    'regexp-unicode-property-escapes': true,
    'regexp-set-notation': true,
  },
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
};

export function contentHash(contents) {
  return createHash('sha256').update(contents).digest('hex').slice(0, 12);
}

/** Writes `contents` to dist/ under a name that holds their hash, so that a running program keeps its own files. */
export function writeHashed(name, contents) {
  const file = `${name}-${contentHash(contents)}.cjs`;
  writeFileSync(join(dist, file), contents);
  return file;
}

const isName = (word) => /^[A-Za-z_$][\w$]*$/.test(word) && word !== 'default';

/** Bundles `name` by itself; answers with its file in dist/ and the names it exports. */
async function chunk(name) {
  const exported = Object.keys(await import(name));
  const hasDefault = exported.includes('default');
  const result = await build({
    ...settings,
    stdin: {
      contents: `export * from '${name}';${hasDefault ? `export { default } from '${name}';` : ''}`,
      resolveDir: root,
    },
  });
  const file = writeHashed(name.replaceAll(/\W+/g, '-'), result.outputFiles[0].contents);
  return { file, names: exported.filter(isName), hasDefault, metafile: result.metafile };
}

/** esbuild plugin: imports of lazy packages read their chunk. `made` collects the chunks by package. */
export function lazyChunks(made) {
  const filter = new RegExp(`^(?:${LAZY_PACKAGES.join('|')})$`);
  return {
    name: 'lazy-chunks',
    setup(main) {
      main.onResolve({ filter }, ({ path }) => ({ path, namespace: 'lazy-chunk' }));
      main.onResolve({ filter: /\.cjs$/, namespace: 'lazy-chunk' }, ({ path }) => ({ path, external: true }));
      main.onLoad({ filter: /.*/, namespace: 'lazy-chunk' }, async ({ path }) => {
        made[path] ??= chunk(path);
        const { file, names, hasDefault } = await made[path];
        const lines = names.map((name) => `export const ${name} = chunk.${name};`);
        if (hasDefault) lines.push('export default chunk.default;');
        return { contents: `const chunk = require('./${file}');\n${lines.join('\n')}` };
      });
    },
  };
}
