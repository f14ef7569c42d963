import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../../model/problem.ts';
import { codeOf, diskFailure, makePrivateFolder } from './disk.ts';

/** Holders only rewrite one small file, which takes milliseconds: after this long the holder was killed. */
const STALE_MS = 5_000;
/** Longer than STALE_MS, so that what a killed program left behind never makes us give up. */
const PATIENCE_MS = 8_000;
const PAUSE_MS = 5;

const pauseCell = new Int32Array(new SharedArrayBuffer(4));

function tryTake(lock: string): boolean {
  try {
    fs.closeSync(fs.openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw diskFailure('write', lock, error);
  }
}

/**
 * Takes away a lock whose holder is gone. It is moved aside and looked at there: where two programs find the same stale
 * lock, the slower one may have caught the quicker one's new lock, and puts it back.
 */
function breakStale(lock: string): void {
  try {
    const seen = fs.statSync(lock);
    if (Date.now() - seen.mtimeMs < STALE_MS) return;
    const aside = `${lock}.${process.pid}`;
    fs.renameSync(lock, aside);
    try {
      if (fs.statSync(aside).mtimeMs !== seen.mtimeMs) fs.linkSync(aside, lock);
    } finally {
      fs.unlinkSync(aside);
    }
  } catch {
    // Someone else was quicker; the next attempt shows.
  }
}

/**
 * Runs `task` while no other program holds `lock`, a file that exists for as long. `task` is not async: it must end
 * within milliseconds. Real time is used, as the file's age is real. Throws Failure when the lock cannot be had.
 */
export function withFileLock<T>(lock: string, task: () => T): T {
  makePrivateFolder(path.dirname(lock));
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryTake(lock)) {
    if (Date.now() > deadline) {
      throw new Failure({
        kind: 'busy',
        message: `Another program keeps ${lock} locked`,
        hint: 'Delete that file if no other sluice is running',
      });
    }
    breakStale(lock);
    Atomics.wait(pauseCell, 0, 0, PAUSE_MS);
  }
  try {
    return task();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}
