import type { SecretRef } from '../../model/account.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';

/** What the command line said of one secret: `--api-key-env NAME`, `--api-key-file PATH`, `--api-key-keyring`. */
export interface SecretOptions {
  readonly env?: string;
  /** A file that holds the secret alone, or `PATH#SECTION/ENTRY` of an INI file. */
  readonly file?: string;
  readonly keyring?: boolean;
}

/** Where the secret is; `ask-for-keyring`: it is to be typed without echo and put into the system keyring. */
export type SecretSource = SecretRef | 'ask-for-keyring';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A key given where its variable's name belongs (`--api-key-env $KEY`): long, and of hexadecimal digits. */
const LOOKS_LIKE_KEY = /^[0-9a-f]{20,}$/i;

function refuse(message: string, hint: string): never {
  throw new Failure({ kind: 'invalid', message, hint });
}

/**
 * Reads the options of one secret, whose own option is called `flag` (`api-key`). Null where none was given. Throws
 * Failure `invalid`, which never repeats what was typed: it may be the secret.
 */
export function readSecretOptions(flag: string, given: SecretOptions): SecretSource | null {
  const { env, file, keyring } = given;
  const used = [env, file, keyring || undefined].filter((option) => option !== undefined);
  if (used.length > 1)
    refuse(
      `--${flag}-env, --${flag}-file and --${flag}-keyring exclude each other`,
      'Give the one that says where it is',
    );
  if (keyring) return 'ask-for-keyring';
  if (env !== undefined) {
    if (!VARIABLE.test(env) || LOOKS_LIKE_KEY.test(env))
      refuse(
        `--${flag}-env wants the name of an environment variable`,
        'Write the name without $, such as RAX_API_KEY',
      );
    return { kind: 'env', name: env };
  }
  if (file === undefined) return null;
  const [, path = '', section, entry] = /^(.*?)(?:#([^#/]+)\/([^#/]+))?$/s.exec(file) ?? [];
  if (path.trim() === '' || path !== cleanText(path))
    refuse(`--${flag}-file wants the path of a file`, 'Write PATH, or PATH#SECTION/ENTRY for an INI file');
  return section !== undefined && entry !== undefined
    ? { kind: 'file', path, section, entry }
    : { kind: 'file', path };
}
