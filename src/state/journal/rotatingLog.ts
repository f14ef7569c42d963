import fs from 'node:fs';
import type { EventLog } from '../../sandbox/eventLog.ts';
import { withFileLock } from '../home/fileLock.ts';
import { lineFile } from '../home/lineFile.ts';

interface RotatingLogOptions {
  readonly file: string;
  /** Where the older half goes; what was there is dropped. */
  readonly fileBefore: string;
  /** The size in bytes at which `file` becomes `fileBefore`. */
  readonly maxBytes: number;
  readonly id: () => string;
}

/**
 * A log in two files, which together hold at most about twice `maxBytes`. Reading gives both; after any program has
 * turned the files over, everything once more (`restarted`). A line may come twice where that happened at the same time.
 */
export function rotatingLog({ file, fileBefore, maxBytes, id }: RotatingLogOptions): EventLog {
  const current = lineFile({ file, id });
  let first = true;

  const turnOver = () => {
    try {
      withFileLock(`${file}.lock`, () => {
        // Someone else may have done it while we waited.
        const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        if (size > maxBytes) fs.renameSync(file, fileBefore);
      });
    } catch {
      // The line is written, which is what counts; the next one tries again.
    }
  };

  return {
    read() {
      const now = current.read();
      if (!first && !now.restarted) return now;
      const restarted = !first;
      first = false;
      const before = lineFile({ file: fileBefore, id }).read().lines;
      return { restarted, lines: [...before, ...now.lines] };
    },
    append(line) {
      current.append(line);
      if (current.size > maxBytes) turnOver();
    },
    reset() {
      fs.rmSync(fileBefore, { force: true });
      current.reset();
    },
  };
}
