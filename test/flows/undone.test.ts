import { expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';

it('says that a change was undone, which one, and what is so now', async () => {
  const app = await startSluice({ columns: 120 });
  await app.open('shop-front');
  await app.press('j', 'D');
  await app.advance(4_000);
  expect(app.message()).toBe('web-2 is DRAINING. z undoes it');
  await app.press('z');
  await app.advance(4_000);
  expect(app.message()).toBe('Undone: Drain web-2 of shop-front. web-2 is ENABLED');
});

it('tells of several nodes that were different before as of one thing', async () => {
  const app = await startSluice({ columns: 120 });
  await app.open('edge-fleet');
  // edge-07 is DISABLED and edge-06 is not: both are drained, and each goes back to what it was.
  await app.press('j', 'j', 'j', 'j', 'j', 'v', 'j', 'v', 'j', 'D');
  await app.press('y');
  await app.advance(8_000);
  expect(app.message()).toBe('edge-06, edge-07 are DRAINING. z undoes it');
  await app.press('z', 'y');
  await app.advance(8_000);
  expect(app.message()).toBe(
    'Undone: Drain edge-06, edge-07 of edge-fleet. edge-06 is ENABLED; edge-07 is DISABLED',
  );
});

it('says what could not be undone, and why', async () => {
  const app = await startSluice({ columns: 120 });
  await app.open('shop-front');
  await app.press('j', 'D');
  await app.advance(4_000);
  const sandbox = await app.sandbox();
  sandbox.control.fault({ kind: 'status', status: 400, method: 'PUT', path: '/nodes/', count: 1 });
  await app.press('z');
  await app.advance(4_000);
  expect(app.message()).toMatch(/^Not undone: Drain web-2 of shop-front\. web-2: /);
});

it('takes back the last change and no other: while that is under way there is nothing to undo', async () => {
  const app = await startSluice({ columns: 120 });
  await app.open('shop-front');
  await app.press('j', 'D');
  await app.advance(4_000);
  // To the list, to all of it, to the accounts.
  await app.press('esc', 'esc', 'esc');
  await app.open('api-gateway');
  await app.press('D', 'z');
  expect(app.message()).toBe('Not now: the last change is still under way: Drain api-1 of api-gateway');
  await app.advance(4_000);
  await app.press('z');
  await app.advance(4_000);
  expect(app.message()).toBe('Undone: Drain api-1 of api-gateway. api-1 is ENABLED');
  await app.press('z');
  await app.advance(4_000);
  expect(app.message()).toBe('Undone: Drain web-2 of shop-front. web-2 is ENABLED');
});
