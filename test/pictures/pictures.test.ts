import path from 'node:path';
import { expect, it } from 'vitest';
import type { Looks } from '../../src/screens/terminal/looks.ts';
import { onElb } from '../flows/elbKit.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { openWizard, until } from '../kit/wizard.ts';
import { svgOf } from './svg.ts';

/**
 * The README's pictures, drawn from what the program really shows. They fail when they are stale;
 * `npm run generate` draws them anew.
 */
async function picture(app: SluiceUnderTest, name: string): Promise<void> {
  const file = path.resolve(import.meta.dirname, '../../docs/pictures', `${name}.svg`);
  await expect(svgOf(app.terminal.display)).toMatchFileSnapshot(file);
}

/** The glance at the rows' nodes, then the header's age as it usually is. */
const SETTLED_MS = 4_000;

it('the balancers of a region', async () => {
  const app = await startSluice({ columns: 100, rows: 24 });
  await app.press('enter');
  await app.advance(SETTLED_MS);
  await picture(app, 'balancers');
});

it('a node that drains', async () => {
  const app = await startSluice({ columns: 100, rows: 20 });
  await app.press('enter', '/');
  await app.type('shop-front');
  await app.press('enter', 'enter', 'j', 'D');
  await app.advance(SETTLED_MS);
  await picture(app, 'drain');
});

it('a question before something that cuts connections', async () => {
  const app = await startSluice({ columns: 100, rows: 24 });
  await app.press('enter', '/');
  await app.type('edge-fleet');
  await app.press('enter', 'enter', 'v', 'j', 'j', 'j', 'v', 'X');
  await picture(app, 'question');
});

it('the usage of an account', async () => {
  const app = await startSluice({ columns: 100, rows: 30 });
  await app.press('enter', 'u', '2', 'm');
  await app.advance(SETTLED_MS);
  await picture(app, 'usage');
});

const PLAIN: Looks = { colour: 0, ascii: false };
const ASCII: Looks = { colour: 3, ascii: true };

it.each([
  ['usage-balancer', 80, 24, {}],
  ['usage-wide', 120, 40, {}],
  ['usage-no-color', 80, 24, { looks: PLAIN }],
  ['usage-ascii', 80, 24, { looks: ASCII }],
])('the usage of a balancer: %s', async (name, columns, rows, looks) => {
  const app = await startSluice({ columns, rows, ...looks });
  await app.open('shop-front');
  await app.press('u', '2', 'm');
  await app.advance(SETTLED_MS);
  await app.press('down', 'down', 'down');
  await picture(app, name);
});

it('the settings of a balancer', async () => {
  const app = await startSluice({ columns: 100, rows: 24 });
  await app.open('shop-front');
  await app.press('shift-tab', 'shift-tab');
  await app.advance(SETTLED_MS);
  await picture(app, 'settings');
});

it('a maintenance', async () => {
  const app = await startSluice({ columns: 100, rows: 16 });
  await app.open('edge-fleet');
  await app.press('space', 'space', 'space', 'space', 'm');
  await app.type('2');
  await app.press('ctrl-s', 'y');
  for (let second = 0; second < 24; second += 2) await app.advance(2_000);
  await picture(app, 'maintenance');
});

it('listeners of a Classic ELB', async () => {
  const { app } = await onElb('web-classic', { columns: 100, rows: 20 });
  await app.press('enter', 'tab');
  await until(app, 'INSTANCE PORT');
  await picture(app, 'elb-listeners');
});

it('the journal', async () => {
  const app = await startSluice({ columns: 100, rows: 20 });
  await app.press('enter', '/');
  await app.type('shop-front');
  await app.press('enter', 'enter', 'D');
  await app.advance(SETTLED_MS);
  await app.press('z');
  await app.advance(SETTLED_MS);
  await app.press('@');
  await picture(app, 'journal');
});

it('the wizard, and the run that comes of it', async () => {
  const app = await startSluice({ columns: 100, rows: 30 });
  await openWizard(app);
  await app.type('blog');
  await app.press('ctrl-s');
  await app.type('web');
  await app.press('space', 'down');
  await picture(app, 'wizard-servers');
  await app.press('tab');
  await app.type('3');
  await app.press('ctrl-s');
  await app.type('8080');
  await app.press('ctrl-n');
  await app.type('10.9.0.12');
  await app.press('tab', 'tab', 'tab');
  await app.type('120');
  await app.press('ctrl-s');
  await picture(app, 'wizard-nodes');
  await app.type('12');
  await app.press('ctrl-s', 'ctrl-s');
  await picture(app, 'wizard-review');
  await app.resize(100, 20);
  await app.press('enter');
  await app.advance(17_000);
  await picture(app, 'wizard-run');
});
