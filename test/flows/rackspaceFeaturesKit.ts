import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import { type Fill, followPage, go, saveFiles } from './featureSteps.ts';
import { type BalancerAt, balancerAt, type Fact } from './rackspaceFacts.ts';

/** The program on its list of balancers, with the cursor on the fact's; the engine is as the fact wants it before. */
export async function onList(fact: Fact): Promise<{ app: SluiceUnderTest; at: BalancerAt }> {
  const app = await startSluice({ columns: 130, rows: 40 });
  saveFiles(app, fact.files);
  const at = await balancerAt(await app.sandbox(), fact.balancer);
  await fact.before?.(at);
  await app.press('enter');
  await go(app, { kind: 'row', name: at.name });
  return { app, at };
}

/** Does what the row of that feature in docs/rackspace.md says, to the letter. `fills` are for its words in italics. */
export function follow(app: SluiceUnderTest, feature: string, fills: readonly Fill[] = []): Promise<void> {
  return followPage(app, 'rackspace.md', feature, fills);
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
