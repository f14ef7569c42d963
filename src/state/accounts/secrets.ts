import type { Account, SecretRef } from '../../model/account.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { FileReader } from '../home/fileReader.ts';
import { expandHome, shortenHome } from '../home/places.ts';
import type { Redactor } from '../home/redactor.ts';
import { parseIni } from './ini.ts';
import type { Keyring } from './keyring.ts';

interface SecretsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly files: FileReader;
  /** Asked for when a secret is kept there, not before. Null where there is none. */
  readonly keyring: () => Promise<Keyring | null>;
  /** Learns every value. */
  readonly redactor: Redactor;
  /** Is told once of each secret file that other users may read. */
  readonly warn: (sentence: string) => void;
}

/** Reads secrets where they are kept, at the moment they are needed. */
export interface Secrets {
  /** The value. Throws Failure `auth`, which names the place and the mend. */
  resolve(ref: SecretRef): Promise<string>;
  /** How a Login reads the secrets of `account`; null for a key it has none by. */
  of(account: Pick<Account, 'secrets'>): (key: string) => Promise<string | null>;
  /** Where it is kept, for the screen; never the value. */
  describe(ref: SecretRef): string;
  /** Puts a secret into the system keyring and says where. Throws Failure `auth` where there is none. */
  keep(value: string, service: string, user: string): Promise<SecretRef>;
  /** Takes a secret of ours out of the system keyring; what is kept elsewhere is not ours to remove. */
  forget(ref: SecretRef): Promise<void>;
}

/** Under which name our own secrets are in the system keyring. */
export const KEYRING_SERVICE = 'sluice';

const NO_KEYRING_HINT = 'Use --api-key-env NAME or --api-key-file PATH instead';

function authFailure(message: string, hint: string, cause?: unknown): Failure {
  return new Failure({ kind: 'auth', message, hint }, { cause });
}

/** A reader of secrets. */
export function openSecrets(options: SecretsOptions): Secrets {
  const { env, home, files, redactor } = options;
  const warned = new Set<string>();

  const fromEnv = (name: string): string => {
    const value = env[name]?.trim();
    if (value) return value;
    const state = env[name] === undefined ? 'not set' : 'empty';
    throw authFailure(
      `The environment variable ${cleanText(name)} is ${state}`,
      'Set it and start again, or say where else the secret is',
    );
  };

  const fromFile = (ref: Extract<SecretRef, { kind: 'file' }>): string => {
    const shown = cleanText(shortenHome(expandHome(ref.path, home), home));
    const mend = 'Put the secret there, or say where else it is';
    let found: ReturnType<FileReader['read']>;
    try {
      found = files.read(expandHome(ref.path, home));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw authFailure(cleanText(why), mend, error);
    }
    if (!found) throw authFailure(`The secret's file ${shown} is not there`, mend);
    if (found.readableByOthers && !warned.has(ref.path)) {
      warned.add(ref.path);
      options.warn(`${shown} holds a secret and can be read by other users: chmod 600 mends it`);
    }
    if (ref.entry === undefined) {
      const whole = found.text.trim();
      if (whole) return whole;
      throw authFailure(`The secret's file ${shown} is empty`, mend);
    }
    const value = parseIni(found.text)
      .get(ref.section ?? '')
      ?.get(ref.entry.toLowerCase());
    if (value) return value;
    const section = ref.section ? ` in [${cleanText(ref.section)}]` : '';
    throw authFailure(`${shown} has no ${cleanText(ref.entry)}${section}`, mend);
  };

  const withKeyring = async <T>(task: (keyring: Keyring) => Promise<T>): Promise<T> => {
    const keyring = await options.keyring();
    if (!keyring) throw authFailure('There is no system keyring here', NO_KEYRING_HINT);
    try {
      return await task(keyring);
    } catch (error) {
      throw authFailure(
        'The system keyring could not be opened',
        `Unlock it and try again. ${NO_KEYRING_HINT}`,
        error,
      );
    }
  };

  const fromKeyring = async (service: string, user: string): Promise<string> => {
    const value = await withKeyring((keyring) => keyring.read(service, user));
    if (value) return value;
    throw authFailure(
      `The system keyring has nothing for ${cleanText(user)} under ${cleanText(service)}`,
      'Put the secret there, or say where else it is',
    );
  };

  const read = async (ref: SecretRef): Promise<string> => {
    switch (ref.kind) {
      case 'env':
        return fromEnv(ref.name);
      case 'file':
        return fromFile(ref);
      case 'keyring':
        return fromKeyring(ref.service, ref.user);
      case 'stored':
        return ref.value;
    }
  };

  const resolve = async (ref: SecretRef): Promise<string> => {
    const value = await read(ref);
    redactor.add(value);
    return value;
  };

  return {
    resolve,
    of: (account) => async (key) => {
      const ref = Object.hasOwn(account.secrets, key) ? account.secrets[key] : undefined;
      return ref ? resolve(ref) : null;
    },
    describe(ref) {
      switch (ref.kind) {
        case 'env':
          return cleanText(`$${ref.name}`);
        case 'file': {
          const file = shortenHome(expandHome(ref.path, home), home);
          return cleanText(ref.section === undefined ? `file ${file}` : `file ${file} [${ref.section}]`);
        }
        case 'keyring':
          return 'system keyring';
        case 'stored':
          return 'stored in config.json (mode 0600)';
      }
    },
    async keep(value, service, user) {
      redactor.add(value);
      await withKeyring((keyring) => keyring.write(service, user, value));
      return { kind: 'keyring', service, user };
    },
    async forget(ref) {
      if (ref.kind !== 'keyring' || ref.service !== KEYRING_SERVICE) return;
      await withKeyring((keyring) => keyring.remove(ref.service, ref.user));
    },
  };
}
