#!/usr/bin/env node
'use strict';
// Runs the bundle beside it from V8's code cache. __VERSION__, __MAIN__ and __NODE__ are filled in by the build.
const words = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);
const [leastMajor, leastMinor] = '__NODE__'.split('.').map(Number);
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  process.stderr.write(`sluice needs Node __NODE__ or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else if (words.length === 1 && words[0] === '--version') {
  process.stdout.write('__VERSION__\n');
} else {
  run();
}

function run() {
  const { join } = require('node:path');
  const Module = require('node:module');
  const main = join(__dirname, '__MAIN__');
  const folder = cacheFolder(join);
  if (folder && Module.enableCompileCache) {
    Module.enableCompileCache(folder);
    require(main);
  } else if (folder) {
    runCached(main, folder, join, Module);
  } else {
    require(main);
  }
}

/** The user's own cache folder; undefined where there is none or somebody else could write to it: it holds code. */
function cacheFolder(join) {
  const { existsSync, mkdirSync, statSync } = require('node:fs');
  const { dirname, isAbsolute } = require('node:path');
  const { env } = process;
  try {
    const cache = isAbsolute(env.XDG_CACHE_HOME || '')
      ? env.XDG_CACHE_HOME
      : join(require('node:os').homedir(), '.cache');
    const folder = env.SLUICE_HOME ? join(env.SLUICE_HOME, 'cache') : join(cache, 'sluice');
    if (!isAbsolute(folder)) return undefined;
    // Not `recursive`: Node 20 never returns where a parent can be neither found nor made, as under /proc.
    for (const step of [dirname(folder), folder]) if (!existsSync(step)) mkdirSync(step, { mode: 0o700 });
    const { uid, mode } = statSync(folder);
    if (!process.getuid) return folder;
    return uid === process.getuid() && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** For Node before 22, whose own compile cache is not there yet. */
function runCached(main, folder, join, Module) {
  const { readFileSync } = require('node:fs');
  const { basename, dirname } = require('node:path');
  const { Script, constants } = require('node:vm');
  const tag = `${process.versions.v8}-${process.arch}-${require('node:v8').cachedDataVersionTag().toString(16)}`;
  // The screens and the commands use different halves of the bundle; each remembers its own.
  const { isatty } = require('node:tty');
  const drawn =
    isatty(0) && isatty(1) && !words.some((word) => !word.startsWith('-') || /^(?:-h|--help)$/.test(word));
  const half = drawn ? 'screens' : 'command';
  const loaded = new Map();
  const fresh = [];
  // One listener: there are more files than Node finds healthy to listen for.
  process.once('exit', () => {
    for (const { script, file } of fresh) remember(script, file, folder, join);
  });

  const load = (filename) => {
    const known = loaded.get(filename);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(filename, module);
    // The names of these files hold the hash of their contents, and they are ASCII.
    const file = join(folder, `${basename(filename, '.cjs')}-${half}-${tag}.v8`);
    let cachedData;
    try {
      cachedData = readFileSync(file);
    } catch {
      cachedData = undefined;
    }
    const script = new Script(Module.wrap(readFileSync(filename, 'latin1')), {
      filename,
      cachedData,
      importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (!cachedData || script.cachedDataRejected) fresh.push({ script, file });
    const outside = Module.createRequire(filename);
    const inside = (id) => (id.startsWith('./') ? load(join(dirname(filename), id)) : outside(id));
    script
      .runInThisContext()
      .call(module.exports, module.exports, inside, module, filename, dirname(filename));
    return module.exports;
  };
  load(main);
}

/** Written at the end, when V8 knows which functions were used. Whatever fails, the next start is only slower. */
function remember(script, file, folder, join) {
  const { readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
  const MONTH_MS = 30 * 24 * 3600 * 1000;
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, file);
    for (const name of readdirSync(folder)) {
      const old = join(folder, name);
      if (/\.v8(?:\.\d+)?$/.test(name) && Date.now() - statSync(old).mtimeMs > MONTH_MS) rmSync(old);
    }
  } catch {
    rmSync(unfinished, { force: true });
  }
}
