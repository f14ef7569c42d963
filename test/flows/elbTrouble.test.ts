import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type SluiceOptions, type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { refusal } from '../providers/elb/fakeAws.ts';
import { ScriptedServer } from '../providers/kit/scriptedServer.ts';
import { elbAt } from './elbAt.ts';
import { onElb } from './elbKit.ts';
import { expiredSso, SSO_TOKEN } from './elbSso.ts';

/** A message in plain words: nothing of the program's inside, and no secret. */
function expectPlain(app: SluiceUnderTest, wanted: RegExp, secret: string): void {
  const message = app.message();
  expect(message.replace(/ \(request [\w-]+\)/, '')).toMatch(wanted);
  for (const text of [message, app.screen()]) {
    expect(text).not.toMatch(/\bat \S+:\d+|node_modules|Error:|Exception:/);
    expect(text).not.toContain(secret);
  }
}

/** The program with an account of the environment's, opened as far as that goes. */
async function opened(env: Readonly<Record<string, string>>, name: RegExp, options: SluiceOptions = {}) {
  const app = await startSluice({ columns: 150, rows: 30, env, ...options });
  await app.press('g');
  for (let row = 0; row < 6 && !name.test(app.row('▌')); row++) await app.press('j');
  expect(app.row('▌')).toMatch(name);
  await app.press('enter');
  // Signed once more by AWS's clock, where that is another.
  for (let turn = 0; turn < 3; turn++) await app.advance(1_000);
  return app;
}

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_REGION: 'us-east-1' };

describe('trouble with AWS on the screen', () => {
  it('a wrong key', async () => {
    const first = await startSluice();
    const { endpoint, accessKeyId } = (await first.sandbox()).aws;
    const secret = 'wrong-secret-of-nobody';
    const app = await opened(
      {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: endpoint,
      },
      /AWS_ACCESS_KEY_ID/,
      { clock: first.clock },
    );
    expectPlain(app, /AWS does not take the keys \(SignatureDoesNotMatch\).*Check the access key/, secret);
    expect(app.screen()).toContain('Accounts');
  });

  it('an SSO session that has ended, which the user renews meanwhile', async () => {
    const app = await startSluice({ columns: 150 });
    vi.stubEnv('HOME', app.home);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expiredSso(app.home);
    const again = await opened({}, /dev/, { home: app.home, clock: app.clock });
    const wanted =
      /The sign-in of the profile dev has ended or was never made.*Run: aws sso login --profile dev/;
    expectPlain(again, wanted, SSO_TOKEN);
    await again.press('enter');
    expectPlain(again, wanted, SSO_TOKEN);
  });

  it('a clock that is wrong', async () => {
    const server = await ScriptedServer.start(() => {
      const answer = refusal('RequestExpired', 'Request has expired');
      const date = new Date(Date.now() + 12 * 60_000).toUTCString();
      return typeof answer === 'function' ? answer : { ...answer, headers: { date } };
    });
    onTestFinished(() => server.close());
    const secret = 'secret-of-nobody';
    const app = await opened(
      { ...KEYS, AWS_SECRET_ACCESS_KEY: secret, AWS_ENDPOINT_URL: server.url },
      /AWS_ACCESS_KEY_ID/,
    );
    expectPlain(app, /this machine’s clock is 12 minutes slow.*Set the clock right/, secret);
  });

  it('throttling, which passes by itself', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter');
    at.sandbox.control.fault({ kind: 'throttled' });
    await app.press('r');
    await until(app, 'Rate exceeded (Throttling)');
    expect(app.row('classic-web-1')).toContain('ENABLED');
    expectPlain(app, /.*/, at.sandbox.aws.secretAccessKey);
    at.sandbox.control.clearFaults();
    await app.advance(60_000);
    await app.press('r');
    await until(app, 'updated 0s ago');
    expect(app.screen()).not.toContain('Rate exceeded');
  });

  it('keys that end in the midst of work, and a change that is refused for it', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter');
    at.sandbox.control.fault({ kind: 'expired-token' });
    await app.press('D');
    await until(app, 'ExpiredToken');
    expectPlain(app, /ExpiredToken.*The keys have ended/, at.sandbox.aws.secretAccessKey);
    at.sandbox.control.clearFaults();
    await app.advance(30_000);
    await app.press('r');
    expect(app.row('classic-web-1')).toMatch(/● ENABLED +▲ ONLINE/);
    expect(await at.registered()).toContain('classic-web-1');
  });

  it('tags that may not be read nor written: the permission is named, the nodes are there', async () => {
    const { app, at } = await onElb('web-classic');
    at.sandbox.control.fault({ kind: 'denied', path: 'Tags' });
    // What was read a moment ago is taken for true.
    await app.advance(30_000);
    await app.press('enter');
    expect(app.row('classic-web-1')).toMatch(/● ENABLED +▲ ONLINE/);
    for (let tab = 0; tab < 9 && !app.screen().includes('[Tags'); tab++) await app.press('tab');
    expect(app.screen()).toContain('elasticloadbalancing:DescribeTags is not allowed (AccessDenied)');
    expectPlain(app, /.*/, at.sandbox.aws.secretAccessKey);
    await app.press('shift-tab', 'shift-tab', 'shift-tab', 'shift-tab', 'shift-tab');
    expect(app.screen()).toContain('[Nodes');
    await app.press('d');
    expect(app.screen().replace(/\s+/g, ' ')).toContain('nodes that were taken out elsewhere are not seen');
  });

  it('a node that only this machine knows to be parked: said when it is taken out', async () => {
    const { app, at } = await onElb('web-classic');
    at.sandbox.control.fault({ kind: 'denied', path: 'AddTags' });
    await app.press('enter', 'D');
    await until(app, 'Only this machine knows that it is to come back');
    expect(app.message()).toContain('permission elasticloadbalancing:AddTags');
    expect(app.row('classic-web-1')).toContain('◐ DRAINING');
  });

  it('an AWS that is not there, and comes back', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter');
    at.sandbox.control.fault({ kind: 'down', forMs: 60_000 });
    await app.press('r');
    await until(app, /not read|cannot|Could not|stale|lost/i);
    expect(app.row('classic-web-1')).toContain('classic-web-1');
    app.message();
    await app.advance(120_000);
    await app.press('r');
    app.message();
    expect(app.row('classic-web-1')).toMatch(/● ENABLED +▲ ONLINE/);
    const { balancers } = elbAt(at.sandbox, 'web-classic');
    expect(await balancers()).toContain('web-classic');
  });
});
