import { expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { startedAgain, toReview, until } from '../kit/wizard.ts';
// Loaded here so that the clock never goes on while AWS's modules are being read.
import './elbAt.ts';

const SANDBOX = { account: 'sandbox', region: null };

/** Told to begin at the sandbox, in a world where each call takes five seconds. */
async function startSlowly(): Promise<SluiceUnderTest> {
  const other = await startSluice();
  const { control } = await other.sandbox();
  control.fault({ kind: 'slow', ms: 5_000 });
  const app = await startSluice({ home: other.home, clock: other.clock, startAt: SANDBOX });
  expect(app.message()).toBe('Opening sandbox…');
  return app;
}

it('begins at the account that is named, with the list of accounts behind it', async () => {
  const app = await startSlowly();
  await app.press('j');
  await app.advance(20_000);
  expect(app.screen()).toContain('Accounts › sandbox  ');
  expect(app.screen()).toContain('shop-front');
  await app.press('esc');
  expect(app.row('▌')).toContain('sandbox-aws');
});

it('says why it cannot be opened, on the list of accounts', async () => {
  const app = await startSluice({ startAt: { account: 'nowhere', region: null } });
  expect(app.message()).toContain('nowhere');
  expect(app.screen()).toContain('built-in sandbox');
});

it.each([
  ['on another page', ['@'], 'Accounts › Journal'],
  ['typing a filter', ['/', 'e'], '/e'],
  ['looking for a command', [':', 'e'], ': e'],
])('leaves a user alone who is %s when the account comes', async (_, keys, there) => {
  const app = await startSlowly();
  await app.press(...keys);
  await app.advance(20_000);
  expect(app.screen()).toContain(there);
  expect(app.screen()).not.toContain('shop-front');
});

it('leaves a user alone who has chosen another account meanwhile', async () => {
  const app = await startSlowly();
  await app.advance(1_000);
  await app.press('j', 'enter');
  await app.advance(4_500);
  expect(app.message()).toBe('sandbox is open');
  expect(app.screen()).toContain('signing in');
  await until(app, 'Accounts › sandbox-aws  ');
});

it('puts the account behind a run that was left unfinished, which stays as it is', async () => {
  const app = await startSluice();
  await toReview(app);
  await app.press('enter');
  await app.advance(4_000);
  const next = await startedAgain(app, { startAt: SANDBOX });
  expect(next.screen()).toContain('A run was left unfinished');
  expect(next.screen()).toContain('sandbox › Create balancer');
  await next.press('esc');
  expect(next.screen()).toContain('Accounts › sandbox  ');
});

it('an account that was chosen comes when nobody types over the list, so that no letter becomes a key elsewhere', async () => {
  const app = await startSluice();
  const { control } = await app.sandbox();
  control.fault({ kind: 'slow', ms: 5_000, path: '/tokens' });
  await app.press('enter', '/');
  await app.type('s');
  await app.advance(6_000);
  await app.type('a');
  expect(app.screen()).toContain('/sa');
  expect(app.message()).toBe('sandbox is open');
  await app.press('enter', 'enter');
  expect(app.screen()).toContain('Accounts › sandbox  ');
});
