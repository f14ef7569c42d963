import { expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';

it('two programs see each other’s changes, share the journal, and outlive each other', async () => {
  const first = await startSluice();
  const second = await startSluice({ home: first.home, clock: first.clock });
  await first.open('shop-front');
  await second.open('shop-front');
  expect(first.row('web-2')).toContain('● ENABLED');

  await second.press('j', 'D');
  await second.advance(3_000);
  expect(second.message()).toBe('web-2 is DRAINING. z undoes it');
  // The first is not touched: its own refresh finds it.
  await first.advance(5_000);
  expect(first.row('web-2')).toMatch(/◐ DRAINING .*\d+ connections left/);
  expect(first.row('▌')).toContain('web-1');
  await first.press('z');
  expect(first.message()).toBe('Not now: nothing was changed from here yet');
  await first.press('@');
  expect(first.row('web-2')).toMatch(/ENABLED → DRAINING +● done/);

  // A change appears in the other's journal while it is looked at.
  await second.press('j', 'E');
  await second.advance(4_000);
  expect(second.message()).toBe('web-3 is ENABLED. z undoes it');
  expect(first.row('web-3')).toMatch(/DISABLED → ENABLED +● done/);

  await first.press('ctrl-c');
  expect(first.quits).toBe(1);
  await first.close();
  // The way back cuts connections, so it asks, and counts them.
  await second.press('z');
  expect(second.screen()).toMatch(/\d+ open connections? would be cut at once/);
  await second.press('y');
  await second.advance(4_000);
  expect(second.row('web-3')).toContain('○ DISABLED');
  await second.press('@');
  expect(second.screen()).toContain('3 changes');

  const third = await startSluice({ home: first.home, clock: first.clock });
  await third.open('shop-front');
  expect(third.row('web-2')).toContain('◐ DRAINING');
  expect(third.row('web-3')).toContain('○ DISABLED');
});

it('two programs that change the same balancer at once both get their change, one after the other', async () => {
  const first = await startSluice();
  const second = await startSluice({ home: first.home, clock: first.clock });
  await first.open('shop-front');
  await second.open('shop-front');
  await second.press('j');
  first.terminal.press('D');
  second.terminal.press('D');
  await first.advance(8_000);
  await second.idle();
  expect(first.message()).toBe('web-1 is DRAINING. z undoes it');
  expect(second.message()).toBe('web-2 is DRAINING. z undoes it');
  await first.advance(5_000);
  await second.idle();
  for (const app of [first, second]) {
    expect(app.row('web-1')).toContain('◐ DRAINING');
    expect(app.row('web-2')).toContain('◐ DRAINING');
  }
});
