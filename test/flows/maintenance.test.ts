import { expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** Opens shop-front, marks its first two nodes and sends the form of a maintenance. */
async function begin(app: SluiceUnderTest): Promise<void> {
  await app.open('shop-front');
  await app.press('space', 'space', 'm');
  expect(app.screen()).toContain('shop-front › Maintenance of web-1, web-2');
  await app.press('ctrl-s');
  expect(app.screen()).toContain('One node after the other: web-1, web-2');
  await app.press('y');
}

/** Lets time pass in small steps until a row says what is waited for. */
async function until(app: SluiceUnderTest, row: string, text: string): Promise<void> {
  for (let step = 0; step < 120 && !app.row(row).includes(text); step++) await app.advance(1_000);
  expect(app.row(row)).toContain(text);
}

it('drains, holds and enables one node after the other, and shows how its connections end', async () => {
  const app = await startSluice({ columns: 110 });
  await begin(app);
  await until(app, 'web-1  ', 'connection');
  expect(app.row('web-1  ')).toMatch(/drain .*running/);
  expect(app.row('web-2  ')).toContain('not begun');
  expect(app.screen()).toContain('2 of 4 in service, min 2');
  // In a narrow window the number is whole; how long it may take gives way.
  await app.resize(80, 24);
  expect(app.row('web-1  ')).toMatch(/ \d+ left *$/);
  await app.resize(110, 24);
  await until(app, 'web-1  ', 'held');
  expect(app.screen()).toContain('Held out of service: enter goes on');
  expect(app.screen()).toContain('Out of service: web-1; not begun: web-2');

  await app.press('enter');
  await until(app, 'web-1  ', 'back in service');
  await until(app, 'web-2  ', 'held');
  await app.press('enter');
  await until(app, 'web-2  ', 'back in service');
  await app.advance(2_000);
  expect(app.screen()).toContain('Back in service: web-1, web-2');
  expect(app.screen()).toContain('6 of 6 steps');

  await app.press('esc');
  expect(app.row('web-1')).toContain('● ENABLED');
  expect(app.row('web-2')).toContain('● ENABLED');
});

it('is offered again after the program was killed, and goes on where it was', async () => {
  const first = await startSluice({ columns: 110 });
  await begin(first);
  await until(first, 'web-1  ', 'held');
  await first.close();

  const second = await startSluice({ columns: 110, home: first.home, clock: first.clock });
  expect(second.screen()).toContain('Maintenance of web-1, web-2 of shop-front');
  expect(second.screen()).toContain('Its program ended in the middle of it');
  expect(second.screen()).toContain('Out of service: web-1; not begun: web-2');
  await second.press('enter');
  await until(second, 'web-1  ', 'held');
  await second.press('enter');
  await until(second, 'web-2  ', 'held');
  await second.press('ctrl-d');
  expect(second.screen()).toContain('Every node that it has taken out of service is enabled again');
  await second.type('undo');
  await second.press('enter');
  await second.advance(20_000);
  await second.press('esc');
  await second.open('shop-front');
  expect(second.row('web-1')).toContain('● ENABLED');
  expect(second.row('web-2')).toContain('● ENABLED');
});
