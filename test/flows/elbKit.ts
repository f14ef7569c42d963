import { expect } from 'vitest';
import { type SluiceOptions, type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { type ElbAt, elbAt } from './elbAt.ts';
import type { ElbFact } from './elbFacts.ts';
import { type Fill, followPage, saveFiles } from './featureSteps.ts';

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
  await app.press('enter', '/');
  await app.type(balancer);
  await app.press('enter');
  expect(app.row('▌')).toContain(`${balancer} `);
}

/** Does what the row of that feature in docs/aws-elb.md says, to the letter. `fills` are for its words in italics. */
export function follow(app: SluiceUnderTest, feature: string, fills: readonly Fill[] = []): Promise<void> {
  return followPage(app, 'aws-elb.md', feature, fills);
}

/** Follows the page from the list of balancers, waits until the screen says so, and asks AWS whether it is so. */
export async function prove(
  feature: string,
  fact: ElbFact,
  { fills = [], shows }: { readonly fills?: readonly Fill[]; readonly shows: RegExp | string },
): Promise<SluiceUnderTest> {
  const app = await startSluice({ columns: 150, rows: 40 });
  saveFiles(app, fact.files);
  const at = elbAt(await app.sandbox(), fact.balancer ?? 'web-classic', fact.region);
  await fact.before?.(at);
  await toElb(app, fact.region === undefined ? at.name : 'web-classic');
  await follow(app, feature, fills);
  await until(app, shows);
  await fact.after?.(at);
  return app;
}
