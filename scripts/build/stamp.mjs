import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launcherFile, root, stampFile } from './paths.mjs';

const INPUTS = ['src', 'scripts', 'package.json', 'package-lock.json'];

function filesIn(path) {
  return readdirSync(join(root, path), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesIn(inner) : [inner];
    });
}

/** A hash of everything the bundle is made from. */
export function inputsHash() {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of input.includes('.') ? [input] : filesIn(input)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** True when dist/ was made from what is there now. */
export function isBuilt() {
  return (
    existsSync(stampFile) &&
    existsSync(launcherFile) &&
    readFileSync(stampFile, 'utf8').trim() === inputsHash()
  );
}
