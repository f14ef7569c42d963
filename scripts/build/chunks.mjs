import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, transform } from 'esbuild';
import { dist, root } from './paths.mjs';

/**
 * Packages that are heavy and not needed for the first frame. Each becomes a file of its own beside the bundle, read
 * when the first module that imports it is evaluated; import such modules with `await import(…)`.
 */
export const LAZY_PACKAGES = ['undici', 'commander'];

/**
 * Modules of ours that are the only way to a heavy package, and name what they use of it. Each becomes a file too, with
 * what they share in further files; what they do not name is left out.
 */
const LAZY_MODULES = join(root, 'src', 'providers', 'elb', 'services');

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
  return {
    file,
    files: [file],
    names: exported.filter(isName),
    hasDefault,
    metafile: result.metafile,
  };
}

/**
 * Bundles the lazy modules together, and answers with what each one exports by its path, the files, and their metafile. What
 * modules share is split off, which esbuild does for ESM alone; the pieces become CommonJS one by one then.
 */
async function lazyModules() {
  const entryPoints = readdirSync(LAZY_MODULES).map((name) => join(LAZY_MODULES, name));
  const { outputFiles, metafile } = await build({
    ...settings,
    entryPoints,
    format: 'esm',
    splitting: true,
    outdir: dist,
    entryNames: 'aws-[name]-[hash]',
    chunkNames: 'aws-shared-[hash]',
    outExtension: { '.js': '.cjs' },
    // They are reached by require, like all else, once they are CommonJS.
    supported: { ...settings.supported, 'dynamic-import': true },
  });
  const files = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code } = await transform(text, {
        format: 'cjs',
        target: settings.target,
        platform: 'node',
        minify: true,
        supported: settings.supported,
      });
      writeFileSync(path, code);
      return basename(path);
    }),
  );
  const exported = Object.entries(metafile.outputs).flatMap(([path, { entryPoint, exports }]) =>
    entryPoint ? [[join(root, entryPoint), { file: basename(path), names: exports.filter(isName) }]] : [],
  );
  return { files, metafile, modules: new Map(exported) };
}

/**
 * esbuild plugin: imports of lazy packages and modules read their chunk. `made` collects by name what was made, with its
 * `files` and `metafile`.
 */
export function lazyChunks(made) {
  const filter = new RegExp(`^(?:${LAZY_PACKAGES.join('|')})$`);
  return {
    name: 'lazy-chunks',
    setup(main) {
      main.onResolve({ filter }, ({ path }) => ({ path, namespace: 'lazy-chunk' }));
      main.onResolve({ filter: /\.cjs$/, namespace: 'lazy-chunk' }, ({ path }) => ({ path, external: true }));
      main.onLoad({ filter: /.*/, namespace: 'lazy-chunk' }, async ({ path }) => {
        made[path] ??= chunk(path);
        return { contents: contentsOf(await made[path]) };
      });
      main.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, namespace }) => {
        const module = join(resolveDir, path);
        const isLazy = namespace === 'file' && dirname(module) === LAZY_MODULES;
        return isLazy ? { path: module, namespace: 'lazy-module' } : undefined;
      });
      main.onResolve({ filter: /\.cjs$/, namespace: 'lazy-module' }, ({ path }) => ({
        path,
        external: true,
      }));
      main.onLoad({ filter: /.*/, namespace: 'lazy-module' }, async ({ path }) => {
        made[LAZY_MODULES] ??= lazyModules();
        const { modules } = await made[LAZY_MODULES];
        return { contents: contentsOf(modules.get(path)) };
      });
    },
  };
}

/** The module that stands for a chunk in the bundle. */
function contentsOf({ file, names, hasDefault = false }) {
  const lines = names.map((name) => `export const ${name} = chunk.${name};`);
  if (hasDefault) lines.push('export default chunk.default;');
  return `const chunk = require('./${file}');\n${lines.join('\n')}`;
}
