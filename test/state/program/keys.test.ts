import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { placesOf } from '../../../src/state/home/places.ts';
import { bindingsAt, type Place } from '../../../src/state/keys/bindings.ts';
import { Program } from '../../../src/state/program/program.ts';
import { openWorkspace, type Workspace } from '../../../src/state/workspace.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { requestsOpen, takeRequests } from '../../kit/traffic.ts';

/** The keys that lead to a place, and to the middle of what can be seen there. */
const WAYS: readonly (readonly [Place, readonly string[]])[] = [
  ['accounts', []],
  ['balancers', ['enter', 'down', 'down']],
  ['balancer', ['enter', 'down', 'down', 'enter', 'down', 'down']],
  ['collection', ['enter', 'enter', 'tab']],
  ['settings', ['enter', 'enter', 'shift-tab', 'shift-tab', 'down', 'down']],
  ['journal', ['enter', 'enter', '@']],
  ['regions', ['enter', 'R']],
  ['text', ['?', 'down', 'down']],
  ['form', ['a']],
];
/** In a table of a row or two there is hardly anywhere to go. */
const SHORT: ReadonlySet<Place> = new Set(['accounts', 'journal', 'collection']);
const MOVES: ReadonlySet<string> = new Set(['up', 'down', 'top', 'bottom', 'page-up', 'page-down']);
/** These a menu's own component takes. */
const OF_THE_MENU = new Set(['up', 'down', 'open']);

/** A workspace in a folder of its own, whose clock stands still. */
function openHome(clock: VirtualClock): Workspace {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-keys-'));
  const env = { HOME: home, SLUICE_HOME: home };
  const workspace = openWorkspace({
    places: placesOf({ env, platform: 'linux', homeFolder: home, workingFolder: home }),
    env,
    clock,
    random: Math.random,
    readOnly: false,
    debugFile: null,
    version: '0.0.0-test',
    sandboxRateLimits: false,
  });
  onTestFinished(async () => {
    await workspace.close();
    rmSync(home, { recursive: true, force: true });
  });
  return workspace;
}

async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 12; quiet = requestsOpen() > 0 ? 0 : quiet + 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Goes the way, presses the key, and tells whether anything came of it that a user could notice. */
async function isHeard(workspace: Workspace, way: readonly string[], key: string): Promise<boolean> {
  const effects: string[] = [];
  const program = new Program(
    workspace,
    {
      quit: () => effects.push('quit'),
      suspend: () => effects.push('suspend'),
      copy: (text) => effects.push(text),
      handOver: (run) => run(),
    },
    { columns: 80, rows: 24 },
  );
  const seen = () => JSON.stringify([program.view(), effects, takeRequests()]);
  program.start();
  for (const step of way) {
    program.press({ name: step });
    seen();
    await settled();
  }
  program.say('');
  seen();
  const before = seen();
  program.press({ name: key });
  await settled();
  let heard = seen() !== before;
  // What goes through the settings file takes a moment of real time.
  for (let wait = 0; wait < 1_000 && !heard; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    heard = seen() !== before;
  }
  program.stop();
  return heard;
}

it.each(WAYS)('every key of %s does something there, or says why not', async (place, way) => {
  const clock = new VirtualClock();
  const workspace = openHome(clock);
  const sandbox = workspace.accounts.named('sandbox');
  if (place !== 'accounts') await workspace.sessions.open(sandbox, null, new AbortController().signal);
  const silent: string[] = [];
  for (const { id, keys } of bindingsAt(place)) {
    if (place === 'regions' && OF_THE_MENU.has(id)) continue;
    if (SHORT.has(place) && MOVES.has(id)) continue;
    for (const key of keys) {
      if (!(await isHeard(workspace, way, key))) silent.push(`${key} (${id})`);
      // The pace of requests allows no more at one moment.
      await clock.advance(2_000, settled);
    }
  }
  expect(silent).toEqual([]);
});
