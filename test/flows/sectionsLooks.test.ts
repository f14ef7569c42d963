import { expect, it } from 'vitest';
import { MadeUpEngine, openMadeUp } from '../kit/sections.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { drawn, expectAscii, expectFits, expectUnpainted, listeningTo, SIZES } from './looksKit.ts';

/** Every place that sections have; `look` is called in each. */
async function tour(app: SluiceUnderTest, look: (place: string) => void): Promise<void> {
  const engine = new MadeUpEngine();
  await openMadeUp(app, engine);
  look('nodes');
  await app.press('tab');
  look('collection');
  await app.press('o');
  look('menu');
  await app.press('esc', 'a', 'ctrl-s');
  look('a fault');
  await app.press('esc', '*', 'ctrl-d');
  look('removal');
  await app.press('esc', 'tab');
  look('settings');
  await app.press('ctrl-d');
  look('reset');
  await app.press('esc', 'j', 'e');
  await app.type('~/no-such-file-with-a-name-that-is-longer-than-the-window-is-wide-by-far.html');
  await app.press('enter');
  look('long text');
  await app.press('esc', 'j', 'enter');
  look('text');
  await app.press('y', 'esc', 'k', 'k');
  engine.gates.write.held = true;
  await app.press('e');
  await app.type('59');
  await app.press('ctrl-s');
  look('under way');
  engine.gates.write.release();
  await app.idle();
  await app.press('tab', 'enter');
  look('node');
  await app.press('esc', 'esc', 'ctrl-d');
  look('deletion');
  await app.press('esc');
}

it.each(SIZES)('fits %d by %d: every line, and every place to the last row', async (columns, rows) => {
  const app = await startSluice({ columns, rows });
  await tour(app, (place) => {
    const lines = drawn(app);
    expectFits(lines, columns, place);
    // A menu is drawn by a component of its own.
    if (place !== 'menu') expect(lines, place).toHaveLength(rows);
  });
});

it('says everything in words and signs without a colour, and in ASCII where there is no more', async () => {
  const app = await startSluice({ looks: { colour: 0, ascii: true } });
  await tour(app, (place) => {
    expectAscii(app, place);
    if (place === 'settings') expect(app.screen()).toContain(' Nodes 3/3   Rules 3  [Settings]');
    if (place === 'under way') expect(app.row('Cache')).toMatch(/\. changing~$/);
  });
  expectUnpainted(app);
});

it('is heard through: the tab one is on, a row at a time, what a form has read', async () => {
  const app = await startSluice({ linear: true });
  await openMadeUp(app, new MadeUpEngine());
  const said = listeningTo(app);
  await said();
  expect(await said('tab')).toEqual([
    'Screen: lab · DFW · Made-up, Accounts, lab, shop-front, Rules',
    'Nodes 3/3, [Rules 3], Settings',
    'Row 1 of 3: path /, order 10',
  ]);
  expect(await said('o')).toContain('2: try out: not now: no node is up');
  await said('esc', 'tab');
  expect(await said('j')).toEqual(['Row 2 of 3: setting Sorry page, now off, What Sorry page is for']);
  expect(await said('e')).toEqual(
    expect.arrayContaining(['Sorry page', 'Page: empty', 'File to read: none typed']),
  );
  app.terminal.paste('one\ntwo\nthree');
  expect(await said()).toEqual(['Page: 3 lines, 13 characters, pasted']);
});
