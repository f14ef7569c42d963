import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withFileLock } from '../../../src/state/home/fileLock.ts';
import { modeOf, tempFolder } from './tempFolder.ts';

test('the lock is there while the task runs, and gone after it, also when it throws', () => {
  const lock = path.join(tempFolder(), 'a.lock');
  expect(withFileLock(lock, () => modeOf(lock))).toBe('600');
  expect(fs.existsSync(lock)).toBe(false);
  expect(() =>
    withFileLock(lock, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(fs.existsSync(lock)).toBe(false);
});

test('the lock of a killed program is taken over', () => {
  const folder = tempFolder();
  const lock = path.join(folder, 'a.lock');
  fs.writeFileSync(lock, '');
  const longAgo = new Date(Date.now() - 60_000);
  fs.utimesSync(lock, longAgo, longAgo);
  expect(withFileLock(lock, () => 'done')).toBe('done');
  expect(fs.readdirSync(folder)).toEqual([]);
});
