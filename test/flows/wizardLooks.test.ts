import { expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { openWizard } from '../kit/wizard.ts';
import { drawn, expectAscii, expectFits, expectUnpainted, listeningTo, SIZES } from './looksKit.ts';

/** Every page of the wizard, a run with a failed step, and the runs; `look` is called in each. */
async function tour(app: SluiceUnderTest, look: (place: string) => void): Promise<void> {
  await openWizard(app);
  look('balancer');
  await app.press('tab');
  look('protocols');
  await app.press('tab', 'tab', 'tab', 'y', 'tab', 'tab', 'S', 'ctrl-s');
  look('a fault');
  await app.press('n', 'shift-tab', 'shift-tab', 'n', 'ctrl-s');
  look('servers');
  await app.press('space', 'tab', 'tab');
  await app.type('doomed-{n}-with-a-name-that-is-longer-than-its-column-is-wide');
  await app.press('tab', 'tab');
  look('flavors');
  await app.press('ctrl-s');
  look('nodes');
  await app.press('ctrl-n');
  await app.type('x'.repeat(60));
  await app.press('up');
  look('a wrong node');
  await app.press('down', 'ctrl-d', 'ctrl-s');
  look('virtual IP');
  await app.press('ctrl-s');
  look('review');
  await app.press('s');
  look('save');
  await app.press('esc', 'enter');
  look('run');
  await app.advance(30_000);
  app.message();
  look('failed');
  await app.press('ctrl-d');
  look('undo');
  await app.press('esc', 'esc', '!');
  look('runs');
}

it.each(SIZES)('fits %d by %d: every line, and every place to the last row', async (columns, rows) => {
  const app = await startSluice({ columns, rows });
  await tour(app, (place) => {
    const lines = drawn(app);
    expectFits(lines, columns, place);
    expect(lines, place).toHaveLength(rows);
    // The cursor of the list or table that one is in, besides the field's.
    if (['protocols', 'flavors', 'nodes', 'a wrong node'].includes(place))
      expect(lines.filter((line) => line.includes('▌')).length, lines.join('\n')).toBe(2);
  });
});

it('has everything of a page in sight at 80 by 24', async () => {
  const app = await startSluice();
  await openWizard(app);
  for (const part of ['Name', 'Protocol', 'Port', 'Algorithm', 'More settings', 'ctrl-s next step'])
    expect(app.screen()).toContain(part);
  await app.press('ctrl-s');
  for (const part of ['Running servers', 'New servers', 'Their names', 'Image', 'Flavor', 'Key pair'])
    expect(app.screen()).toContain(part);
  await app.press('ctrl-s', 'ctrl-s');
  for (const part of ['IPv4 and IPv6', 'IPv4 only', 'SERVICENET', 'share one'])
    expect(app.screen()).toContain(part);
  await app.press('ctrl-s');
  expect(app.screen()).toContain('The account has room for it. enter begins');
});

it('says everything in words and signs without a colour, and in ASCII where there is no more', async () => {
  const app = await startSluice({ looks: { colour: 0, ascii: true } });
  await tour(app, (place) => {
    expectAscii(app, place);
    if (place === 'failed') {
      expect(app.screen()).toMatch(/! failed$/m);
      expect(app.screen()).toContain('A step failed: enter tries it again');
    }
    if (place === 'virtual IP') expect(app.screen()).toContain('[x] PUBLIC, IPv4 and IPv6');
  });
  expectUnpainted(app);
});

it('is heard through: names instead of ids, one option and one row at a time', async () => {
  const app = await startSluice({ linear: true });
  const said = listeningTo(app);
  await openWizard(app);
  expect(await said()).toEqual(
    expect.arrayContaining(['Step 1 of 5: Balancer', 'Name: balancer-1', expect.stringMatching(/^What the/)]),
  );
  expect(await said('tab')).toEqual([
    'Protocol: HTTP',
    'Option 4 of 21: HTTP, port 80',
    'What the clients speak',
  ]);
  const servers = await said('ctrl-s');
  expect(servers).toContain('Running servers: none');
  expect(servers).toContain('Option 1 of 68: api-1, 10.20.0.31 ACTIVE, not taken');
  expect(await said('space')).toEqual([
    'Running servers: api-1',
    'Option 1 of 68: api-1, 10.20.0.31 ACTIVE, taken',
  ]);
  const nodes = await said('ctrl-s');
  expect(nodes).toContain(
    'Nodes, row 1 of 3: Address 10.20.0.31 (api-1), Port 80, Condition ENABLED, Weight empty, Type PRIMARY',
  );
  expect(await said('x')).toContain('Port is "x": a whole number from 1 to 65535 is needed');
  expect(app.terminal.written).not.toContain('{');
});
