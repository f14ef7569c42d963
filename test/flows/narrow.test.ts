import { describe, expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { openWizard } from '../kit/wizard.ts';

describe('a form in a narrow window', () => {
  it('shows what there is to choose from under the label', async () => {
    const app = await startSluice({ columns: 40, rows: 10 });
    await openWizard(app);
    await app.press('ctrl-s', 'down', 'space');
    expect(app.row('[✓]')).toMatch(/^ {4}▌ \[✓\] api-2 +10\.20\.0\.32 ACTIVE/);
    expect(app.screen()).toContain('[ ] api-');
    expect(app.screen()).toMatch(/^ {4}Servers of the region that are to/m);
    await app.press('ctrl-s', 'ctrl-s');
    expect(app.screen()).toContain('[x] PUBLIC, IPv4 and IPv6');
  });

  it('has its help beside the label where there is room', async () => {
    const app = await startSluice();
    await openWizard(app);
    expect(app.row('What the balancer is called')).toMatch(/^ {18}What/);
  });
});

it('says the option under the cursor in full where its row is too short for it', async () => {
  const app = await startSluice();
  await openWizard(app);
  await app.press('tab', 'tab', 'tab', 'down', 'down', 'down');
  expect(app.row('▌ WEIGHTED_LEAST')).toContain('…');
  const below = app.screen().replace(/\s+/g, ' ');
  expect(below).toContain('WEIGHTED_LEAST_CONNECTIONS: fewest connections, nodes counted by weight');
});

it('shows how far one is whole or not at all', async () => {
  const app = await startSluice({ columns: 54, rows: 20 });
  await openWizard(app);
  const headerAt = async (columns: number) => {
    await app.resize(columns, 20);
    return app.screen().split('\n')[0]?.trimEnd();
  };
  expect(await headerAt(54)).toBe(' sluice   sandbox · DFW · Rackspace  [SANDBOX]');
  expect(await headerAt(60)).toBe(' sluice   sandbox · DFW · Rackspace  [SANDBOX]  step 1 of 5');
});
