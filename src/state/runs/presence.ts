import type { Clock } from '../../model/clock.ts';
import type { Writer } from '../journal/process.ts';
import type { Onlooker } from './fold.ts';

/** Longer than any step goes without a line. By then a process of the same number may be another one. */
const QUIET_MS = 60 * 60 * 1_000;

/**
 * How this program tells whether another is still at a run: by its process on this machine, elsewhere by how long ago it
 * wrote. A run of this process is asked of nobody: one that is not under way here was left by an earlier process of the
 * same number, as containers have.
 */
export function presenceOf(writer: Writer, clock: Clock): Onlooker {
  return {
    isAtIt: ({ pid, host }, lastAt) => {
      if (clock.now() - lastAt >= QUIET_MS) return false;
      return host !== writer.host || (pid !== writer.pid && writer.isRunning(pid));
    },
  };
}
