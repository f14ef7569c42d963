import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dist } from './paths.mjs';

/** In dist/, because `npm ci` removes node_modules/ and nothing else here is ignored by git. */
const lock = join(dist, '.lock');
const owner = join(lock, 'pid');
const NEWBORN_MS = 2000;

function take() {
  try {
    mkdirSync(lock);
    writeFileSync(owner, String(process.pid));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** True when the process that holds the lock was killed. */
function isStale() {
  try {
    const pid = Number(readFileSync(owner, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    if (error.code === 'ESRCH') return true;
    if (error.code !== 'ENOENT') return false;
  }
  try {
    // Between making the folder and writing the number, or killed just there.
    return Date.now() - statSync(lock).mtimeMs > NEWBORN_MS;
  } catch {
    return false;
  }
}

/** Runs `work` while no other process of ours installs or builds here. */
export async function withLock(work) {
  mkdirSync(dist, { recursive: true });
  let told = false;
  while (!take()) {
    if (isStale()) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) process.stderr.write('Waiting for another sluice that is being installed or built here …\n');
    told = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
