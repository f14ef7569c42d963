import { describe, expect, test } from 'vitest';
import { discoverAccounts } from '../../../src/state/accounts/discovery.ts';
import { memoryFiles } from './memoryFiles.ts';

function discover(texts: Record<string, string | null>, env: Record<string, string> = {}) {
  return discoverAccounts({ env, home: '/home/nina', files: memoryFiles(texts) });
}

const SECRET = 'wJalrXUtnFEMI/K7MDENG';
const KEYS = `aws_access_key_id = AKIA1\naws_secret_access_key = ${SECRET}\n`;

describe('the profiles of the AWS command', () => {
  test('each that has a way to keys, once, without its keys', () => {
    const { accounts, warnings } = discover({
      '~/.aws/config': `
[default]
region = eu-west-1
[profile prod]
region = EU-NORTH-1
role_arn = arn:aws:iam::1:role/ops
source_profile = base
[profile "dev"]
sso_session = corp
[profile quiet]
region = us-west-2
output = json
[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.example.net
[services local]
ec2 =
  endpoint_url = http://127.0.0.1:1
[stray]
role_arn = x
`,
      '~/.aws/credentials': `[default]\n${KEYS}[base]\n${KEYS}region = us-east-2\n`,
    });
    expect(accounts.map(({ name, region, settings }) => [name, region, settings])).toEqual([
      ['aws-default', 'eu-west-1', { profile: 'default' }],
      ['aws-prod', 'eu-north-1', { profile: 'prod' }],
      ['aws-dev', null, { profile: 'dev' }],
      ['aws-base', 'us-east-2', { profile: 'base' }],
    ]);
    expect(accounts[1]).toMatchObject({
      id: 'found:~/.aws/config [profile prod]:prod',
      engine: 'elb',
      secrets: {},
      origin: { kind: 'discovered', from: '~/.aws/config [profile prod]' },
    });
    expect(accounts[3]?.origin).toEqual({ kind: 'discovered', from: '~/.aws/credentials [base]' });
    expect(JSON.stringify(accounts)).not.toContain(SECRET);
    expect(warnings).toEqual([]);
  });

  test('are read where the variables say', () => {
    const { accounts } = discover(
      { '~/work/aws': '[profile a]\ncredential_process = x\n', '~/keys': `[b]\n${KEYS}` },
      { AWS_CONFIG_FILE: '/home/nina/work/aws', AWS_SHARED_CREDENTIALS_FILE: '~/keys' },
    );
    expect(accounts.map(({ origin }) => origin)).toEqual([
      { kind: 'discovered', from: '~/work/aws [profile a]' },
      { kind: 'discovered', from: '~/keys [b]' },
    ]);
  });

  test('keys in the environment are an account of their own, by reference', () => {
    const { accounts } = discover(
      {},
      {
        AWS_ACCESS_KEY_ID: 'ASIA7',
        AWS_SECRET_ACCESS_KEY: SECRET,
        AWS_SESSION_TOKEN: 'token',
        AWS_DEFAULT_REGION: 'sa-east-1',
      },
    );
    expect(accounts).toEqual([
      {
        id: 'found:AWS_ACCESS_KEY_ID:ASIA7',
        name: 'aws-env',
        engine: 'elb',
        region: 'sa-east-1',
        settings: { accessKeyId: 'ASIA7' },
        secrets: {
          secretAccessKey: { kind: 'env', name: 'AWS_SECRET_ACCESS_KEY' },
          sessionToken: { kind: 'env', name: 'AWS_SESSION_TOKEN' },
        },
        origin: { kind: 'discovered', from: 'AWS_ACCESS_KEY_ID' },
        production: false,
        readOnly: false,
        isDefault: false,
      },
    ]);
    expect(discover({}, { AWS_ACCESS_KEY_ID: 'AKIA1' })).toEqual({
      accounts: [],
      warnings: ['AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY, so it is not used'],
    });
  });

  test('a file that may not be read is said and takes nothing else away', () => {
    const { accounts, warnings } = discover({
      '~/.aws/config': null,
      '~/.aws/credentials': `[a\u001b[2Jb]\n${KEYS}`,
    });
    expect(accounts.map(({ name }) => name)).toEqual(['aws-ab']);
    expect(warnings).toEqual(['Cannot read ~/.aws/config: not allowed']);
  });
});
