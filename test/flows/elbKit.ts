import { stat } from 'node:fs/promises';
import { expect } from 'vitest';
import type { SluiceOptions, SluiceUnderTest } from '../kit/sluice.ts';
import { startSluice } from '../kit/sluice.ts';

/**
 * Waits until nothing is under way. The SDK looks into the user's AWS files when a client is made, which no count of
 * requests shows: a look at a file of our own comes after those that were asked for before.
 */
export async function settle(app: SluiceUnderTest): Promise<void> {
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

/** The program on the list of the sandbox's Classic balancers, with the cursor on one of them. */
export async function onElb(
  balancer: string,
  options: SluiceOptions = {},
): Promise<SluiceUnderTest> {
  const app = await startSluice({ columns: 130, rows: 40, ...options });
  await toElb(app, balancer);
  return app;
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
