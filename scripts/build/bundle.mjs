import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, formatMessages } from 'esbuild';
import { lazyChunks, settings, writeHashed } from './chunks.mjs';
import { inkParts } from './inkParts.mjs';
import { notices } from './notices.mjs';
import { dist, launcherFile, root, stampFile } from './paths.mjs';
import { inputsHash } from './stamp.mjs';

/** Optional at run time, or never reached: looked up in node_modules/ when first needed. */
const EXTERNAL = ['@napi-rs/keyring'];
/** Programs that still run may yet read their chunks. */
const DAY_MS = 24 * 3600 * 1000;

function writeWhole(file, contents, mode = 0o644) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, contents, { mode });
  renameSync(unfinished, file);
}

function removeOld(kept, oldest) {
  for (const name of readdirSync(dist)) {
    const file = join(dist, name);
    if (name.endsWith('.cjs') && !kept.has(name) && statSync(file).mtimeMs < oldest) rmSync(file);
  }
}

async function complain(messages, kind) {
  for (const text of await formatMessages(messages, { kind, color: false })) process.stderr.write(text);
}

/**
 * Makes dist/: the bundle, the chunks, the launcher and the notices. `fresh` also removes files of earlier builds that a
 * running program may still want. Throws when the source cannot be bundled.
 */
export async function bundle({ entry = join(root, 'src', 'main.ts'), fresh = false } = {}) {
  const hash = inputsHash();
  const { version, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(dist, { recursive: true });
  const chunks = {};
  let result;
  try {
    result = await build({
      ...settings,
      entryPoints: [entry],
      external: EXTERNAL,
      define: { ...settings.define, 'process.env.SLUICE_VERSION': JSON.stringify(version) },
      plugins: [inkParts(), lazyChunks(chunks)],
    });
  } catch (error) {
    if (!error.errors) throw error;
    await complain(error.errors, 'error');
    throw new Error('The source could not be bundled', { cause: error });
  }
  const ours = result.warnings.filter(({ location }) => !location?.file.includes('node_modules'));
  if (ours.length > 0) {
    await complain(ours, 'warning');
    throw new Error('The bundle would not behave like the source');
  }
  const main = writeHashed('main', result.outputFiles[0].contents);
  const made = await Promise.all(Object.values(chunks));
  const metafiles = [result.metafile, ...made.map((chunk) => chunk.metafile)];
  writeWhole(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(metafiles));
  const launcher = readFileSync(join(root, 'scripts', 'build', 'launcher.cjs'), 'utf8')
    .replaceAll('__VERSION__', version)
    .replaceAll('__MAIN__', main)
    .replaceAll('__NODE__', engines.node.replace(/^\D+/, ''));
  writeWhole(launcherFile, launcher, 0o755);
  chmodSync(launcherFile, 0o755);
  const kept = new Set([main, 'sluice.cjs', ...made.flatMap((chunk) => chunk.files)]);
  removeOld(kept, fresh ? Number.POSITIVE_INFINITY : Date.now() - DAY_MS);
  writeWhole(stampFile, `${hash}\n`);
  return { metafile: result.metafile, files: [...kept] };
}
