/**
 * Where the sandbox's world is written down: a list of lines that several programs add to and read. The order of the
 * lines is the same for all of them, and it alone decides what happened; that is what lets programs share one world
 * without a lock. state/ keeps it in a file, tests in memory.
 */
export interface EventLog {
  /**
   * The whole lines added by anyone since the last call. `restarted` is true when the log was emptied meanwhile; the
   * lines are then all there are now. Torn lines (a writer was killed) may come through and must be skipped.
   */
  read(): { readonly restarted: boolean; readonly lines: readonly string[] };
  /** Adds one line, in one write. The line holds no line break. */
  append(line: string): void;
  /** Empties the log for everyone. */
  reset(): void;
}

/** A log of this process alone. */
export function memoryLog(): EventLog {
  let lines: string[] = [];
  let seen = 0;
  let restarted = false;
  return {
    read() {
      const answer = { restarted, lines: lines.slice(seen) };
      seen = lines.length;
      restarted = false;
      return answer;
    },
    append(line) {
      lines.push(line);
    },
    reset() {
      lines = [];
      seen = 0;
      restarted = true;
    },
  };
}
