import os from 'node:os';
import { codeOf } from '../home/disk.ts';

/** A program that writes the journal, and how it knows whether the others still run. */
export interface Writer {
  readonly pid: number;
  /** Process numbers mean something on their own machine (or in their own container) only. */
  readonly host: string;
  isRunning(pid: number): boolean;
}

/** This process. */
export function thisProcess(): Writer {
  return {
    pid: process.pid,
    host: os.hostname(),
    isRunning(pid) {
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        // Another user's process may not be asked, so it is there.
        return codeOf(error) === 'EPERM';
      }
    },
  };
}
