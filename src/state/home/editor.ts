import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { diskFailure } from './disk.ts';
import { readTextFile } from './textFile.ts';

/** The user's own editor, run on a copy of a text. */
export interface Editor {
  /**
   * The text as it was when the editor was closed; the terminal must be free for it. `name` is what the file is called, without
   * an ending. Throws Failure, and nothing has changed then: there is no editor, it failed or was killed, what it left is no text.
   */
  edit(text: string, name: string): Promise<string>;
  /** Ends editors that are open and takes their copies away. */
  close(): void;
}

interface EditorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** What is tried where the user has named none. */
const FALLBACKS = ['vi', 'nano'];
/** More than any field takes: what is too long is kept, and said to be so by the field. */
const MOST = 4_000_000;
/** What a shell says of a command that is not there, or that cannot be run. */
const NOT_STARTED: ReadonlySet<number> = new Set([126, 127]);

/** `$VISUAL`, `$EDITOR`, or one that is usually there. */
export function openEditor({ env, platform }: EditorOptions): Editor {
  const folders = new Set<string>();
  const ending = new AbortController();
  const forget = (folder: string) => {
    fs.rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
  };
  return {
    async edit(text, name) {
      const command = editorCommand(env, platform);
      const folder = privateFolder();
      folders.add(folder);
      const file = path.join(folder, `${name.replace(/[^\w-]+/g, '-')}.txt`);
      try {
        write(file, text);
        await run(command, file, { env, platform, signal: ending.signal });
        const { text: after } = readTextFile(file, '', MOST);
        // Most editors end the last line, which the text need not have had.
        return text.endsWith('\n') || !after.endsWith('\n') ? after : after.replace(/\r?\n$/, '');
      } finally {
        forget(folder);
      }
    },
    close() {
      ending.abort();
      for (const folder of [...folders]) forget(folder);
    },
  };
}

/** The command line of the editor, which may have options of its own. Throws Failure where there is none. */
function editorCommand(env: EditorOptions['env'], platform: NodeJS.Platform): string {
  const named = env['VISUAL']?.trim() || env['EDITOR']?.trim();
  if (named) return named;
  if (platform === 'win32') return 'notepad';
  const found = FALLBACKS.find((name) =>
    (env['PATH'] ?? '').split(path.delimiter).some((folder) => folder && isThere(path.join(folder, name))),
  );
  if (found) return found;
  throw new Failure({
    kind: 'missing',
    message: 'There is no editor',
    hint: 'Name one in $EDITOR, or give the path of a file',
  });
}

function isThere(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function privateFolder(): string {
  const base = path.join(os.tmpdir(), 'sluice-edit-');
  try {
    // For the user alone (0700), whatever the umask is.
    return fs.mkdtempSync(base);
  } catch (error) {
    throw diskFailure('write', base, error);
  }
}

function write(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw diskFailure('write', file, error);
  }
}

/** Runs the editor on our terminal until it is closed. Throws Failure where it did not end well. */
function run(
  command: string,
  file: string,
  { env, platform, signal }: EditorOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const name = cleanText(command);
  const failed = (why: string, hint = 'Nothing was changed') =>
    new Failure({ kind: 'invalid', message: `The editor ${name} ${why}`, hint });
  // As every program does it: the variable holds a command line, not a file name. The file's own name needs no quotes then.
  const [shell, ...words] =
    platform === 'win32'
      ? [env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', `"${command} "${file}""`]
      : ['/bin/sh', '-c', `${command} "$@"`, 'sh', file];
  return new Promise((resolve, reject) => {
    const child = spawn(shell, words, {
      stdio: 'inherit',
      env,
      signal,
      windowsVerbatimArguments: platform === 'win32',
    });
    child.once('error', (error) => reject(failed(`could not be started: ${cleanText(error.message)}`)));
    child.once('exit', (code, killed) => {
      if (code === 0) resolve();
      else if (code !== null && NOT_STARTED.has(code))
        reject(failed('could not be started', 'Name another one in $EDITOR'));
      else reject(failed(code === null ? `was ended by ${killed}` : `ended with ${code}`));
    });
  });
}
