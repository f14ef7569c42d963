import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { featureRow, type KeyStep } from '../docs/featureTable.ts';
import type { SluiceUnderTest } from '../kit/sluice.ts';

/** What is done where a page of docs/ says in words what to fill in: a text is typed as it is. */
export type Fill = string | ((app: SluiceUnderTest) => Promise<void>);

/** Fields of a form one after the other: a text is typed, null leaves one as it is, `☐ words` takes one of a list. */
export function fields(...values: readonly (string | null)[]): (app: SluiceUnderTest) => Promise<void> {
  return async (app) => {
    for (const [place, value] of values.entries()) {
      if (place > 0) await app.press('tab');
      if (value === null) continue;
      await app.type(value.replace(/^☐ /, ''));
      if (value.startsWith('☐ ')) await app.press('space');
    }
  };
}

/** Puts files where the program looks for `~/name`. */
export function saveFiles(app: SluiceUnderTest, files: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(app.home, name), text, { mode: 0o600 });
}

/** Does what the row of that feature on a page of docs/ says, to the letter. `fills` are for its words in italics. */
export async function followPage(
  app: SluiceUnderTest,
  page: string,
  feature: string,
  fills: readonly Fill[] = [],
): Promise<void> {
  const waiting = [...fills];
  for (const step of featureRow(page, feature).keys) {
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

/** Presses a key, or goes to a tab or a row as a user does who looks for it. */
export async function go(app: SluiceUnderTest, step: Exclude<KeyStep, { kind: 'input' }>): Promise<void> {
  if (step.kind === 'key') return app.press(step.name);
  const isThere = () =>
    step.kind === 'tab' ? app.screen().includes(`[${step.name}`) : isUnderCursor(app, step.name);
  if (step.kind === 'row') await app.press('g');
  for (let pressed = 0; !isThere(); pressed += 1) {
    if (pressed > 30) throw new Error(`There is no ${step.kind} ${step.name}:\n${app.screen()}`);
    await app.press(step.kind === 'tab' ? 'tab' : 'j');
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
