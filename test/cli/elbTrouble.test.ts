import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Trouble } from '../../src/sandbox/index.ts';
import { expiredSso, SSO_TOKEN } from '../flows/elbSso.ts';
import { refusal } from '../providers/elb/fakeAws.ts';
import { ScriptedServer } from '../providers/kit/scriptedServer.ts';
import { type AwsUser, awsUser } from './elbKit.ts';
import { Machine, type Ran } from './kit/cli.ts';

/** One line of what happened and one of what to do, without a stack and without a secret. */
function expectPlain({ out, err }: Ran, code: number, wanted: RegExp, secret: string): void {
  expect(out).toBe('');
  // Beside AWS's name for the request.
  expect(err.replace(/ \(request [\w-]+\)/, '')).toMatch(wanted);
  expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  expect(err).not.toMatch(/^\s+at |node_modules|Error:|Exception:/m);
  expect(err).not.toContain(secret);
  expect(code).toBeGreaterThan(0);
}

/** A command that fails in the way of the sandbox's trouble, with the debug log beside it. */
async function inTrouble(user: AwsUser, trouble: Trouble, line: string): Promise<Ran> {
  user.sandbox.control.fault(trouble);
  const log = path.join(user.machine.home, 'debug.log');
  const ran = await user.machine.run(`${line} --debug ${log}`);
  expect(fs.readFileSync(log, 'utf8')).not.toContain(user.sandbox.aws.secretAccessKey);
  user.sandbox.control.clearFaults();
  return ran;
}

describe('a command at AWS that fails', () => {
  it('says of a wrong key that AWS does not take it', async () => {
    const user = await awsUser();
    const { machine } = user;
    machine.env = { ...machine.env, PROD_SECRET: 'wrong-secret-of-nobody' };
    const ran = await machine.run('balancers');
    expectPlain(
      ran,
      ran.code,
      /^sluice: .*AWS does not take the keys \(SignatureDoesNotMatch\)\n {2}Check the access key and its secret/,
      'wrong-secret-of-nobody',
    );
    expect(ran.code).toBe(3);
    expect((await machine.run('accounts check prod')).code).toBe(3);
  });

  it('says of an SSO session that has ended how it is renewed', async () => {
    const machine = new Machine();
    // The SDK looks for the tokens in the home folder of the process.
    vi.stubEnv('HOME', machine.home);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expiredSso(machine.home);
    const { value } = await machine.json('accounts');
    const dev = (value as { name: string; engine: string }[]).find(({ name }) => name.includes('dev'));
    expect(dev?.engine).toBe('elb');
    const ran = await machine.run(`balancers -a ${dev?.name}`);
    expectPlain(
      ran,
      ran.code,
      /^sluice: .*The sign-in of the profile dev has ended or was never made\n {2}Run: aws sso login --profile dev\n$/,
      SSO_TOKEN,
    );
    expect(ran.code).toBe(3);
  });

  it('says of keys that have ended that new ones are needed', async () => {
    const user = await awsUser();
    const ran = await inTrouble(user, { kind: 'expired-token' }, 'balancers');
    expectPlain(ran, ran.code, /\(ExpiredToken\)\n {2}The keys have ended: get new ones/, 'PROD_SECRET');
    expect(ran.code).toBe(3);
  });

  it('says how wrong the clock is where that is the reason', async () => {
    const user = await awsUser();
    const ahead = () => new Date(Date.now() + 12 * 60_000).toUTCString();
    const server = await ScriptedServer.start(() => {
      const answer = refusal('RequestExpired', 'Request has expired');
      return typeof answer === 'function' ? answer : { ...answer, headers: { date: ahead() } };
    });
    onTestFinished(() => server.close());
    user.machine.env = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret-of-nobody',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: server.url,
    };
    const ran = await user.machine.run('balancers -a aws-env');
    expectPlain(
      ran,
      ran.code,
      /this machine’s clock is 12 minutes slow \(RequestExpired\)\n {2}Set the clock right, then try again\n$/,
      'secret-of-nobody',
    );
    expect(ran.code).toBe(3);
  });

  it('waits where AWS throttles it, and says so where that does not end', async () => {
    const user = await awsUser();
    user.sandbox.control.fault({ kind: 'throttled', path: 'DescribeLoadBalancers', count: 2 });
    expect(await user.does('balancers')).toContain('web-classic');
    const ran = await inTrouble(user, { kind: 'throttled' }, 'balancers');
    expectPlain(
      ran,
      ran.code,
      /Rate exceeded \(Throttling\)\n {2}Wait a minute: AWS counts the requests of all tools of the account together\n$/,
      user.sandbox.aws.secretAccessKey,
    );
    expect(ran.code).toBe(1);
  });

  it('names the permission that is missing for tags, and does the rest without it', async () => {
    const user = await awsUser();
    const denied = { kind: 'denied', path: 'Tags' } as const;
    const nodes = await inTrouble(user, denied, 'nodes web-classic');
    expect(nodes).toMatchObject({ code: 0, out: expect.stringContaining('classic-web-4') });
    const read = await inTrouble(user, denied, 'get web-classic tags');
    const wanted = (action: string) =>
      new RegExp(
        `elasticloadbalancing:${action} is not allowed \\(AccessDenied\\)\\n {2}Ask the account’s administrator for the permission elasticloadbalancing:${action}\\n$`,
      );
    const { secretAccessKey } = user.sandbox.aws;
    expectPlain(read, read.code, wanted('DescribeTags'), secretAccessKey);
    const add = await inTrouble(
      user,
      { kind: 'denied', path: 'AddTags' },
      'add web-classic tags key=owner value=nina',
    );
    expectPlain(add, add.code, wanted('AddTags'), secretAccessKey);
    const drain = await inTrouble(
      user,
      { kind: 'denied', path: 'AddTags' },
      'drain web-classic classic-web-1',
    );
    expect(drain.code).toBe(0);
    expect(drain.err).toContain(
      'Only this machine knows that it is to come back: Could not note in the tags',
    );
    expect(drain.err).toContain(
      'Ask the account’s administrator for the permission elasticloadbalancing:AddTags',
    );
    expect(drain.err).not.toContain(secretAccessKey);
  });

  it('says what is wrong with the answer of something that is not AWS', async () => {
    const user = await awsUser();
    const ran = await inTrouble(user, { kind: 'status', status: 502 }, 'balancers');
    expectPlain(ran, ran.code, /HTTP 502, unreadable answer/, user.sandbox.aws.secretAccessKey);
    const down = await inTrouble(user, { kind: 'down' }, 'balancers');
    expectPlain(down, down.code, /sluice: /, user.sandbox.aws.secretAccessKey);
  });

  it('is one line of JSON where that is wanted', async () => {
    const user = await awsUser();
    const ran = await inTrouble(user, { kind: 'expired-token' }, 'balancers --json');
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(ran.err)).toMatchObject({ error: { kind: 'auth' } });
  });
});
