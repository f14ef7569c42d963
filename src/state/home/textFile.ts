import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { codeOf } from './disk.ts';
import { expandHome, shortenHome } from './places.ts';

/** A file's text, and the file as it is called on the screen: `~/certs/site.pem`. */
export interface NamedText {
  readonly text: string;
  readonly name: string;
}

/** The most bytes that a character takes in UTF-8. */
const BYTES_PER_CHARACTER = 4;

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you are not allowed to',
  EPERM: 'you are not allowed to',
  EISDIR: 'it is a folder',
};

/**
 * A text file that the user names, whole; `~` is `home`. Throws Failure, with the file's name and the reason: missing, not
 * allowed, no plain file, no text, longer than `most` characters.
 */
export function readTextFile(file: string, home: string, most: number): NamedText {
  const whole = path.resolve(expandHome(file, home));
  const name = cleanText(shortenHome(whole, home));
  const refuse = (why: string, cause?: unknown) =>
    new Failure({ kind: 'invalid', message: `Cannot read ${name}: ${why}` }, { cause });
  let bytes: Buffer | number;
  try {
    bytes = readAtMost(whole, most * BYTES_PER_CHARACTER);
  } catch (error) {
    if (error instanceof NotPlain) throw refuse('it is not a plain file', error);
    const code = codeOf(error);
    throw refuse(WHY[code ?? ''] ?? cleanText(code ?? String(error)), error);
  }
  const tooLong = (size: string) =>
    refuse(`it holds ${size}, and at most ${most.toLocaleString('en-US')} characters are taken`);
  if (typeof bytes === 'number') throw tooLong(`${bytes.toLocaleString('en-US')} bytes`);
  const text = decoded(bytes);
  if (text === null) throw refuse('it is not a text in UTF-8');
  if (text.length > most) throw tooLong(`${text.length.toLocaleString('en-US')} characters`);
  return { text, name };
}

class NotPlain extends Error {}

/** The file's bytes, or how many they are where that is more than `most`. */
function readAtMost(file: string, most: number): Buffer | number {
  // Without O_NONBLOCK opening a pipe would wait for a writer.
  const descriptor = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const stat = fs.fstatSync(descriptor);
    if (stat.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    if (!stat.isFile()) throw new NotPlain();
    return stat.size > most ? stat.size : fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Null where the bytes are no text: not UTF-8, or with a NUL among them. */
function decoded(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}
