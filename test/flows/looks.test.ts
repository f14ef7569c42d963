import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { expectAscii, expectFits, expectUnpainted, listeningTo, SIZES } from './looksKit.ts';

/** Every place of the program, one after the other; `look` is called in each. */
async function tour(app: SluiceUnderTest, look: (place: string) => void): Promise<void> {
  look('accounts');
  await app.press('a');
  look('account form');
  await app.press('esc', '?');
  look('help');
  await app.press('esc', ':');
  look('palette');
  await app.press('esc', 'enter');
  await app.advance(1_000);
  look('balancers');
  await app.press('R');
  look('regions');
  await app.press('esc', '/');
  await app.type('edge-fleet');
  look('filter');
  await app.press('enter', 'enter');
  look('balancer');
  await app.press('*', 'X');
  look('question');
  await app.press('esc', 'ctrl-d');
  look('typed question');
  await app.press('esc', 'd');
  look('details');
  await app.press('esc', 'a');
  look('node form');
  await app.press('esc', 'esc', 'E');
  await app.press('@');
  look('journal');
}

describe('every place', () => {
  it.each(SIZES)(
    'fills a terminal of %d by %d, no line too long, each part on its row',
    async (columns, rows) => {
      const app = await startSluice({ columns, rows });
      await tour(app, (place) => {
        const lines = app.terminal.display.lines();
        expectFits(lines, columns, place);
        expect(lines[1], place).toMatch(/^ (Accounts|…)/);
        if (rows >= 16) {
          expect(lines[2], place).toBe('─'.repeat(columns));
          const below = app.program.view().layout.message.length + 2;
          expect(lines.at(-below), place).toBe('─'.repeat(columns));
        } else {
          expect(lines[2], place).not.toMatch(/^─/);
        }
      });
    },
  );
});

it('asks for a larger window below 40 by 10, and comes back with it', async () => {
  const app = await startSluice({ columns: 30, rows: 8 });
  expect(app.screen()).toContain('40x10 or larger; this is\n30x8. ctrl-c quits');
  await app.resize(80, 24);
  expect(app.row('Rackspace')).toContain('built-in sandbox');
  await app.resize(39, 24);
  expect(app.screen()).toContain('39x24');
  await app.press('ctrl-c');
  expect(app.quits).toBe(1);
});

it('follows a window that changes its size, with the cursor in sight', async () => {
  const app = await startSluice();
  await app.open('edge-fleet');
  await app.press('G');
  expect(app.row('▌')).toContain('edge-24');
  for (const [columns, rows] of [
    [40, 10],
    [120, 40],
    [60, 16],
    [200, 50],
    [80, 24],
  ] as const) {
    await app.resize(columns, rows);
    expect(app.row('▌')).toContain('10.20.1.34:80');
    const lines = app.terminal.display.lines();
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toMatch(/^ sluice/);
    expect(lines.at(-1)).toContain('esc back');
  }
});

it('shows in the lowest window which tab one is on, and that there are others', async () => {
  const app = await startSluice({ columns: 40, rows: 10 });
  await app.open('shop-front');
  expect(app.row('[Nodes')).toMatch(/^ \[Nodes .*\] +…$/);
  await app.press('tab');
  expect(app.row('[Virtual')).toMatch(/^ … \[Virtual IPs 2\] .*…$/);
  await app.press('shift-tab', 'shift-tab');
  expect(app.row('[Usage]')).toMatch(/^ … .* \[Usage\]$/);
});

it('names the page one is on however far it is from the root, and leaves out where it begins', async () => {
  const app = await startSluice({ columns: 40, rows: 10 });
  await app.open('shop-front');
  expect(app.screen()).toMatch(/^ Accounts › sandbox › shop-front +1\/4$/m);
  await app.press('tab', 'tab');
  expect(app.screen()).toMatch(/^ … › shop-front › Access list$/m);
  // What stands in place of rows begins right under the heading, and is not cut off in silence.
  expect(app.screen()).toMatch(/ADDRESS +TYPE\n +Everybody may connect\.\n.*\n +…\n/);
});

it('says why a key does nothing on the page where it was pressed, and no further', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  await app.press('z');
  expect(app.message()).toBe('Not now: nothing was changed from here yet');
  await app.press('esc');
  expect(app.message()).toBe('');
});

it('offers no marks where there is nothing to be marked', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  await app.press('tab');
  expect(app.screen().split('\n').at(-1)).toContain('space mark');
  await app.press('tab');
  expect(app.screen()).toContain('[Access list 0]');
  expect(app.screen().split('\n').at(-1)).not.toContain('space mark');
});

it('writes no colour under NO_COLOR, and says everything in words and signs', async () => {
  const app = await startSluice({ looks: { colour: 0, ascii: false } });
  await tour(app, () => {});
  expectUnpainted(app);
});

it('writes only ASCII where the locale has no more', async () => {
  const app = await startSluice({ looks: { colour: 1, ascii: true } });
  await tour(app, (place) => {
    expectAscii(app, place);
  });
});

describe('for a screen reader', () => {
  it('says new things only, in lines, without drawing', async () => {
    const app = await startSluice({ linear: true });
    const said = listeningTo(app);
    expect(app.terminal.written).toContain('Screen: 2 accounts, Accounts\r\n');
    expect(app.terminal.written).toContain('Row 1 of 2: name sandbox, engine Rackspace');
    await said();
    await app.advance(10_000);
    expect(await said()).toEqual([]);

    const opened = await said('enter');
    expect(opened).toContain('Screen: sandbox · DFW · Rackspace, SANDBOX, Accounts, sandbox');
    expect(opened.at(-1)).toMatch(
      /^Row 1 of 14: name api-gateway, status ACTIVE, .*nodes up 6\/6 1 draining/,
    );
    expect(await said('j')).toEqual([expect.stringMatching(/^Row 2 of 14: name billing-api/)]);
    await said('enter');
    expect(await said('X')).toEqual([
      'Counting open connections…',
      'Disable billing-1 of billing-api?',
      'billing-1 is the last ENABLED node of billing-api: nothing would take new connections',
      expect.stringMatching(/^\d+ open connections would be cut at once/),
      'Enter presses Cancel; tab chooses, y is yes, escape cancels',
    ]);
    expect(await said('tab')).toEqual([
      'Enter presses Disable billing-1; tab chooses, y is yes, escape cancels',
    ]);
    expect(await said('enter')).toContainEqual(expect.stringMatching(/applying, was ENABLED$/));
    await app.advance(2_000);
    expect((await said()).at(-1)).toBe('billing-1 is DISABLED. z undoes it');
    expect(await said('?')).toContain('E: ENABLE the node: it takes new connections');
    expect(await said('esc', '/', 'z')).toContain('Filter: z');

    // Nothing moves the cursor, erases or paints: what is said stays and is read from top to bottom.
    const sequences = app.terminal.written.match(/\u001b(?:\[[?0-9;]*[A-Za-z]|.)/g) ?? [];
    expect(new Set(sequences)).toEqual(new Set(['\u001b[?1004h', '\u001b[?2004h']));
  });
});

describe('words', () => {
  it('of the header give way whole: the age says less before it is cut', async () => {
    const app = await startSluice({ columns: 60 });
    await app.press('enter');
    const header = () => app.screen().split('\n')[0] ?? '';
    expect(header()).toMatch(/\] +0s ago$/);
    await app.resize(52, 24);
    expect(header()).toMatch(/\[SANDBOX\] *$/);
  });

  it('of a heading are whole though nothing stands below them', async () => {
    const app = await startSluice({ columns: 75 });
    await app.press('enter', 'esc');
    expect(app.row('STATE')).toMatch(/ MARKS +STATE/);
  });

  it('name the engine of a new account', async () => {
    const app = await startSluice();
    await app.press('a', 'j', 'enter');
    expect(app.screen()).toContain('Add an account: AWS ELB');
  });

  it('say that all balancers are on the screen, and leave them and the filter there', async () => {
    const app = await startSluice();
    await app.press('enter', '0', '/');
    await app.type('shop');
    await app.press('enter', '0');
    expect(app.message()).toBe('Not now: they are on the screen');
    expect(app.screen()).toContain('/shop');
  });
});
