import fs from 'node:fs';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { codeOf, diskFailure } from './disk.ts';

/** No settings or credential file of any tool comes near; a larger file was named by mistake. */
const LARGEST_BYTES = 64 * 1024;

interface SmallFile {
  readonly text: string;
  /** Another user of this machine may read it. */
  readonly readableByOthers: boolean;
}

/** How other tools' settings and credential files are read. */
export interface FileReader {
  /** Null where there is no such file. Throws Failure: not allowed, no plain file, larger than 64 kB. */
  read(file: string): SmallFile | null;
}

/** The file system's. */
export const diskReader: FileReader = {
  read(file) {
    let descriptor: number;
    try {
      // Without O_NONBLOCK opening a pipe would wait for a writer.
      descriptor = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
      throw diskFailure('read', file, error);
    }
    try {
      const stat = fs.fstatSync(descriptor);
      if (!stat.isFile()) {
        throw new Failure({
          kind: 'invalid',
          message: `Cannot read ${cleanText(file)}: it is not a plain file`,
        });
      }
      if (stat.size > LARGEST_BYTES) {
        throw new Failure({
          kind: 'invalid',
          message: `Cannot read ${cleanText(file)}: it is larger than ${LARGEST_BYTES / 1024} kB`,
        });
      }
      const buffer = Buffer.alloc(LARGEST_BYTES);
      const length = fs.readSync(descriptor, buffer, 0, LARGEST_BYTES, 0);
      return {
        text: buffer.toString('utf8', 0, length).replace(/^\ufeff/, ''),
        // Windows reports made-up mode bits.
        readableByOthers: process.platform !== 'win32' && (stat.mode & 0o044) !== 0,
      };
    } catch (error) {
      throw error instanceof Failure ? error : diskFailure('read', file, error);
    } finally {
      fs.closeSync(descriptor);
    }
  },
};
