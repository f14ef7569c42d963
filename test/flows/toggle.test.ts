import { expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';

it('opens on accounts, drills down, drains a node, watches it empty, and undoes it', async () => {
  const app = await startSluice();
  expect(app.screen()).toContain('built-in sandbox');
  expect(app.row('Rackspace')).toContain('not contacted');
  expect(app.requests()).toEqual([]);

  await app.press('enter');
  expect(app.row('shop-front  ')).toContain('ACTIVE');
  expect(app.requests()).toHaveLength(2);

  await app.press('/');
  await app.type('shop-front');
  await app.press('enter', 'enter');
  expect(app.row('web-2')).toContain('ENABLED');
  expect(app.requests()).toHaveLength(2);

  await app.press('j', 'D');
  expect(app.row('web-2')).toContain('◌ DRAINING');
  expect(app.row('web-2')).toContain('applying');
  expect(app.screen()).toContain('1 change under way');

  await app.advance(4_000);
  expect(app.row('web-2')).toContain('◐ DRAINING');
  expect(app.message()).toBe('web-2 is DRAINING. z undoes it');
  const left = () => Number(/(\d+) connections? left/.exec(app.row('web-2'))?.[1] ?? '0');
  const first = left();
  expect(first).toBeGreaterThan(0);
  await app.advance(15_000);
  expect(left()).toBeLessThan(first);
  await app.advance(35_000);
  expect(app.row('web-2')).toContain('no connections left');

  await app.press('z');
  expect(app.row('web-2')).toContain('◌ ENABLED');
  await app.advance(4_000);
  expect(app.row('web-2')).toContain('● ENABLED');
  await app.press('q', 'q', 'q');
  expect(app.quits).toBe(1);
});
