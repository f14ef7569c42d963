import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Form } from '../../../src/model/form.ts';
import { Failure } from '../../../src/model/problem.ts';
import { openElb } from '../../../src/providers/elb/open.ts';
import { readProfiles } from '../../../src/providers/elb/profiles.ts';
import type { Ask, ProviderContext } from '../../../src/providers/provider.ts';
import { codedProfiles } from '../../flows/elbCode.ts';
import { oneTimeCode, wrongCode } from '../../kit/oneTimeCode.ts';
import { clientsOf } from '../../sandbox/aws/clients.ts';
import { openSandbox } from '../../sandbox/client.ts';
import { testMemory } from '../kit/memory.ts';
import { problemFrom } from '../kit/problems.ts';
import { drive, never } from '../kit/rackspaceDouble.ts';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'sluice-code-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A program whose user has the profile `admin` of a sandbox and answers each question with the right code. */
async function program() {
  const { sandbox, clock } = await openSandbox({ signatureTimes: false });
  const HOME = folder();
  codedProfiles(HOME, sandbox);
  const forms: Form[] = [];
  const log: string[] = [];
  const person = { answer: (_field: number) => oneTimeCode(sandbox.aws.role.seed, clock.now()) };
  const ask: Ask = async ({ form, accept }) => {
    forms.push(form);
    return accept(Object.fromEntries(form.fields.map(({ key }, field) => [key, person.answer(field)])));
  };
  const context: ProviderContext = {
    clock,
    memory: testMemory(),
    random: () => 0.5,
    debug: (event, facts) => log.push(`${event} ${JSON.stringify(facts)}`),
    env: { HOME },
    userAgent: 'sluice-test/1',
    ask,
  };
  const open = async (region: string | null = null) => {
    const login = { account: 'prod', region, settings: { profile: 'admin' }, secret: async () => null };
    const provider = await drive(clock, openElb(login, context, { signal: never }));
    onTestFinished(() => provider.close());
    const list = () => drive(clock, provider.listBalancers({ signal: never }));
    const signIn = provider.signIn;
    if (!signIn) throw new Error('nobody is ever asked');
    return { list, signIn, again: () => drive(clock, signIn.run({ signal: never })) };
  };
  return { sandbox, clock, context, forms, log, person, open };
}

describe('a profile that wants a one-time code', () => {
  it('is asked for it once, whatever the region and however often it is read', async () => {
    const { forms, open } = await program();
    const [east, west] = await Promise.all([open(), open('us-west-2')]);
    expect(forms).toMatchObject([
      {
        title: 'One-time code for prod',
        fields: [{ kind: 'secret', help: 'Six digits of the device sandbox, for the role operator' }],
      },
    ]);
    expect(await east.list()).toHaveLength(6);
    expect(await west.list()).toHaveLength(1);
    await east.again();
    expect(forms).toHaveLength(1);
  });

  it('fails without a question once the keys have ended, and is asked on request', async () => {
    const { clock, forms, open } = await program();
    const [east, west] = [await open(), await open('us-west-2')];
    await clock.advance(880_000);
    expect(east.signIn.needed()).toBe(false);
    await clock.advance(20_000);
    expect([east.signIn.needed(), west.signIn.needed()]).toEqual([true, true]);
    expect(await problemFrom(east.list())).toMatchObject({
      kind: 'auth',
      message: 'The sign-in of the profile admin has ended',
    });
    expect(forms).toHaveLength(1);
    await west.again();
    expect(await east.list()).toHaveLength(6);
    expect(forms).toHaveLength(2);
  });

  it('is asked again after AWS has said that the keys have ended, and not for another refusal', async () => {
    const { sandbox, clock, open } = await program();
    const east = await open();
    expect(await problemFrom(open('sa-east-1'))).toMatchObject({ kind: 'auth' });
    expect(east.signIn.needed()).toBe(false);
    sandbox.control.fault({ kind: 'expired-token', count: 1 });
    expect(await problemFrom(east.list())).toMatchObject({ kind: 'auth' });
    expect(east.signIn.needed()).toBe(true);
    // A code is good once.
    await clock.advance(30_000);
    await east.again();
    expect(await east.list()).toHaveLength(6);
  });

  it('takes no other code, and tells a wrong one from a wrong device', async () => {
    const { sandbox, clock, context, log, person, open } = await program();
    const code = wrongCode(sandbox.aws.role.seed, clock.now());
    person.answer = () => code;
    expect(await problemFrom(open())).toEqual({
      kind: 'invalid',
      message: 'The code was not accepted: it is mistyped, too old, or was used before',
      hint: 'Wait for the next one and type that',
    });
    expect(log.join('\n')).not.toContain(code);
    const home = context.env['HOME'] ?? '';
    writeFileSync(
      path.join(home, '.aws', 'config'),
      `[profile admin]\nrole_arn = ${sandbox.aws.role.arn}\nsource_profile = base\nmfa_serial = GAHT12345678\nregion = us-east-1\nendpoint_url = ${sandbox.aws.endpoint}\n`,
    );
    const problem = await problemFrom(open());
    expect(problem.kind).toBe('auth');
    expect(problem.message).toContain('verify your MFA serial number');
  });

  it('is asked for each role on the way in one form', async () => {
    const { sandbox, clock, context, forms, person, open } = await program();
    const { arn, device, seed } = sandbox.aws.role;
    // The code that was shown, and the one after it.
    person.answer = (field) => oneTimeCode(seed, clock.now() - 30_000 * (1 - field));
    const coded = (source: string) =>
      `role_arn = ${arn}\nsource_profile = ${source}\nmfa_serial = ${device}\n`;
    writeFileSync(
      path.join(context.env['HOME'] ?? '', '.aws', 'config'),
      `[profile middle]\n${coded('base')}[profile admin]\n${coded('middle')}region = us-east-1\nendpoint_url = ${sandbox.aws.endpoint}\n`,
    );
    expect(await (await open()).list()).toHaveLength(6);
    expect(forms.map(({ fields }) => fields.map(({ label }) => label))).toEqual([['Code 1', 'Code 2']]);
    expect(forms[0]?.fields.map(({ help }) => help)).toEqual([
      'Six digits of the device sandbox, for the role operator',
      'Six digits of the device sandbox, for the role operator. Wait for its next code: each is good for one role',
    ]);
  });

  it('stays closed without an answer, and says what else would do where nobody can answer', async () => {
    const { context, open } = await program();
    const silent: Ask = () => Promise.reject(new Failure({ kind: 'cancelled', message: 'left' }));
    Object.assign(context, { ask: silent });
    expect(await problemFrom(open())).toEqual({
      kind: 'cancelled',
      message: 'prod is not signed in: no one-time code was given',
    });
    Object.assign(context, { ask: undefined });
    expect(await problemFrom(open())).toMatchObject({
      kind: 'auth',
      hint: 'Sign in first, with: aws sts get-caller-identity --profile admin. That session is used until it ends',
    });
  });
});

describe('a session that the AWS command has kept', () => {
  /** The program, after the AWS command was given the code that is shown now, for as many seconds as the profile says. */
  async function afterAwsCommand() {
    const world = await program();
    const { sandbox, clock, context } = world;
    const { role } = sandbox.aws;
    const { sts } = clientsOf(sandbox);
    const request = { RoleArn: role.arn, SerialNumber: role.device, DurationSeconds: 900 };
    const signIn = async (written = (ends: Date) => ends.toISOString().replace('.000Z', 'UTC')) => {
      const TokenCode = oneTimeCode(role.seed, clock.now());
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({ ...request, RoleSessionName: 'botocore-session-1', TokenCode }),
      );
      const Expiration = written(Credentials?.Expiration ?? new Date(Number.NaN));
      keep(context.env, request, { Credentials: { ...Credentials, Expiration } });
    };
    return { ...world, signIn };
  }

  function keep(env: ProviderContext['env'], request: Record<string, string | number>, answer: object): void {
    const folder = path.join(env['HOME'] ?? '', '.aws', 'cli', 'cache');
    const text = `{${Object.entries(request)
      .sort()
      .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
      .join(', ')}}`;
    mkdirSync(folder, { recursive: true });
    const file = `${createHash('sha1').update(text).digest('hex')}.json`;
    writeFileSync(path.join(folder, file), JSON.stringify(answer), { mode: 0o600 });
  }

  it('is used, also where nobody can answer, until it ends', async () => {
    const { clock, context, forms, open, signIn } = await afterAwsCommand();
    await signIn();
    Object.assign(context, { ask: undefined });
    const east = await open();
    expect(await east.list()).toHaveLength(6);
    await clock.advance(900_000);
    expect(await problemFrom(east.list())).toMatchObject({ kind: 'auth' });
    expect(await problemFrom(east.again())).toMatchObject({
      hint: 'Sign in first, with: aws sts get-caller-identity --profile admin. That session is used until it ends',
    });
    await signIn((ends) => ends.toISOString().replace('.000Z', '+00:00'));
    expect(await east.list()).toHaveLength(6);
    expect(forms).toEqual([]);
  });

  it('is not used once AWS has said that it has ended', async () => {
    const { sandbox, clock, forms, open, signIn } = await afterAwsCommand();
    await signIn();
    const east = await open();
    sandbox.control.fault({ kind: 'expired-token', count: 1 });
    expect(await problemFrom(east.list())).toMatchObject({ kind: 'auth' });
    expect(east.signIn.needed()).toBe(true);
    await clock.advance(30_000);
    await east.again();
    expect(await east.list()).toHaveLength(6);
    expect(forms).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['is no session', { Credentials: {} }],
    [
      'never ends',
      { Credentials: { AccessKeyId: 'a', SecretAccessKey: 'b', SessionToken: 'c', Expiration: '-' } },
    ],
    ['is no object', 'x'],
  ])('is passed over where it %s', async (_what, kept) => {
    const { sandbox, context, forms, open } = await program();
    const { arn, device } = sandbox.aws.role;
    keep(context.env, { RoleArn: arn, SerialNumber: device, DurationSeconds: 900 }, Object(kept));
    expect(await (await open()).list()).toHaveLength(6);
    expect(forms).toHaveLength(1);
  });
});

describe('the roles that want a code', () => {
  const KEYS = 'aws_access_key_id = AKIA1\naws_secret_access_key = x\n';
  it.each<[string, string, string[]]>([
    ['none', 'role_arn = r1\nsource_profile = base', []],
    ['a device and no role', 'mfa_serial = d1', []],
    ['one', 'role_arn = r1\nsource_profile = base\nmfa_serial = d1', ['r1 d1']],
    ['of an instance', 'role_arn = r1\ncredential_source = Ec2InstanceMetadata\nmfa_serial = d1', ['r1 d1']],
    ['on the way', 'role_arn = r1\nsource_profile = middle', ['r2 d2']],
    ['both', 'role_arn = r1\nsource_profile = middle\nmfa_serial = d1', ['r2 d2', 'r1 d1']],
    ['of itself', `role_arn = r1\nsource_profile = p\nmfa_serial = d1\n${KEYS}`, ['r1 d1']],
    ['in a circle', 'role_arn = r1\nsource_profile = p\nmfa_serial = d1', ['r1 d1']],
  ])('%s', async (_what, entries, wanted) => {
    const home = folder();
    const AWS_CONFIG_FILE = path.join(home, 'config');
    const middle = '[profile middle]\nrole_arn = r2\nsource_profile = base\nmfa_serial = d2\n';
    writeFileSync(AWS_CONFIG_FILE, `[profile p]\n${entries}\n${middle}[profile base]\n${KEYS}`);
    const env = { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'none') };
    const profile = (await readProfiles(env)).of('p');
    expect(profile?.coded.map(({ role, device }) => `${role} ${device}`)).toEqual(wanted);
  });
});
