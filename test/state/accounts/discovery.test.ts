import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discoverAccounts } from '../../../src/state/accounts/discovery.ts';
import { parseIni } from '../../../src/state/accounts/ini.ts';
import { diskReader } from '../../../src/state/home/fileReader.ts';
import { tempFolder } from '../home/tempFolder.ts';
import { memoryFiles } from './memoryFiles.ts';

function discover(env: Record<string, string>, texts: Record<string, string | null> = {}) {
  return discoverAccounts({ env, home: '/home/nina', files: memoryFiles(texts) });
}

const CREDENTIALS = '[rackspace_cloud]\nusername = nina\napi_key = 0f1e%2d=3c#4b\n';

describe('what the environment says', () => {
  test('nothing set, nothing found', () => {
    expect(discover({})).toEqual({ accounts: [], warnings: [] });
  });

  test('each tool with its own variables, in order', () => {
    const { accounts, warnings } = discover({
      OS_USERNAME: 'olga',
      OS_PASSWORD: 'x',
      OS_AUTH_URL: 'https://identity.api.rackspacecloud.com/v2.0/',
      OS_REGION_NAME: 'syd',
      OS_TENANT_ID: '480015',
      RS_USERNAME: 'rita',
      RS_API_KEY: 'x',
      RS_REGION_NAME: 'ORD',
      RAX_USERNAME: 'nina',
      RAX_API_KEY: 'x',
      RAX_REGION: 'dfw',
    });
    expect(warnings).toEqual([]);
    expect(accounts.map(({ name, region }) => [name, region])).toEqual([
      ['rax-nina', 'DFW'],
      ['rs-rita', 'ORD'],
      ['os-olga', 'SYD'],
    ]);
    expect(accounts[2]).toMatchObject({
      engine: 'rackspace',
      settings: {
        username: 'olga',
        identityUrl: 'https://identity.api.rackspacecloud.com/v2.0/',
        tenantId: '480015',
      },
      secrets: { password: { kind: 'env', name: 'OS_PASSWORD' } },
      origin: { kind: 'discovered', from: 'OS_USERNAME' },
    });
    expect(accounts[0]?.settings).toEqual({ username: 'nina' });
  });

  test.each([
    ['https://keystone.example.net:5000/v3', 0],
    ['https://identity.api.rackspacecloud.com/v3', 0],
    ['https://rackspacecloud.com.example.net/', 0],
    ['https://identity.api.rackspacecloud.com', 1],
    ['https://identity.example.net/v2.0', 1],
    ['not an address', 0],
  ])('OpenStack variables for %s: %i', (OS_AUTH_URL, count) => {
    expect(discover({ OS_USERNAME: 'o', OS_PASSWORD: 'x', OS_AUTH_URL }).accounts).toHaveLength(count);
  });

  test('half a login is said and not used', () => {
    const { accounts, warnings } = discover({ RAX_USERNAME: 'nina', RAX_API_KEY: '', RS_API_KEY: 'x' });
    expect(accounts).toEqual([]);
    expect(warnings).toEqual([
      'RAX_USERNAME is set without RAX_API_KEY, so it is not used',
      'RS_API_KEY is set without RS_USERNAME, so it is not used',
    ]);
  });

  test('a credential file that a variable names', () => {
    const { accounts, warnings } = discover(
      { RAX_CREDS_FILE: '~/secret/rax', RAX_REGION: 'IAD' },
      { '~/secret/rax': CREDENTIALS },
    );
    expect(warnings).toEqual([]);
    expect(accounts).toMatchObject([
      {
        name: 'rax-nina',
        region: 'IAD',
        secrets: {
          apiKey: {
            kind: 'file',
            path: '/home/nina/secret/rax',
            section: 'rackspace_cloud',
            entry: 'api_key',
          },
        },
      },
    ]);
    expect(discover({ RAX_CREDENTIALS: '/nowhere' }).warnings).toEqual([
      'The credential file /nowhere is not there',
    ]);
  });
});

describe('pyrax', () => {
  const CONFIG = `
# comment
[personal]
identity_type = rackspace
region = ORD
keyring_username = nina
auth_endpoint = https://identity.api.rackspacecloud.com/v2.0/
verify_ssl = False

[work]
keyring_username = wanda
[private-cloud]
identity_type = keystone
`;

  test('each environment is an account, by the credential file or the keyring', () => {
    const { accounts, warnings } = discover(
      { CLOUD_REGION: 'LON' },
      { '~/.pyrax.cfg': CONFIG, '~/.rackspace_cloud_credentials': CREDENTIALS },
    );
    expect(accounts).toMatchObject([
      {
        name: 'pyrax-personal',
        region: 'ORD',
        origin: { from: '~/.pyrax.cfg [personal]' },
        settings: { username: 'nina', identityUrl: 'https://identity.api.rackspacecloud.com/v2.0/' },
        secrets: { apiKey: { kind: 'file', path: '/home/nina/.rackspace_cloud_credentials' } },
      },
      {
        name: 'pyrax-work',
        region: 'LON',
        secrets: { apiKey: { kind: 'keyring', service: 'pyrax', user: 'wanda' } },
      },
    ]);
    expect(accounts).toHaveLength(2);
    expect(warnings).toEqual([
      '~/.pyrax.cfg [personal] turns off verify_ssl; certificates are checked all the same',
      '~/.pyrax.cfg [private-cloud] is of identity type keystone and is not used',
    ]);
  });

  test('credentials in it are ignored aloud, and never repeated', () => {
    const found = discover({}, { '~/.pyrax.cfg': '[a]\nusername = nina\napi_key = s3cret\n' });
    expect(found.accounts).toEqual([]);
    expect(found.warnings).toEqual([
      '~/.pyrax.cfg [a] holds credentials, which are ignored there: a credential file is the place for them',
      '~/.pyrax.cfg [a] is not used: it has no keyring_username, and no credential file was found',
    ]);
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });

  test('its variables alone make one account; beside the file they make none', () => {
    const env = { CLOUD_KEYRING_USER: 'carl', CLOUD_REGION: 'hkg' };
    expect(discover(env).accounts).toMatchObject([{ name: 'cloud-carl', region: 'HKG' }]);
    const both = discover(env, { '~/.pyrax.cfg': '[a]\nregion = dfw\n' });
    expect(both.accounts).toMatchObject([{ name: 'pyrax-a', region: 'DFW', settings: { username: 'carl' } }]);
  });
});

describe('credential files', () => {
  test('one that nothing refers to is an account of its own', () => {
    const { accounts, warnings } = discover({}, { '~/.raxpub!': CREDENTIALS });
    expect(accounts).toMatchObject([{ name: 'file-nina', origin: { from: '~/.raxpub' } }]);
    expect(warnings).toEqual(['~/.raxpub holds a secret and can be read by other users: chmod 600 mends it']);
  });

  test('what cannot be read or understood is said, once', () => {
    const { accounts, warnings } = discover(
      { RAX_CREDS_FILE: '~/.raxpub' },
      { '~/.raxpub': null, '~/.rackspace_cloud_credentials': 'hello' },
    );
    expect(accounts).toEqual([]);
    expect(warnings).toEqual([
      'Cannot read ~/.raxpub: not allowed',
      '~/.rackspace_cloud_credentials has no [rackspace_cloud] section with a user name and an API key',
    ]);
  });

  test('control characters from a file do not reach the screen', () => {
    const { accounts } = discover({}, { '~/.pyrax.cfg': '[a\u001b[2Jb]\nkeyring_username = ni\u0007na\n' });
    expect(accounts).toMatchObject([{ name: 'pyrax-ab', settings: { username: 'nina' } }]);
  });

  test('folders, pipes and huge files are refused, on the real disk', () => {
    const home = tempFolder();
    fs.mkdirSync(path.join(home, '.pyrax.cfg'));
    fs.writeFileSync(path.join(home, '.raxpub'), Buffer.alloc(70_000, 'a'));
    const { accounts, warnings } = discoverAccounts({ env: {}, home, files: diskReader });
    expect(accounts).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/raxpub: it is larger than 64 kB/),
      expect.stringMatching(/pyrax\.cfg: it is not a plain file/),
    ]);
  });

  test('whatever the files say, nothing is thrown and every name can be typed', () => {
    const text = fc.array(
      fc.constantFrom(
        '[',
        ']',
        '=',
        '\n',
        'a',
        '[x]\n',
        'keyring_username=u\n',
        '%',
        '\u0000',
        'DEFAULT',
        '__proto__',
      ),
    );
    fc.assert(
      fc.property(text, text, (one, two) => {
        const { accounts } = discover({}, { '~/.pyrax.cfg': one.join(''), '~/.raxpub': two.join('') });
        for (const { name } of accounts) expect(name).toMatch(/^(pyrax|file)-[^\p{Cc}]*$/u);
      }),
    );
  });
});

test('INI values are raw', () => {
  const ini = parseIni(
    '\ufefftop = 1\r\n[ a ]\r\nKey = "x" # y = %z\n;no\n  indented: v\nnonsense\n[b]\n[a]\nkey2=2',
  );
  expect([...(ini.get('a') ?? [])]).toEqual([
    ['key', '"x" # y = %z'],
    ['indented', 'v'],
    ['key2', '2'],
  ]);
  expect(ini.get('')?.get('top')).toBe('1');
  expect(ini.get('b')?.size).toBe(0);
});
