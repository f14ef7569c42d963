import path from 'node:path';
import { problemOf } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { diskReader } from '../../state/home/fileReader.ts';
import { expandHome } from '../../state/home/places.ts';
import { type CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { readJson } from './jsonText.ts';
import { schemaCommand } from './schemaCommand.ts';

/** As for files: no spec comes near. */
const LARGEST_PIPED = 64 * 1024;
const STDIN = '-';

/** What a file, or stdin where it is called `-`, holds as JSON. Throws Failure `invalid` which names the line of a fault. */
export async function readSpecFile(context: Context, file: string): Promise<unknown> {
  const text = file === STDIN ? await pipedIn(context) : onDisk(context, file);
  const read = readJson(text);
  if ('value' in read) return read.value;
  const { line, column, message } = read.fault;
  const name = file === STDIN ? 'What was piped in' : cleanText(file);
  throw usageFailure(
    `${name} is not JSON: line ${line}, column ${column}: ${cleanText(message)}`,
    `Nothing was made. ${schemaCommand(context)} says what a spec holds`,
    { facts: { file, line, column } },
  );
}

async function pipedIn({ shell }: Context): Promise<string> {
  const text = await shell.prompt.pipedText(LARGEST_PIPED);
  if (text === null || text.trim() === '')
    throw usageFailure('Nothing was piped in', 'Pipe a spec in: sluice create --file - < SPEC.json');
  if (text.length > LARGEST_PIPED)
    throw usageFailure(
      `What was piped in is larger than ${LARGEST_PIPED / 1024} kB`,
      'A spec is a few kB: is this one?',
    );
  return text;
}

function onDisk({ shell }: Context, file: string): string {
  const home = shell.env['HOME'] ?? shell.homeFolder;
  const whole = path.resolve(shell.workingFolder, expandHome(file, home));
  const read = (() => {
    try {
      return diskReader.read(whole);
    } catch (thrown) {
      throw unread(problemOf(thrown).message);
    }
  })();
  if (read === null) throw unread(`There is no file ${cleanText(whole)}`);
  return read.text;
}

function unread(message: string): CommandFailure {
  return usageFailure(message, 'Name a file with --file, or - for what is piped in');
}
