import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, gone when the test is over. */
export function tempFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-test-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The rights of a file or folder, such as `600`. */
export function modeOf(file: string): string {
  return (fs.statSync(file).mode & 0o777).toString(8);
}

/** Ids `a1`, `a2`, … */
export function counter(prefix = 'a'): () => string {
  let count = 0;
  return () => `${prefix}${++count}`;
}
