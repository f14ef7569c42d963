import { describe, expect, test } from 'vitest';
import type { Account, SecretRef } from '../../../src/model/account.ts';
import { type Keyring, systemKeyring } from '../../../src/state/accounts/keyring.ts';
import { readSecretOptions } from '../../../src/state/accounts/secretOptions.ts';
import { openSecrets } from '../../../src/state/accounts/secrets.ts';
import { createRedactor } from '../../../src/state/home/redactor.ts';
import { memoryFiles } from './memoryFiles.ts';

function memoryKeyring(kept: Record<string, string> = {}): Keyring {
  const held = new Map(Object.entries(kept));
  return {
    read: async (service, user) => held.get(`${service}:${user}`) ?? null,
    write: async (service, user, secret) => {
      held.set(`${service}:${user}`, secret);
    },
    remove: async (service, user) => held.delete(`${service}:${user}`),
  };
}

function opened({
  env = {},
  texts = {},
  keyring = memoryKeyring(),
}: {
  env?: Record<string, string>;
  texts?: Record<string, string | null>;
  keyring?: Keyring | null;
} = {}) {
  const warnings: string[] = [];
  const redactor = createRedactor();
  const secrets = openSecrets({
    env,
    home: '/home/nina',
    files: memoryFiles(texts),
    keyring: async () => keyring,
    redactor,
    warn: (sentence) => warnings.push(sentence),
  });
  return { secrets, redactor, warnings };
}

const INI = '[other]\napi_key = wrong\n[rackspace_cloud]\nusername = nina\napi_key = 0f%1e#2d\n';
const IN_FILE: SecretRef = { kind: 'file', path: '~/c', section: 'rackspace_cloud', entry: 'api_key' };

describe('where a secret is', () => {
  test.each<[string, SecretRef, string]>([
    ['$KEY', { kind: 'env', name: 'KEY' }, 'from-env'],
    ['file ~/key', { kind: 'file', path: '~/key' }, 'whole file'],
    ['file ~/c [rackspace_cloud]', IN_FILE, '0f%1e#2d'],
    ['system keyring', { kind: 'keyring', service: 'pyrax', user: 'nina' }, 'from-keyring'],
    ['stored in config.json (mode 0600)', { kind: 'stored', value: 'as-stored' }, 'as-stored'],
  ])('%s', async (shown, ref, value) => {
    const { secrets, redactor } = opened({
      env: { KEY: 'from-env\n' },
      texts: { '~/key': '\nwhole file\n', '~/c': INI },
      keyring: memoryKeyring({ 'pyrax:nina': 'from-keyring' }),
    });
    expect(secrets.describe(ref)).toBe(shown);
    expect(await secrets.resolve(ref)).toBe(value);
    expect(redactor.text(`x ${value} x`)).toBe('x [redacted] x');
  });

  test.each<[SecretRef, RegExp]>([
    [{ kind: 'env', name: 'KEY' }, /The environment variable KEY is not set/],
    [{ kind: 'env', name: 'EMPTY' }, /The environment variable EMPTY is empty/],
    [{ kind: 'file', path: '~/gone' }, /file ~\/gone is not there/],
    [{ kind: 'file', path: '~/locked' }, /Cannot read ~\/locked: not allowed/],
    [{ kind: 'file', path: '~/blank' }, /~\/blank is empty/],
    [{ kind: 'file', path: '~/c', section: 'a', entry: 'api_key' }, /~\/c has no api_key in \[a\]/],
    [{ kind: 'keyring', service: 'pyrax', user: 'nina' }, /nothing for nina under pyrax/],
  ])('missing: %j', async (ref, message) => {
    const { secrets } = opened({
      env: { EMPTY: ' ' },
      texts: { '~/locked': null, '~/blank': '\n', '~/c': INI },
    });
    await expect(secrets.resolve(ref)).rejects.toMatchObject({
      problem: { kind: 'auth', message: expect.stringMatching(message), hint: expect.any(String) },
    });
  });

  test('no keyring, or a locked one, leaves a way', async () => {
    const ref: SecretRef = { kind: 'keyring', service: 'sluice', user: 'shop' };
    const problem = { kind: 'auth', hint: expect.stringContaining('--api-key-env') };
    await expect(opened({ keyring: null }).secrets.resolve(ref)).rejects.toMatchObject({ problem });
    const locked = { ...memoryKeyring(), read: () => Promise.reject(new Error('AccessDenied')) };
    await expect(opened({ keyring: locked }).secrets.resolve(ref)).rejects.toMatchObject({ problem });
  });

  test('a file that others can read is said once', async () => {
    const { secrets, warnings } = opened({ texts: { '~/c!': INI } });
    await secrets.resolve(IN_FILE);
    await secrets.resolve(IN_FILE);
    expect(warnings).toEqual(['~/c holds a secret and can be read by other users: chmod 600 mends it']);
  });

  test('an account gives the secrets it has, and null for others', async () => {
    const { secrets } = opened({ env: { KEY: 'abcd' } });
    const account: Pick<Account, 'secrets'> = { secrets: { apiKey: { kind: 'env', name: 'KEY' } } };
    const secret = secrets.of(account);
    expect([await secret('apiKey'), await secret('password'), await secret('constructor')]).toEqual([
      'abcd',
      null,
      null,
    ]);
  });

  test('kept in the keyring, read, and forgotten; what others keep there stays', async () => {
    const keyring = memoryKeyring({ 'pyrax:nina': 'theirs' });
    const { secrets } = opened({ keyring });
    const ref = await secrets.keep('0f1e2d', 'sluice', 'shop/apiKey');
    expect(ref).toEqual({ kind: 'keyring', service: 'sluice', user: 'shop/apiKey' });
    expect(await secrets.resolve(ref)).toBe('0f1e2d');
    await secrets.forget(ref);
    await expect(secrets.resolve(ref)).rejects.toThrow(/nothing for shop/);
    await secrets.forget({ kind: 'keyring', service: 'pyrax', user: 'nina' });
    expect(await keyring.read('pyrax', 'nina')).toBe('theirs');
  });

  test('the system keyring loads or is absent, and never falls back to one that forgets', async () => {
    const keyring = await systemKeyring();
    const read = await keyring?.read('sluice-test-nothing', 'nobody').catch(() => null);
    expect(read ?? null).toBeNull();
  });
});

describe('options of the command line', () => {
  test.each([
    [{}, null],
    [{ env: 'RAX_API_KEY' }, { kind: 'env', name: 'RAX_API_KEY' }],
    [{ file: '~/key' }, { kind: 'file', path: '~/key' }],
    [
      { file: '~/c#rackspace_cloud/api_key' },
      { kind: 'file', path: '~/c', section: 'rackspace_cloud', entry: 'api_key' },
    ],
    [{ keyring: true }, 'ask-for-keyring'],
    [{ keyring: false }, null],
  ])('%j', (given, source) => {
    expect(readSecretOptions('api-key', given)).toEqual(source);
  });

  test.each([
    [{ env: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' }, /--api-key-env wants the name/],
    [{ env: 'abcdef0123456789abcdef0123456789' }, /--api-key-env wants the name/],
    [{ env: '$KEY' }, /--api-key-env wants the name/],
    [{ file: ' ' }, /--api-key-file wants the path/],
    [{ env: 'KEY', file: '~/key' }, /exclude each other/],
  ])('%j is refused without repeating it', (given, message) => {
    expect(() => readSecretOptions('api-key', given)).toThrow(message);
    try {
      readSecretOptions('api-key', given);
    } catch (error) {
      expect(String(error)).not.toContain('0123456789');
    }
  });
});
