import fs from 'node:fs';
import type { Clock } from '../../model/clock.ts';
import type { Problem } from '../../model/problem.ts';
import type { DebugLog } from '../../providers/provider.ts';
import { diskFailure } from './disk.ts';
import type { Redactor } from './redactor.ts';

/** Where `--debug FILE` writes. */
export interface DebugFile {
  /** One line of JSON: `time`, `event` and the facts, without secrets. Never throws. */
  readonly log: DebugLog;
  /** Why nothing is being written, for the user to know; null while all is well. */
  problem(): Problem | null;
  close(): void;
}

interface DebugFileOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/** Appends to `file`, which only the user may read (0600, also where it was there before). The first failure ends it. */
export function openDebugFile({ file, clock, redactor }: DebugFileOptions): DebugFile {
  let descriptor: number | null = null;
  let problem: Problem | null = null;

  const close = () => {
    if (descriptor === null) return;
    const open = descriptor;
    descriptor = null;
    try {
      fs.closeSync(open);
    } catch {
      // Nothing is lost: every line was written in its own call.
    }
  };
  const attempt = (task: () => void) => {
    try {
      task();
    } catch (error) {
      problem = diskFailure('write', file, error).problem;
      close();
    }
  };

  attempt(() => {
    descriptor = fs.openSync(file, 'a', 0o600);
    // A device such as /dev/stderr keeps its own rights.
    if (fs.fstatSync(descriptor).isFile()) fs.fchmodSync(descriptor, 0o600);
  });

  return {
    log(event, facts) {
      const open = descriptor;
      if (open === null) return;
      attempt(() => {
        const line = redactor.value({ time: new Date(clock.now()).toISOString(), event, ...facts });
        fs.writeSync(open, `${JSON.stringify(line)}\n`);
      });
    },
    problem: () => problem,
    close,
  };
}
