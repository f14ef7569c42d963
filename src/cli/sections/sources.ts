import path from 'node:path';
import { cleanText } from '../../model/text.ts';
import { diskReader } from '../../state/home/fileReader.ts';
import { expandHome } from '../../state/home/places.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';

/** As for files. */
const LARGEST_PIPED = 64 * 1024;
/** The name of a variable; not a key that was given in its place, which would be shown. */
const VARIABLE = /^(?![0-9a-fA-F]{20,}$)[A-Za-z_]\w*$/;

/** Where values come from that do not stand on the command line: `@FILE`, `@-` for what is piped in, `env:NAME`. */
export class Sources {
  readonly #context: Context;
  #pipedInto: string | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  /** What a value is: itself, or what its file holds; `@@` stands for an `@`. Throws Failure. */
  async text(key: string, given: string): Promise<string> {
    if (given.startsWith('@@')) return given.slice(1);
    if (!given.startsWith('@')) return given;
    if (given === '@-') return this.#piped(key);
    const file = this.#absolute(given.slice(1));
    const read = diskReader.read(file);
    if (read === null)
      throw usageFailure(`There is no file ${cleanText(file)}`, 'Write @@ where the value begins with an @');
    return read.text;
  }

  /**
   * A secret: from a file, from what is piped in or from a variable, never from the command line. Nothing writes it down
   * from then on. Throws Failure, which does not repeat what was typed.
   */
  async secret(key: string, given: string): Promise<string> {
    const { secrets } = this.#context.workspace;
    if (given === '@-') return secrets.resolve({ kind: 'stored', value: (await this.#piped(key)).trim() });
    if (given.startsWith('@') && !given.startsWith('@@')) {
      const file = this.#absolute(given.slice(1));
      return secrets.resolve({ kind: 'file', path: file });
    }
    const name = /^env:(.*)$/s.exec(given)?.[1];
    if (name !== undefined && VARIABLE.test(name)) return secrets.resolve({ kind: 'env', name });
    throw usageFailure(
      'It is a secret, and what stands on the command line can be read by others and is remembered by the shell',
      `Write ${key}=@FILE, ${key}=@- for what is piped in, or ${key}=env:NAME for a variable`,
    );
  }

  async #piped(key: string): Promise<string> {
    if (this.#pipedInto !== null)
      throw usageFailure(
        'What is piped in can be used once',
        `${this.#pipedInto} has it: name a file with @FILE`,
      );
    this.#pipedInto = key;
    const text = await this.#context.shell.prompt.pipedText(LARGEST_PIPED);
    if (text === null || text === '')
      throw usageFailure('Nothing was piped in', `Write ${key}=@FILE, or pipe it in`);
    if (text.length > LARGEST_PIPED)
      throw usageFailure(
        `What was piped in is larger than ${LARGEST_PIPED / 1024} kB`,
        'Is it the right one?',
      );
    return text;
  }

  #absolute(typed: string): string {
    const { shell } = this.#context;
    return path.resolve(shell.workingFolder, expandHome(typed, shell.env['HOME'] ?? shell.homeFolder));
  }
}
