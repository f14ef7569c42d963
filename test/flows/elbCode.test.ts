import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { oneTimeCode, wrongCode } from '../kit/oneTimeCode.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { elbAt } from './elbAt.ts';
import { codedProfiles } from './elbCode.ts';

/** As long as the profile says, milliseconds. */
const SESSION_MS = 900_000;

/** The program on the list of accounts, with the cursor on the profile whose role wants a one-time code. */
async function onCoded(debugFile?: string) {
  const app = await startSluice({ columns: 130, rows: 30, ...(debugFile ? { debugFile } : {}) });
  const sandbox = await app.sandbox();
  codedProfiles(app.home, sandbox);
  await app.press('r', 'g');
  for (let row = 0; row < 8 && !app.row('▌').includes('aws-admin'); row++) await app.press('j');
  expect(app.row('▌')).toContain('aws-admin');
  const { seed } = sandbox.aws.role;
  return {
    app,
    sandbox,
    code: () => oneTimeCode(seed, app.clock.now() + sandbox.control.summary().advancedMs),
    wrong: () => wrongCode(seed, app.clock.now()),
  };
}

const QUESTION = 'One-time code for aws-admin';
const asks = (app: SluiceUnderTest) => app.screen().includes(QUESTION);

/** AWS says so itself, whose clock is ahead of this machine's then. */
async function sessionEnds(app: SluiceUnderTest, { control }: Sandbox): Promise<void> {
  control.advance(SESSION_MS);
  await until(app, /ExpiredToken|has ended/);
  expect(app.message()).toContain('a new one-time code is asked for then');
  await until(app, 'has ended');
}

async function answer(app: SluiceUnderTest, code: string): Promise<void> {
  expect(app.screen()).toContain(QUESTION);
  await app.type(code);
  await app.press('enter');
}

describe('an account behind a one-time code', () => {
  it('asks for it when it is opened, and shows it to nobody', async () => {
    const { app, sandbox, code } = await onCoded();
    await app.press('enter');
    expect(app.screen()).toContain('Six digits of the device sandbox, for the role operator');
    expect(app.row('aws-admin')).toBeTruthy();
    const typed = code();
    await app.type(typed);
    expect(app.screen()).not.toContain(typed);
    await app.press('ctrl-s');
    await until(app, 'web-classic');
    expect(app.screen()).toContain('aws-admin · us-east-1');
    // What is done is done as the role.
    await app.press('/');
    await app.type('empty-elb');
    await app.press('enter', 'ctrl-d');
    await app.type('empty-elb');
    await app.press('enter');
    await until(app, 'empty-elb is deleted');
    expect(await elbAt(sandbox, 'web-classic').balancers()).not.toContain('empty-elb');
  });

  it('asks again after a wrong one, and says why', async () => {
    const { app, code, wrong } = await onCoded();
    await app.press('enter');
    await answer(app, '12345');
    expect(app.screen()).toContain('A code is six digits, as the device shows them');
    await app.press('ctrl-u');
    await answer(app, wrong());
    await until(app, 'The code was not accepted');
    expect(app.screen()).toContain('Wait for the next one and type that');
    await app.press('ctrl-u');
    await answer(app, code());
    await until(app, 'web-classic');
  });

  it('stays closed when nobody answers, and can be opened after all', async () => {
    const { app, code } = await onCoded();
    await app.press('enter');
    expect(asks(app)).toBe(true);
    await app.press('esc');
    expect(app.message()).toBe('aws-admin is not signed in: no one-time code was given');
    expect(app.row('▌')).toContain('aws-admin');
    await app.press('enter');
    await answer(app, code());
    await until(app, 'web-classic');
  });

  it('asks once for all regions, and for each role of its own', async () => {
    const { app, code } = await onCoded();
    await app.press('enter');
    await answer(app, code());
    await until(app, 'web-classic');
    const { accounts, sessions } = app.workspace;
    const { signal } = new AbortController();
    const west = await sessions.open(accounts.named('aws-admin'), 'us-west-2', signal);
    expect(west.region).toBe('us-west-2');
    await app.press('esc', 'esc', 'j');
    expect(app.row('▌')).toContain('aws-auditor');
    await app.press('enter');
    expect(app.screen()).toContain('One-time code for aws-auditor');
    await app.press('esc');
    expect(app.message()).toContain('aws-auditor is not signed in');
    await app.press('k', 'enter');
    await until(app, 'web-classic');
  });

  it('leaves the user alone once the keys have ended, until the user does something', async () => {
    const { app, sandbox, code } = await onCoded();
    await app.press('enter');
    await answer(app, code());
    await until(app, 'web-classic');
    await sessionEnds(app, sandbox);
    await until(app, 'The sign-in of the profile admin has ended');
    expect(app.message()).toContain('a new one-time code is asked for then');
    expect(asks(app)).toBe(false);
    await app.press('r');
    await answer(app, code());
    await until(app, /updated \ds ago/);
    expect(app.screen()).not.toContain('has ended');
  });

  it('asks before a change where the keys have ended, and changes nothing without an answer', async () => {
    const { app, sandbox, code } = await onCoded();
    const at = elbAt(sandbox, 'web-classic');
    await app.press('enter');
    await answer(app, code());
    await until(app, 'web-classic');
    await app.press('/');
    await app.type('web-classic');
    await app.press('enter', 'enter');
    await until(app, /▌.*classic-web-1/);
    await sessionEnds(app, sandbox);
    app.message();
    await app.press('D');
    expect(asks(app)).toBe(true);
    await app.press('esc');
    expect(app.message()).toBe('aws-admin is not signed in: no one-time code was given');
    expect(await at.registered()).toHaveLength(4);
    await app.press('D');
    await answer(app, code());
    await until(app, /DRAINING .*classic-web/);
    expect(await at.registered()).toHaveLength(3);
  });

  it('is written down nowhere', async () => {
    const first = await startSluice();
    const debugFile = path.join(first.home, 'debug.log');
    const { app, code, wrong } = await onCoded(debugFile);
    await app.press('enter');
    const typed = [wrong(), code()];
    await answer(app, typed[0] ?? '');
    await until(app, 'The code was not accepted');
    await app.press('ctrl-u');
    await answer(app, typed[1] ?? '');
    await until(app, 'web-classic');
    await app.close();
    const log = readFileSync(debugFile, 'utf8');
    expect(log).toContain('DescribeLoadBalancers');
    for (const text of typed) expect(log).not.toContain(text);
    expect(log).not.toMatch(/TokenCode|SessionToken/);
  });
});
