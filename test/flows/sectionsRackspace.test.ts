import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { engineApi } from '../kit/engineApi.ts';
import { CERTIFICATE, ENDED_CERTIFICATE, KEY_LINES, OTHER_KEY, PRIVATE_KEY } from '../kit/pem.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** Goes on to the tab of that name. */
async function toTab(app: SluiceUnderTest, name: string): Promise<void> {
  for (let steps = 0; !app.screen().includes(`[${name}`); steps += 1) {
    if (steps > 20) throw new Error(`no tab ${name}:\n${app.screen()}`);
    await app.press('tab');
  }
}

async function balancer(app: SluiceUnderTest): Promise<Record<string, unknown>> {
  const api = await engineApi(await app.sandbox());
  const { loadBalancer } = (await api.balancers('GET', '/loadbalancers/7001')) as {
    loadBalancer: Record<string, unknown>;
  };
  return loadBalancer;
}

/** A line of the sandbox: `PUT /loadbalancers/7001/…`. */
const changes = (app: SluiceUnderTest) =>
  app
    .requests()
    .filter((request) => !request.startsWith('GET') && !request.includes('/tokens'))
    .map((request) => request.replace(/ .*\/\d{6}\//, ' /'));

it('gives a balancer a health monitor, changes it, and takes it away again', async () => {
  const app = await startSluice({ columns: 120 });
  await app.open('shop-front');
  await toTab(app, 'Settings');
  expect(app.row('Health monitor')).toContain('none');
  await app.press('j', 'enter', 'right', 'tab');
  await app.type('15');
  app.requests();
  await app.press('ctrl-s');
  expect(app.row('Health monitor')).toContain('◌ changing…');
  await app.advance(4_000);
  expect(app.message()).toBe('Health monitor of shop-front is set. z undoes it');
  expect(changes(app)).toEqual(['PUT /loadbalancers/7001/healthmonitor']);
  expect((await balancer(app))['healthMonitor']).toMatchObject({ type: 'HTTP', delay: 15 });
  expect(app.row('Health monitor')).toContain('15');

  await app.press('ctrl-d');
  expect(app.screen()).toContain('of shop-front?');
  await app.press('y');
  await app.advance(4_000);
  expect(app.row('Health monitor')).toContain('none');
  await app.press('z');
  await app.advance(4_000);
  expect((await balancer(app))['healthMonitor']).toMatchObject({ type: 'HTTP', delay: 15 });
});

it('sends an error page from a file', async () => {
  const app = await startSluice();
  writeFileSync(path.join(app.home, 'sorry.html'), '<h1>Sorry</h1>\n');
  await app.open('shop-front');
  await toTab(app, 'Settings');
  await app.press('/');
  await app.type('error page');
  await app.press('enter', 'e');
  await app.type('~/sorry.html');
  await app.press('ctrl-s');
  await app.advance(4_000);
  expect(app.message()).toContain('Error page of shop-front is set');
  const api = await engineApi(await app.sandbox());
  expect(await api.balancers('GET', '/loadbalancers/7001/errorpage')).toEqual({
    errorpage: { content: '<h1>Sorry</h1>\n' },
  });
});

it('lets some in and others not, and takes a rule away', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  await toTab(app, 'Access list');
  expect(app.screen()).toContain('Everybody may connect');
  await app.press('a', 'ctrl-n');
  await app.type('192.0.2.0/24');
  await app.press('ctrl-s');
  await app.advance(4_000);
  expect(app.row('192.0.2.0/24')).toMatch(/ALLOW|DENY/);
  expect(app.screen()).toContain('[Access list 1]');
  await app.press('ctrl-d', 'y');
  await app.advance(4_000);
  expect(app.screen()).toContain('Everybody may connect');
});

it('keeps notes of a node', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  await app.press('j', 'enter', 'a');
  await app.type('rack');
  await app.press('tab');
  await app.type('b12');
  await app.press('ctrl-s');
  await app.advance(4_000);
  expect(app.row('rack')).toContain('b12');
});

it('deletes a balancer', async () => {
  const app = await startSluice();
  await app.press('enter', '/');
  await app.type('billing-api');
  await app.press('enter', 'ctrl-d');
  expect(app.screen()).toContain('Delete balancer billing-api?');
  await app.type('billing-api');
  await app.press('enter');
  expect(app.row('billing-api')).toContain('◌ DELETING');
  await app.advance(30_000);
  expect(app.screen()).toContain('No balancer matches "billing-api"');
});

it('refuses a key of another certificate where it is typed, and asks before it sends one whose time is over', async () => {
  const app = await startSluice();
  const files = {
    'web.crt': CERTIFICATE,
    'old.crt': ENDED_CERTIFICATE,
    'web.key': PRIVATE_KEY,
    'other.key': OTHER_KEY,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(app.home, name), text);
  await app.open('edge-fleet');
  await toTab(app, 'Settings');
  await app.press('/');
  await app.type('ssl');
  await app.press('enter', 'e', 'tab', 'tab', 'tab');
  await app.type('~/web.crt');
  await app.press('tab');
  await app.type('~/other.key');
  app.requests();
  await app.press('ctrl-s');
  expect(app.screen()).toContain('This key does not belong to the certificate:');
  expect(changes(app)).toEqual([]);
  await app.type('~/web.key');
  await app.press('shift-tab');
  await app.type('~/old.crt');
  await app.press('ctrl-s');
  expect(app.screen()).toContain('The certificate ended on 2024-01-10: clients refuse it');
  expect(changes(app)).toEqual([]);
  for (const line of KEY_LINES) expect(app.terminal.written).not.toContain(line);
  await app.press('y');
  await app.advance(4_000);
  expect(app.message()).toContain('SSL termination of edge-fleet is set');
  expect(changes(app)).toEqual([expect.stringMatching(/^PUT .*\/ssltermination$/)]);
});
