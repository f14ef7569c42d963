import fs from 'node:fs';
import path from 'node:path';
import { codeOf, diskFailure } from '../home/disk.ts';
import { withFileLock } from '../home/fileLock.ts';
import { lineFile } from '../home/lineFile.ts';

/** The lines of one run, on disk. All calls throw Failure where the disk refuses. */
export interface RunLog {
  /** The whole lines added by anyone since the last call; `restarted` when they are all there are now. */
  read(): { readonly restarted: boolean; readonly lines: readonly string[] };
  /** Adds one line in one write. `durable` returns only when it would survive the machine losing power. */
  append(line: string, options: { readonly durable: boolean }): void;
}

/** Where runs are kept, one file each. All calls throw Failure where the disk refuses. */
export interface RunFolder {
  /** The ids of all runs there, in no order. */
  ids(): readonly string[];
  /** A reader and writer of its own for that run; nothing is touched before it is used. */
  log(runId: string): RunLog;
  remove(runId: string): void;
  /** Runs `task`, which must end within milliseconds, while no other program does so for this run. */
  locked<T>(runId: string, task: () => T): T;
}

const FILE = /^([a-z0-9-]{1,60})\.jsonl$/i;

/** Puts on the disk what was written of a file or a folder. */
function sync(file: string, flags: 'r+' | 'r'): void {
  const descriptor = fs.openSync(file, flags);
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The folder on disk, made when it is first written to. `id` gives a new text of letters, digits and dashes. */
export function runFolder({ folder, id }: { readonly folder: string; readonly id: () => string }): RunFolder {
  const fileOf = (runId: string) => path.join(folder, `${runId}.jsonl`);
  return {
    ids() {
      try {
        return fs.readdirSync(folder).flatMap((name) => FILE.exec(name)?.[1] ?? []);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw diskFailure('read', folder, error);
      }
    },
    log(runId) {
      const file = fileOf(runId);
      const lines = lineFile({ file, id });
      let synced = false;
      return {
        read: () => lines.read(),
        append(line, { durable }) {
          lines.append(line);
          if (!durable) return;
          try {
            sync(file, 'r+');
            // A new file is not found again after a power cut before its folder is written; Windows has no such call.
            if (!synced && process.platform !== 'win32') sync(folder, 'r');
            synced = true;
          } catch (error) {
            throw diskFailure('write', file, error);
          }
        },
      };
    },
    remove(runId) {
      try {
        fs.rmSync(fileOf(runId), { force: true });
      } catch (error) {
        throw diskFailure('write', fileOf(runId), error);
      }
    },
    locked: (runId, task) => withFileLock(path.join(folder, `${runId}.lock`), task),
  };
}
