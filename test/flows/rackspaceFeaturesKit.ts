import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { featureRow, type KeyStep } from '../docs/featureTable.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { type BalancerAt, balancerAt, type Fact } from './rackspaceFacts.ts';

/** What is done where the page says in words what to fill in: a text is typed as it is. */
export type Fill = string | ((app: SluiceUnderTest) => Promise<void>);

/** Fields of a form one after the other: a text is typed, null leaves one as it is. */
export function fields(...values: readonly (string | null)[]): (app: SluiceUnderTest) => Promise<void> {
  return async (app) => {
    for (const [place, value] of values.entries()) {
      if (place > 0) await app.press('tab');
      if (value !== null) await app.type(value);
    }
  };
}

/** The program on its list of balancers, with the cursor on the fact's; the engine is as the fact wants it before. */
export async function onList(fact: Fact): Promise<{ app: SluiceUnderTest; at: BalancerAt }> {
  const app = await startSluice({ columns: 130, rows: 40 });
  for (const [name, text] of Object.entries(fact.files ?? {}))
    writeFileSync(path.join(app.home, name), text, { mode: 0o600 });
  const at = await balancerAt(await app.sandbox(), fact.balancer);
  await fact.before?.(at);
  await app.press('enter');
  await go(app, { kind: 'row', name: at.name });
  return { app, at };
}

/** Does what the row of that feature in docs/rackspace.md says, to the letter. `fills` are for its words in italics. */
export async function follow(
  app: SluiceUnderTest,
  feature: string,
  fills: readonly Fill[] = [],
): Promise<void> {
  const { keys: steps } = featureRow('rackspace.md', feature);
  const waiting = [...fills];
  for (const step of steps) {
    if (step.kind === 'input') {
      const fill = waiting.shift();
      if (fill === undefined) throw new Error(`"${feature}": nothing is filled in for "${step.words}"`);
      if (typeof fill === 'string') await app.type(fill);
      else await fill(app);
    } else await go(app, step);
  }
  expect(waiting, 'more is filled in than the page says').toEqual([]);
}

async function go(app: SluiceUnderTest, step: Exclude<KeyStep, { kind: 'input' }>): Promise<void> {
  if (step.kind === 'key') return app.press(step.name);
  const [key, isThere] =
    step.kind === 'tab'
      ? (['tab', () => app.screen().includes(`[${step.name}`)] as const)
      : (['j', () => isUnderCursor(app, step.name)] as const);
  if (step.kind === 'row') await app.press('g');
  for (let pressed = 0; !isThere(); pressed += 1) {
    if (pressed > 30) throw new Error(`There is no ${step.kind} ${step.name}:\n${app.screen()}`);
    await app.press(key);
  }
}

/** Does the row under the cursor have this in one of its columns? */
function isUnderCursor(app: SluiceUnderTest, name: string): boolean {
  const row = app
    .screen()
    .split('\n')
    .find((line) => line.startsWith(' ▌'));
  const cells = (row ?? '').split(/ {2,}/).map((text) => text.replace(/^[ ▌✓]+/, ''));
  return cells.includes(name);
}

/** Follows the page from the list of balancers, waits until the screen says so, and asks the engine whether it is so. */
export async function prove(
  feature: string,
  fact: Fact,
  { fills = [], shows }: { readonly fills?: readonly Fill[]; readonly shows: RegExp | string },
): Promise<SluiceUnderTest> {
  const { app, at } = await onList(fact);
  await follow(app, feature, fills);
  await until(app, shows);
  await fact.after(at);
  return app;
}
