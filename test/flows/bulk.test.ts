import { expect, it } from 'vitest';
import { engineApi } from '../kit/engineApi.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** Addresses of edge-fleet's DISABLED nodes, as the engine itself says. */
async function disabledByApi(app: SluiceUnderTest): Promise<readonly string[]> {
  const api = await engineApi(await app.sandbox());
  const nodes = await api.nodes(7004);
  return nodes.filter(({ condition }) => condition === 'DISABLED').map(({ address }) => address);
}

/** Opens edge-fleet and marks the twenty ENABLED nodes but for the first: filter, all, and one less. */
async function markTwenty(app: SluiceUnderTest): Promise<void> {
  await app.open('edge-fleet');
  await app.press('/');
  await app.type('enabled');
  await app.press('enter', '*', 'space');
  expect(app.screen()).toContain('20 marked');
}

/** The changes sent since the last look. */
function changes(app: SluiceUnderTest): readonly string[] {
  return app.requests().filter((request) => request.startsWith('PUT'));
}

it('asks one question for twenty nodes, naming each, and cancels by default', async () => {
  const app = await startSluice({ rows: 36 });
  await markTwenty(app);
  await app.press('X');
  expect(app.screen()).toContain('Disable 20 nodes of edge-fleet?');
  expect(app.screen()).toMatch(/\d+ open connections would be cut at once/);
  const question = app.screen();
  // edge-01 was unmarked; 07 and 08 are DISABLED and 20 is DRAINING, which the filter hides.
  for (const name of ['02', '06', '09', '15', '19', '21', '24']) expect(question).toContain(`edge-${name}`);
  expect(app.row('edge-02, ')).not.toMatch(/edge-(01|07|08|20)\b/);
  expect(app.screen()).not.toContain('more');

  await app.press('enter');
  expect(app.message()).toBe('Nothing was changed');
  await app.press('X', 'esc');
  await app.advance(5_000);
  expect(changes(app)).toEqual([]);
  expect(app.screen()).toContain('20 marked');
  await app.press('@');
  expect(app.screen()).toContain('Nothing has been changed from here yet');
});

it('disables one after the other, stops where it is told to, reports the truth, and undoes exactly that', async () => {
  const app = await startSluice({ rows: 36 });
  await markTwenty(app);
  changes(app);
  await app.press('X', 'tab', 'enter');
  expect(app.message()).toContain('Disable 20 nodes of edge-fleet: 0/20  ctrl-x stops');
  expect(app.row('edge-02')).toContain('◌ DISABLED');
  expect(app.row('edge-03')).toContain('queued, was ENABLED');
  expect(app.row('edge-01')).toContain('● ENABLED');
  await app.advance(6_000);
  const [, done] = /(\d+)\/20/.exec(app.message()) ?? [];
  expect(Number(done)).toBeGreaterThanOrEqual(2);

  await app.press('ctrl-x');
  expect(app.message()).toContain('stopping after this one');
  await app.press('ctrl-x');
  expect(app.message()).toBe('Not now: what is under way was sent already');
  await app.advance(3_000);
  const stopped = Number(done) + 1;
  expect(app.message()).toBe(
    `Disable 20 nodes of edge-fleet: ${stopped} of 20 done, ${20 - stopped} not begun. z undoes it`,
  );
  expect(app.mostAtOnce('PUT')).toBe(1);
  expect(changes(app)).toHaveLength(stopped);

  // Screen, engine and journal agree: edge-02 and the next are DISABLED, the rest is as it was.
  const places = Array.from({ length: stopped }, (_, at) => at + 2);
  const names = places.map((place) => `edge-0${place}`);
  const before = ['10.20.1.17', '10.20.1.18'];
  expect(await disabledByApi(app)).toEqual([...places.map((place) => `10.20.1.${place + 10}`), ...before]);
  await app.press('esc', 'esc', 'g');
  for (const name of names) expect(app.row(name)).toContain('○ DISABLED');
  expect(app.row('edge-24')).toContain('● ENABLED');
  await app.press('@');
  const journal = app
    .screen()
    .split('\n')
    .filter((line) => line.includes('ENABLED → DISABLED'));
  expect(journal.map((line) => /edge-\d+/.exec(line)?.[0])).toEqual([...names].reverse());
  expect(journal.every((line) => line.includes('● done'))).toBe(true);

  await app.press('z');
  expect(app.screen()).toContain(`Enable`);
  for (const name of names) expect(app.screen()).toContain(name);
  await app.press('y');
  await app.advance(12_000);
  expect(await disabledByApi(app)).toEqual(before);
  expect(app.mostAtOnce('PUT')).toBe(1);
  expect(changes(app)).toHaveLength(stopped);
  await app.press('z');
  expect(app.message()).toBe('Not now: nothing is left to undo');
});

it('leaves out and names what is so already, and goes on after a node that fails', async () => {
  const app = await startSluice();
  await app.open('edge-fleet');
  await app.press('j', 'j', 'j', 'j', 'j', 'v', 'j', 'j', 'j', 'v', 'j');
  expect(app.screen()).toContain('4 marked');
  const sandbox = await app.sandbox();
  await app.press('X');
  expect(app.screen()).toContain('Disable edge-06, edge-09 of edge-fleet?');
  expect(app.screen()).toContain('Left out, as they are DISABLED already: edge-07, edge-08');
  sandbox.control.fault({ kind: 'status', status: 400, method: 'PUT', path: '/nodes/', count: 1 });
  await app.press('y');
  await app.advance(4_000);
  expect(app.message()).toMatch(
    /^Disable edge-06, edge-09 of edge-fleet: 1 of 2 done, 1 failed: Could not set .*HTTP 400/,
  );
  expect(app.row('10.20.1.16:80')).toContain('● ENABLED');
  expect(app.row('10.20.1.19:80')).toContain('○ DISABLED');
});

it('puts a weight on several marked nodes with one form', async () => {
  const app = await startSluice();
  await app.open('api-gateway');
  await app.press('space', 'space', 'w');
  expect(app.screen()).toContain('Weight of 2 nodes');
  await app.type('1');
  await app.press('ctrl-u');
  await app.type('25');
  await app.press('enter');
  expect(app.screen()).toContain('Set weight 25 on api-1, api-2 of api-gateway?');
  await app.press('y');
  await app.advance(5_000);
  expect(app.row('10.20.0.31:9000')).toMatch(/ 25 /);
  expect(app.row('10.20.0.32:9000')).toMatch(/ 25 /);
  expect(app.message()).toBe('api-1, api-2 have weight 25. z undoes it');
});
