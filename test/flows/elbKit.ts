import { writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { featureRow, type KeyStep } from '../docs/featureTable.ts';
import { type SluiceOptions, type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { type ElbAt, elbAt } from './elbAt.ts';
import type { ElbFact } from './elbFacts.ts';

/** What is done where the page says in words what to fill in: a text is typed as it is. */
export type Fill = string | ((app: SluiceUnderTest) => Promise<void>);

const PAGE = 'aws-elb.md';

/**
 * Waits until nothing is under way. The SDK looks into the user's AWS files when a client is made, which no count of
 * requests shows: a look at a file of our own comes after those that were asked for before.
 */
async function settle(app: SluiceUnderTest): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await app.idle();
    await stat(app.home);
  }
  await app.idle();
}

/** Presses keys one after the other, each until nothing is under way. */
export async function press(app: SluiceUnderTest, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await app.press(name);
    await settle(app);
  }
}

/** Lets time pass until the screen says so; throws after `mostMs`. */
export async function until(app: SluiceUnderTest, wanted: RegExp | string, mostMs = 90_000): Promise<void> {
  const end = app.clock.now() + mostMs;
  const isThere = () =>
    typeof wanted === 'string' ? app.screen().includes(wanted) : wanted.test(app.screen());
  await settle(app);
  while (!isThere()) {
    if (app.clock.now() >= end) throw new Error(`not within ${mostMs} ms: ${wanted}\n${app.screen()}`);
    await app.advance(1_000);
    await settle(app);
  }
}

/** Fields of a form one after the other: a text is typed, null leaves one as it is, `☐ words` takes one of a list. */
export function fields(...values: readonly (string | null)[]): (app: SluiceUnderTest) => Promise<void> {
  return async (app) => {
    for (const [place, value] of values.entries()) {
      if (place > 0) await press(app, 'tab');
      if (value === null) continue;
      await app.type(value.replace(/^☐ /, ''));
      if (value.startsWith('☐ ')) await press(app, 'space');
    }
  };
}

/** The program on the list of the sandbox's Classic balancers, with the cursor on one of them. */
export async function onElb(
  balancer: string,
  options: SluiceOptions = {},
): Promise<{ readonly app: SluiceUnderTest; readonly at: ElbAt }> {
  const app = await startSluice({ columns: 150, rows: 40, ...options });
  const at = elbAt(await app.sandbox(), balancer);
  await toElb(app, balancer);
  return { app, at };
}

/** From the list of accounts to the balancer's row. */
export async function toElb(app: SluiceUnderTest, balancer: string): Promise<void> {
  await app.press('g', 'j');
  expect(app.row('▌')).toContain('sandbox-aws');
  await press(app, 'enter', '/');
  await app.type(balancer);
  await press(app, 'enter');
  expect(app.row('▌')).toContain(`${balancer} `);
}

/** Does what the row of that feature in docs/aws-elb.md says, to the letter. `fills` are for its words in italics. */
export async function follow(
  app: SluiceUnderTest,
  feature: string,
  fills: readonly Fill[] = [],
): Promise<void> {
  const waiting = [...fills];
  for (const step of featureRow(PAGE, feature).keys) {
    if (step.kind !== 'input') {
      await go(app, step);
      continue;
    }
    const fill = waiting.shift();
    if (fill === undefined) throw new Error(`"${feature}": nothing is filled in for "${step.words}"`);
    if (typeof fill === 'string') await app.type(fill);
    else await fill(app);
  }
  expect(waiting, 'more is filled in than the page says').toEqual([]);
}

async function go(app: SluiceUnderTest, step: Exclude<KeyStep, { kind: 'input' }>): Promise<void> {
  if (step.kind === 'key') return press(app, step.name);
  const isThere = () =>
    step.kind === 'tab' ? app.screen().includes(`[${step.name}`) : isUnderCursor(app, step.name);
  if (step.kind === 'row') await press(app, 'g');
  for (let pressed = 0; !isThere(); pressed += 1) {
    if (pressed > 30) throw new Error(`There is no ${step.kind} ${step.name}:\n${app.screen()}`);
    await press(app, step.kind === 'tab' ? 'tab' : 'j');
  }
}

/** Does the row under the cursor have this in one of its columns, or begin one so? */
function isUnderCursor(app: SluiceUnderTest, name: string): boolean {
  const row = app
    .screen()
    .split('\n')
    .find((line) => line.startsWith(' ▌'));
  const cells = (row ?? '').split(/ {2,}/).map((text) => text.replace(/^[ ▌✓]+/, ''));
  return cells.some((text) => text === name || text.startsWith(`${name} `));
}

/** Follows the page from the list of balancers, waits until the screen says so, and asks AWS whether it is so. */
export async function prove(
  feature: string,
  fact: ElbFact,
  { fills = [], shows }: { readonly fills?: readonly Fill[]; readonly shows: RegExp | string },
): Promise<SluiceUnderTest> {
  const app = await startSluice({ columns: 150, rows: 40 });
  for (const [name, text] of Object.entries(fact.files ?? {}))
    writeFileSync(path.join(app.home, name), text, { mode: 0o600 });
  const at = elbAt(await app.sandbox(), fact.balancer ?? 'web-classic');
  await fact.before?.(at);
  await toElb(app, at.name);
  await follow(app, feature, fills);
  await until(app, shows);
  await fact.after?.(at);
  return app;
}
