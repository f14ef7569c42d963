import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const stamp = join(root, 'node_modules', '.sluice-installed');

function wanted() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  // Packages with compiled parts are chosen for the machine.
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

/** True when npm's own record of what it installed says the same as the lock file: somebody ran `npm ci` himself. */
function installedByHand() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    // Optional ones are for other machines, or could not be had; npm itself does not mind either.
    return there
      ? there.version === entry.version && there.integrity === entry.integrity
      : entry.optional === true;
  });
}

/** True when node_modules/ is what package-lock.json says. */
export function isInstalled() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return true;
  if (!installedByHand()) return false;
  writeFileSync(stamp, wanted());
  return true;
}

/** Installs exactly what package-lock.json says. Output on stderr; false when it failed, after saying what to do. */
export function install() {
  process.stderr.write('Installing packages (once) …\n');
  const npm = process.env.npm_execpath;
  const words = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const result = npm
    ? spawnSync(process.execPath, [npm, ...words], options)
    : spawnSync('npm', words, { ...options, shell: process.platform === 'win32' });
  if (result.status === 0) {
    writeFileSync(stamp, wanted());
    return true;
  }
  process.stderr.write(
    [
      '',
      `npm ci failed${result.error ? `: ${result.error.message}` : ''}. What it printed above says why. Usual causes:`,
      '  no network or a proxy: set HTTPS_PROXY, or `npm config set registry URL` for a mirror',
      '  a damaged cache: `npm cache verify`',
      '  no right to write here: check who owns this folder',
      'Then run the same command again.',
      '',
    ].join('\n'),
  );
  return false;
}
