import { expect, it } from 'vitest';
import { anAccount } from '../kit/model.ts';
import { MadeUpEngine, openMadeUp } from '../kit/sections.ts';
import { startSluice } from '../kit/sluice.ts';

it('deletes a balancer whose name was typed, shows that it goes, and that it has gone', async () => {
  const app = await startSluice();
  const engine = new MadeUpEngine();
  await openMadeUp(app, engine, { open: false });
  await app.press('ctrl-d');
  expect(app.screen()).toContain('Delete balancer shop-front?');
  expect(app.screen()).toContain('There is no way back: its addresses are given up');
  expect(app.screen()).toContain('Its nodes stay');
  await app.type('shop');
  await app.press('enter');
  expect(app.screen()).toContain('That is not shop-front');
  expect(engine.deleted).toEqual([]);
  engine.gates.write.held = true;
  await app.type('-front');
  await app.press('enter');
  expect(app.row('shop-front')).toContain('◌ DELETING');
  await app.press('ctrl-d');
  expect(app.message()).toBe('Not now: shop-front is being deleted');
  engine.gates.write.release();
  await app.idle();
  expect(engine.deleted).toEqual(['7001']);
  expect(app.message()).toContain('shop-front is deleted');
  expect(app.screen()).toContain('There is no balancer here');
  await app.press('z');
  expect(app.message()).toContain('there is no way back');
});

it('asks nothing and says why where it cannot be', async () => {
  const app = await startSluice();
  const engine = new MadeUpEngine();
  const { removal: _none, ...provider } = engine.provider();
  engine.provider = () => ({ ...provider, missing: { removal: 'Balancers are lines of a file' } });
  await openMadeUp(app, engine, { open: false });
  await app.press('ctrl-d');
  expect(app.message()).toBe('Not now: Balancers are lines of a file');

  await openMadeUp(app, new MadeUpEngine(), {
    open: false,
    account: anAccount({ id: 'a2', readOnly: true }),
  });
  await app.press('ctrl-d');
  expect(app.message()).toContain('Not now: account lab is marked read-only');
});
