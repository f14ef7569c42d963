import { expect, it } from 'vitest';
import { engineApi } from '../kit/engineApi.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

const crumbs = (app: SluiceUnderTest) => app.screen().split('\n')[1]?.trim();

/** The settings of shop-front, the first of which holds its name. */
async function onSettings(app: SluiceUnderTest): Promise<void> {
  await app.open('shop-front');
  await app.press('shift-tab', 'shift-tab');
  expect(app.screen()).toContain('[Settings]');
}

it('calls a balancer by its new name on every tab and in what is asked next, once it is renamed', async () => {
  const app = await startSluice({ columns: 120 });
  await onSettings(app);
  await app.press('e');
  expect(app.row('Name')).toContain('shop-front');
  await app.press('ctrl-u');
  await app.type('shop-window');
  await app.press('ctrl-s');
  await app.advance(4_000);
  expect(crumbs(app)).toMatch(/ › shop-window › Settings/);
  await app.press('tab');
  expect(crumbs(app)).toMatch(/ › shop-window › Usage/);
  await app.press('tab');
  expect(crumbs(app)).toMatch(/ › shop-window +/);
  await app.press('X');
  expect(app.screen()).toContain('of shop-window?');
  await app.press('esc', 'w');
  expect(app.screen()).not.toContain('shop-front');
});

it('follows a name that somebody else has changed, at the next reading', async () => {
  const app = await startSluice({ columns: 120 });
  await app.open('shop-front');
  const api = await engineApi(await app.sandbox());
  await api.balancers('PUT', '/loadbalancers/7001', { loadBalancer: { name: 'shop-window' } });
  await app.advance(8_000);
  expect(crumbs(app)).toMatch(/ › shop-window +/);
});
