import path from 'node:path';
import { expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { openWizard } from '../kit/wizard.ts';
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
