import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../../model/problem.ts';
import type { EventLog } from '../../sandbox/eventLog.ts';
import { codeOf, diskFailure, makePrivateFolder } from './disk.ts';

/** An EventLog in a file that several programs share. */
export interface LineFile extends EventLog {
  /** Bytes after the last append of ours; 0 before the first. */
  readonly size: number;
}

interface LineFileOptions {
  readonly file: string;
  /** A new text at each call, of at most 60 letters, digits and dashes. It names one filling of the file. */
  readonly id: () => string;
}

const HEADER_BYTES = 64;
/** Some network and overlay file systems number an open file otherwise than its path, so "replaced" may be untrue. */
const ATTEMPTS = 3;
const APPEND = fs.constants.O_APPEND | fs.constants.O_CREAT | fs.constants.O_WRONLY;

/** What identifies a file's state cheaply: unchanged means there is nothing to read. */
function stampOf(stat: fs.BigIntStats): string {
  return `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
}

/** Cuts whole lines from the end of `buffer`: the bytes used, and the lines that are no header and not empty. */
function wholeLines(buffer: Buffer): { readonly used: number; readonly lines: string[] } {
  const used = buffer.lastIndexOf(0x0a) + 1;
  const lines = buffer.toString('utf8', 0, used).split('\n');
  return { used, lines: lines.filter((line) => line !== '' && !line.startsWith('#')) };
}

/**
 * Opens (and does not yet touch) a file of lines, mode 0600. A writer adds a line with one O_APPEND write that begins with
 * a line break, so that the torn line of a killed writer never swallows the next one. The file's first line, `#id`, names
 * its filling: a reader that finds another one there starts over, even where the new filling has outgrown the old. Lines
 * must not begin with `#`. All calls throw Failure where the disk refuses.
 */
export function lineFile({ file, id }: LineFileOptions): LineFile {
  let offset = 0;
  let filling: string | null = null;
  let stamp = '';
  let size = 0;

  const startOver = () => {
    const had = offset > 0;
    offset = 0;
    filling = null;
    return had;
  };

  const readFrom = (descriptor: number) => {
    const stat = fs.fstatSync(descriptor, { bigint: true });
    const head = Buffer.alloc(HEADER_BYTES);
    const headLength = fs.readSync(descriptor, head, 0, HEADER_BYTES, 0);
    const found = head.toString('utf8', 0, headLength).split('\n')[0] ?? '';
    const end = Number(stat.size);
    const restarted = offset > 0 && (found !== filling || end < offset) ? startOver() : false;
    filling = found;
    const fresh = Buffer.alloc(end - offset);
    const length = fs.readSync(descriptor, fresh, 0, fresh.length, offset);
    const { used, lines } = wholeLines(fresh.subarray(0, length));
    offset += used;
    stamp = stampOf(stat);
    return { restarted, lines };
  };

  /** One attempt; false where the file was replaced while we wrote, so that the line may have gone to the old one. */
  const write = (line: string): boolean => {
    const descriptor = fs.openSync(file, APPEND, 0o600);
    try {
      const before = fs.fstatSync(descriptor);
      const bytes = Buffer.from(`${before.size === 0 ? `#${id()}\n` : '\n'}${line}\n`);
      if (fs.writeSync(descriptor, bytes) < bytes.length) {
        throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
      }
      size = before.size + bytes.length;
      const now = fs.statSync(file, { throwIfNoEntry: false });
      return now?.ino === before.ino && now.dev === before.dev;
    } finally {
      fs.closeSync(descriptor);
    }
  };

  const writeInFolder = (line: string): boolean => {
    try {
      return write(line);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      makePrivateFolder(path.dirname(file));
      return write(line);
    }
  };

  return {
    get size() {
      return size;
    },
    read() {
      let descriptor: number | null = null;
      try {
        const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
        if (!stat) {
          stamp = '';
          return { restarted: startOver(), lines: [] };
        }
        if (stampOf(stat) === stamp) return { restarted: false, lines: [] };
        descriptor = fs.openSync(file, 'r');
        return readFrom(descriptor);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return { restarted: startOver(), lines: [] };
        throw diskFailure('read', file, error);
      } finally {
        if (descriptor !== null) fs.closeSync(descriptor);
      }
    },
    append(line) {
      try {
        for (let attempt = 1; !writeInFolder(line) && attempt < ATTEMPTS; attempt++);
      } catch (error) {
        throw error instanceof Failure ? error : diskFailure('write', file, error);
      }
    },
    reset() {
      // A new file in place of the old one, so that no reader ever sees half of either.
      const name = id();
      const fresh = `${file}.${name}`;
      try {
        makePrivateFolder(path.dirname(file));
        fs.writeFileSync(fresh, `#${name}\n`, { mode: 0o600, flag: 'wx' });
        fs.renameSync(fresh, file);
      } catch (error) {
        fs.rmSync(fresh, { force: true });
        throw diskFailure('write', file, error);
      }
    },
  };
}
