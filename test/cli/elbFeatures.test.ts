import { describe, expect, it } from 'vitest';
import { featureRow } from '../docs/featureTable.ts';
import type { ElbFact } from '../flows/elbFacts.ts';
import { LISTENERS, POLICIES } from '../flows/elbFactsListeners.ts';
import { BALANCERS, NODES } from '../flows/elbFactsNodes.ts';
import { SETTINGS } from '../flows/elbFactsSettings.ts';
import { awsUser } from './elbKit.ts';

const FACTS: Readonly<Record<string, ElbFact>> = {
  ...BALANCERS,
  ...NODES,
  ...LISTENERS,
  ...POLICIES,
  ...SETTINGS,
};
const ROWS = Object.keys(FACTS).flatMap((feature) => {
  const { commands } = featureRow('aws-elb.md', feature);
  return commands.length === 0 ? [] : [[feature, commands] as const];
});

describe('each command of docs/aws-elb.md', () => {
  it.each(ROWS)('does what its row says: %s', async (feature, commands) => {
    const user = await awsUser();
    const { balancer = 'web-classic', region, files = {}, before, after, prints } = FACTS[feature] ?? {};
    for (const [name, text] of Object.entries(files)) user.save(name, text);
    const at = user.at(balancer, region);
    await before?.(at);
    const printed: string[] = [];
    for (const command of commands) printed.push(await user.does(command.replace(/^sluice /, '')));
    if (prints) expect(printed.at(-1)).toMatch(prints);
    await after?.(at);
  });
});
