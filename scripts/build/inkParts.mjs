import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

const modules = join(root, 'node_modules');
const ink = join(modules, 'ink', 'build');
const yoga = join(modules, 'yoga-layout', 'dist');

/** Replaces `from` in `text` exactly once; Ink is pinned, so anything else means that these patches must be read again. */
function patched(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(`Ink has changed: ${parts.length - 1} times ${JSON.stringify(from)}`);
  return parts.join(to);
}

function cutOut(text, from, to) {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`Ink has changed: nothing from ${from} to ${to}`);
  return text.slice(0, start) + text.slice(end);
}

/** A screen has far fewer different texts; a refreshed table brings new ones for ever. */
const REMEMBERED_TEXTS = 4000;

const WASM = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/;
const WASM_URL = /data:application\/octet-stream;base64,[A-Za-z0-9+/=]+/;

/** What is put in the place of a file of Ink or of what Ink uses, by the file's path. */
const replacements = {
  // The development tools cost a module, a package that is not installed and two top-level awaits.
  [join(ink, 'devtools.js')]: () => ({ contents: 'export {};' }),
  [join(ink, 'utils.js')]: () => ({ contents: 'export const isDev = () => false;' }),
  [join(ink, 'reconciler.js')]: (text) => ({
    contents: patched(
      cutOut(text, 'if (isDev()) {', 'const diff ='),
      /const packageJson = isDev\(\)\s*\? await loadPackageJson\(\)\s*: /,
      'const packageJson = ',
    ),
  }),
  // Both remember every text ever measured.
  [join(ink, 'measure-text.js')]: (text) => ({
    contents: patched(
      text,
      'cache.set(text, dimensions);',
      `if (cache.size >= ${REMEMBERED_TEXTS}) cache.clear();\ncache.set(text, dimensions);`,
    ),
  }),
  [join(ink, 'wrap-text.js')]: (text) => ({
    contents: patched(
      patched(text, 'const cache = {};', 'let cache = {}, remembered = 0;'),
      'cache[cacheKey] = wrappedText;',
      `if (++remembered > ${REMEMBERED_TEXTS}) { cache = {}; remembered = 1; }\ncache[cacheKey] = wrappedText;`,
    ),
  }),
  // Ink draws nothing where it believes to be in CI; whether there is a terminal has been decided before.
  [join(modules, 'is-in-ci', 'index.js')]: () => ({ contents: 'export default false;' }),
  // Emscripten's loader is asynchronous, which would need a top-level await; instantiateWasm makes it synchronous.
  [join(yoga, 'src', 'index.js')]: () => ({
    contents: `
      import load from '../binaries/yoga-wasm-base64-esm.js';
      import wasm from 'yoga-wasm';
      import wrapAssembly from './wrapAssembly.js';
      const library = {
        instantiateWasm(imports, done) {
          const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
          done(instance);
          return instance.exports;
        },
      };
      load(library);
      export default wrapAssembly(library);
      export * from './generated/YGEnums.js';
    `,
  }),
  [join(yoga, 'binaries', 'yoga-wasm-base64-esm.js')]: (text) => ({
    contents: patched(patched(text, WASM_URL, ''), 'import.meta.url', '""'),
  }),
};

/** The first Intl.Segmenter costs 10 ms, and most screens never need one. */
function lateSegmenter(text) {
  const found = /const (\w+) = new Intl\.Segmenter\((.*?)\);/.exec(text);
  if (!found) throw new Error('A library has changed: its Intl.Segmenter was not found');
  const [whole, name, options] = found;
  return patched(
    text,
    whole,
    `let made;\nconst ${name} = { segment: (text) => (made ??= new Intl.Segmenter(${options})).segment(text) };`,
  );
}

const stringWidth = join(modules, 'string-width', 'index.js');
const plainWidth = join(root, 'src', 'screens', 'terminal', 'plainWidth.ts');
/** Widths of plain text at once; the segmenter and the expressions over all of Unicode wait for other text. */
replacements[stringWidth] = () => ({
  contents: `
    import { plainWidth } from ${JSON.stringify(plainWidth)};
    export default function stringWidth(input, options = {}) {
      if (typeof input === 'string' && !options.countAnsiEscapeCodes && options.ambiguousIsNarrow !== false) {
        const plain = plainWidth(input);
        if (plain !== null) return plain;
      }
      return require('original:string-width').default(input, options);
    }
  `,
});
for (const path of ['slice-ansi/tokenize-ansi.js', '@alcalzone/ansi-tokenize/build/tokenize.js']) {
  replacements[join(modules, path)] = (text) => ({ contents: lateSegmenter(text) });
}
// Our settings have no schema; the checker of schemas is 150 kB that would be read at each start.
for (const path of ['ajv/dist/2020.js', 'ajv-formats/dist/index.js']) {
  replacements[join(modules, path)] = () => ({
    contents:
      "exports.Ajv2020 = class { constructor() { throw new Error('Settings with a schema are not bundled'); } };",
  });
}

/** Files that their replacement still needs. */
const originals = { 'string-width': stringWidth, 'ink-output': join(ink, 'output.js') };

// Takes every text apart into cells, which is nine tenths of the time of a frame.
replacements[originals['ink-output']] = () => ({
  contents: `
    import InkOutput from 'original:ink-output';
    import { joinedRows } from ${JSON.stringify(join(root, 'src', 'screens', 'terminal', 'joinedRows.ts'))};
    export default joinedRows(InkOutput);
  `,
});

/** esbuild plugin: Ink without its development tools, with bounded caches, our output class and a synchronous yoga. */
export function inkParts() {
  return {
    name: 'ink-parts',
    setup(build) {
      build.onResolve({ filter: /^yoga-wasm$/ }, () => ({ path: 'yoga.wasm', namespace: 'yoga-wasm' }));
      build.onLoad({ filter: /.*/, namespace: 'yoga-wasm' }, () => {
        const text = readFileSync(join(yoga, 'binaries', 'yoga-wasm-base64-esm.js'), 'utf8');
        const base64 = WASM.exec(text)?.[1];
        if (!base64) throw new Error('yoga-layout has changed: its WebAssembly was not found');
        return { contents: Buffer.from(base64, 'base64'), loader: 'binary' };
      });
      // wrap-ansi brings an older one of its own; two opinions on a width would tear a line.
      build.onResolve({ filter: /^string-width$/ }, () => ({ path: stringWidth }));
      build.onResolve({ filter: /^original:/ }, ({ path }) => ({
        path: originals[path.slice('original:'.length)],
        namespace: 'original',
      }));
      build.onLoad({ filter: /.*/, namespace: 'original' }, ({ path }) => ({
        contents: readFileSync(path, 'utf8'),
        resolveDir: dirname(path),
      }));
      build.onLoad({ filter: /node_modules[\\/].*\.js$/ }, ({ path }) => {
        const replace = replacements[path];
        return replace
          ? { loader: 'js', resolveDir: dirname(path), ...replace(readFileSync(path, 'utf8')) }
          : null;
      });
    },
  };
}
