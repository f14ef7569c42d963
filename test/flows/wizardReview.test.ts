import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { changingCalls, openWizard, toReview, until } from '../kit/wizard.ts';

it('says what will be made in words, then the calls, without secrets', async () => {
  const app = await startSluice({ columns: 120, rows: 40 });
  await toReview(app);
  const { rackspace } = await app.sandbox();
  const screen = app.screen();
  expect(screen).toContain('Balancer blog takes HTTP on port 80 and spreads it by LEAST_CONNECTIONS');
  expect(screen).toContain('It gets PUBLIC IPv4 and IPv6 addresses');
  expect(screen).toMatch(/2 new servers, blog-1 and blog-2, of flavor .* with\s+image Ubuntu 24.04/);
  expect(screen).toContain('2 nodes: blog-1:80 and blog-2:80');
  expect(screen).toContain('● The account has room for it. enter begins');
  await app.press('G');
  const seen = [screen, app.screen()];
  await app.press('pageup');
  seen.push(app.screen());
  await app.press('pageup');
  seen.push(app.screen());
  const all = seen.join('\n');
  expect(all.match(/POST \/servers/g)?.length).toBeGreaterThanOrEqual(2);
  expect(all).toContain('POST /loadbalancers');
  expect(all).toContain('"address": "<address of blog-1>"');
  expect(all).toContain('As a file, for sluice create --file');
  for (const secret of [rackspace.apiKey, rackspace.password]) expect(all).not.toContain(secret);
  expect(changingCalls(app.requests())).toEqual([]);
});

it('finds out what the account has no room for before anything is made, and back loses nothing', async () => {
  const app = await startSluice();
  await openWizard(app);
  await app.type('blog');
  await app.press('ctrl-s', 'tab');
  await app.type('25');
  await app.press('tab', 'tab', 'tab');
  await app.type('15 gb');
  await app.press('ctrl-s', 'ctrl-s', 'ctrl-s');
  const fault = app.screen().replace(/\s+/g, ' ');
  expect(fault).toMatch(/✗ They need 375 GB of memory, and the account may use .* more: make fewer/);
  await app.press('enter');
  expect(app.message()).toBe('Not now: something is wrong with it: esc goes back to mend it');
  await app.press('esc', 'esc', 'esc');
  expect(app.row('New servers')).toContain('25');
  expect(app.row('Flavor')).toContain('15 GB');
  await app.press('shift-tab', 'shift-tab', 'shift-tab', 'ctrl-u');
  await app.type('2');
  await app.press('ctrl-s', 'ctrl-s', 'ctrl-s');
  expect(app.screen()).toContain('2 new servers');
  expect(app.screen()).toContain('The account has room for it');
  expect(changingCalls(app.requests())).toEqual([]);
});

it('that could not be checked says why, begins nothing, and r tries again', async () => {
  const app = await startSluice();
  const { control } = await app.sandbox();
  await openWizard(app);
  await app.press('ctrl-s', 'ctrl-s', 'ctrl-s');
  control.fault({ kind: 'status', status: 503, path: '/limits' });
  await app.press('ctrl-s');
  await app.advance(10_000);
  expect(app.screen()).toMatch(/✗ Not checked: .*503/);
  await app.press('enter');
  expect(app.message()).toBe('Not now: it could not be checked against the account: r tries again');
  control.clearFaults();
  await app.press('r');
  expect(app.screen()).toContain('The account has room for it. enter begins');
});

it('s saves it as a file that only its user can read, and overwrites nothing', async () => {
  const app = await startSluice();
  await toReview(app);
  await app.press('s');
  expect(app.row('▌')).toContain('blog.json');
  const taken = path.join(app.home, 'taken.json');
  writeFileSync(taken, 'mine');
  await app.type(taken);
  await app.press('enter');
  expect(app.screen().replace(/\s+/g, ' ')).toMatch(/taken.json.* (exists|is there)/);
  expect(readFileSync(taken, 'utf8')).toBe('mine');
  await app.press('ctrl-u');
  await app.type('~/blog.json');
  await app.press('enter');
  const file = path.join(app.home, 'blog.json');
  expect(app.message()).toBe(`Saved as ${file}. sluice create --file ${file} makes the same`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    name: 'blog',
    virtualIp: { type: 'PUBLIC' },
    servers: { create: [{ name: 'blog-1' }, { name: 'blog-2' }] },
    nodes: [{ server: 'blog-1', port: 80 }, { server: 'blog-2' }],
  });
  // It is still there to be begun.
  expect(app.screen()).toContain('enter begins');
});

it('a production account asks once more, with what would be made; cancel is lit', async () => {
  const app = await startSluice();
  await app.press('p');
  await toReview(app);
  expect(app.screen()).toContain('[PRODUCTION]');
  await app.press('enter');
  expect(app.screen()).toContain('Create balancer blog in DFW?');
  expect(app.screen()).toContain('sandbox is a production account');
  app.requests();
  await app.press('enter');
  expect(app.message()).toBe('Nothing was made');
  expect(changingCalls(app.requests())).toEqual([]);
  await app.press('enter', 'y');
  expect(app.screen()).toContain('[PRODUCTION]');
  expect(app.screen()).toContain('◌ running');
  await until(app, 'Create balancer blog in DFW: done');
});

it.each([
  [{ readOnly: true }, [], 'Not now: sluice was started with --read-only'],
  [{}, ['o'], 'Not now: account sandbox is marked read-only'],
])('a read-only program or account has no wizard and says why: %j', async (options, keys, why) => {
  const app = await startSluice(options);
  await app.press(...keys, 'enter', 'n');
  expect(app.message()).toContain(why);
  expect(app.screen()).toContain('[READ-ONLY]');
});
