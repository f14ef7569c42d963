import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountForm } from '../../../src/providers/elb/accountForm.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { faultsOf } from '../../../src/state/form/checkForm.ts';
import { problemFrom } from '../kit/problems.ts';
import { refusal } from './fakeAws.ts';
import { type AwsDouble, awsDouble, never, SECRET } from './kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-aws-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** The AWS settings files with these texts, as variables. */
function awsFiles(config: string, credentials = ''): Record<string, string> {
  files++;
  const at = (name: string, text: string) => {
    const path = join(folder, `${name}-${files}`);
    writeFileSync(path, text);
    return path;
  };
  return {
    AWS_CONFIG_FILE: at('config', config),
    AWS_SHARED_CREDENTIALS_FILE: at('credentials', credentials),
  };
}

const KEYS = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`;

/** An account without keys of its own, with these settings beside the double's endpoint. */
async function accountOf(
  settings: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  region: string | null = null,
): Promise<AwsDouble> {
  const double = await awsDouble({ env, login: { region } });
  const endpoint = double.server.url;
  return Object.assign(double, {
    login: Object.assign(double.login, { settings: { endpoint, ...settings } }),
  });
}

/** The key and the region in the last request's signature. */
function signedWith({ server }: AwsDouble): string {
  const header = server.seen.at(-1)?.headers.authorization ?? '';
  const [, key, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(header) ?? [];
  return `${key} ${region}`;
}

describe('the keys', () => {
  const both = awsFiles(
    '[default]\nregion = eu-west-1\n[profile prod]\nregion = eu-north-1\n[services x]\n[sso-session y]\n',
    `[default]\n${KEYS('AKIADEFAULT')}[prod]\n${KEYS('AKIAPROD')}`,
  );
  const ENV = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: SECRET, AWS_REGION: 'us-west-2' };

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    [
      'the account’s profile',
      { profile: 'prod' },
      { ...both, AWS_PROFILE: 'default' },
      'AKIAPROD eu-north-1',
    ],
    [
      'AWS_PROFILE before keys in the environment',
      {},
      { ...both, ...ENV, AWS_PROFILE: 'prod' },
      'AKIAPROD us-west-2',
    ],
    ['keys in the environment', {}, { ...both, ...ENV }, 'AKIAENV us-west-2'],
    ['the default profile', {}, both, 'AKIADEFAULT eu-west-1'],
    ['AWS_DEFAULT_REGION', {}, { ...both, AWS_DEFAULT_REGION: 'sa-east-1' }, 'AKIADEFAULT sa-east-1'],
  ])('are found by %s', async (_, settings, env, signed) => {
    const double = await accountOf(settings, env);
    const provider = await double.open();
    expect(signedWith(double)).toBe(signed);
    expect(provider.region).toBe(signed.split(' ')[1]);
  });

  it('are the account’s own, and the region that was asked for counts first', async () => {
    const double = await awsDouble({ env: { AWS_REGION: 'us-west-2' } });
    const provider = await double.open();
    expect(signedWith(double)).toBe('AKIAIOSFODNN7EXAMPLE us-east-1');
    expect(provider).toMatchObject({ engine: 'elb', region: 'us-east-1' });
    expect(double.aws.bodies[0]?.get('PageSize')).toBe('1');
    expect(JSON.stringify(double.log)).not.toContain(SECRET);
  });

  it('are told apart from a profile that is not there, before anything is sent', async () => {
    const double = await accountOf({ profile: 'pord' }, both);
    const problem = await problemFrom(double.open());
    expect(problem).toEqual({
      kind: 'invalid',
      message: 'There is no AWS profile “pord”',
      hint: 'The AWS settings files have: default, prod',
    });
    expect(double.server.seen).toEqual([]);
  });

  it('are asked for in one place where there are none, and so is the region', async () => {
    expect(await problemFrom((await accountOf({}, {})).open())).toMatchObject({ kind: 'auth' });
    const nowhere = await accountOf({ profile: 'p' }, awsFiles('', `[p]\n${KEYS('AKIAP')}`));
    expect(await problemFrom(nowhere.open())).toMatchObject({
      kind: 'invalid',
      hint: 'Give it with --region, in the account, in AWS_REGION, or in the profile: us-east-1',
    });
  });

  it('that are refused show when the account is opened', async () => {
    const double = await awsDouble();
    double.aws.instead = () => refusal('InvalidClientTokenId', 'The security token is invalid', 403);
    expect(await problemFrom(double.open())).toMatchObject({ kind: 'auth', status: 403 });
    expect(double.server.seen).toHaveLength(1);
  });

  it('of a session that has ended: the command that renews it', async () => {
    const sso = awsFiles(
      '[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = ops\nregion = us-east-1\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example.net/start\nsso_registration_scopes = sso:account:access\n',
    );
    const double = await accountOf({ profile: 'dev' }, sso);
    expect(await problemFrom(double.open())).toEqual({
      kind: 'auth',
      message: 'The sign-in of the profile dev has ended or was never made',
      hint: 'Run: aws sso login --profile dev',
    });
    expect(double.server.seen).toEqual([]);
  });

  it('are looked for again when they were refused: the user has renewed them', async () => {
    const env = awsFiles('[profile p]\nregion = us-east-1\n', `[p]\n${KEYS('AKIAOLD')}`);
    const double = await accountOf({ profile: 'p' }, env);
    const provider = await double.open();
    double.aws.instead = () => refusal('ExpiredToken', 'The security token has expired', 403);
    expect(await problemFrom(list(double, provider))).toMatchObject({ kind: 'auth' });
    writeFileSync(env['AWS_SHARED_CREDENTIALS_FILE'] ?? '', `[p]\n${KEYS('AKIANEW')}`);
    double.aws.instead = () => null;
    await list(double, provider);
    expect(signedWith(double)).toBe('AKIANEW us-east-1');
  });

  it('of a program', async () => {
    const script = `${process.execPath} -e "console.log(JSON.stringify({Version:1,AccessKeyId:'AKIAPROGRAM',SecretAccessKey:'secret-of-program'}))"`;
    const env = awsFiles(`[profile p]\nregion = us-east-1\ncredential_process = ${script}\n`);
    const double = await accountOf({ profile: 'p' }, env);
    await double.open();
    expect(signedWith(double)).toBe('AKIAPROGRAM us-east-1');
  });
});

describe('the endpoint', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: SECRET, AWS_REGION: 'us-east-1' };

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING'])(
    'of %s is followed and shown',
    async (variable) => {
      const double = await awsDouble({ env: keys, login: { region: null, settings: {} } });
      Object.assign(double.context.env, { [variable]: double.server.url });
      const provider = await double.open();
      expect(provider.label).toBe(`AWS ELB (127.0.0.1:${double.server.port})`);
      expect(provider.regions).toEqual(['us-east-1']);
    },
  );

  it('of a profile and of its services is followed', async () => {
    const double = await awsDouble({ login: { region: null, settings: { profile: 'emu' } } });
    const env = awsFiles(
      `[profile emu]\nregion = us-east-1\nservices = local\nendpoint_url = http://127.0.0.1:9\n[services local]\nelastic_load_balancing =\n  endpoint_url = ${double.server.url}\n`,
      `[emu]\n${KEYS('AKIAEMU')}`,
    );
    Object.assign(double.context.env, env);
    const provider = await double.open();
    expect(provider.label).toContain(String(double.server.port));
  });

  it('of the sandbox is not shown, and has a path', async () => {
    const double = await awsDouble({ login: { account: 'sandbox-aws' } });
    Object.assign(double.login.settings, { endpoint: `${double.server.url}/aws` });
    const provider = await double.open();
    expect(provider.label).toBe('AWS ELB');
    expect(double.server.seen[0]?.url).toBe('/aws/');
  });

  it('that is none is refused by name', async () => {
    const double = await awsDouble({
      login: { settings: { accessKeyId: 'AKIA', endpoint: 'localhost:4566' } },
    });
    expect(await problemFrom(double.open())).toMatchObject({ kind: 'invalid' });
  });
});

describe('the account form', () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, []],
    [{ profile: 'prod' }, []],
    [{ accessKeyId: 'AKIA1', secretAccessKey: 's' }, []],
    [{ accessKeyId: 'AKIA1' }, ['secretAccessKey']],
    [{ secretAccessKey: 's' }, ['accessKeyId']],
    [{ profile: 'prod', accessKeyId: 'AKIA1', secretAccessKey: 's' }, ['profile']],
    [{ instanceRole: 'yes', profile: 'x' }, ['profile']],
    [{ endpoint: 'localhost:4566' }, ['endpoint']],
    [{ endpoint: 'http://u@h/' }, ['endpoint']],
  ])('%j', (values, faulty) => {
    expect(Object.keys(faultsOf(accountForm, values))).toEqual(faulty);
  });
});

function list({ run }: AwsDouble, provider: Provider): Promise<unknown> {
  return run(provider.listBalancers({ signal: never }));
}
