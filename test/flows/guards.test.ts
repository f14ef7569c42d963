import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

const changes = (app: SluiceUnderTest) =>
  app.requests().filter((request) => !request.includes(' /rackspace/identity') && !request.startsWith('GET'));

describe('the last ENABLED node', () => {
  it.each([
    ['D', 'Drain billing-1 of billing-api?'],
    ['X', 'Disable billing-1 of billing-api?'],
    ['t', 'Disable billing-1 of billing-api?'],
  ])('%s asks, says why, and cancels by default', async (key, question) => {
    const app = await startSluice();
    await app.open('billing-api');
    await app.press(key);
    expect(app.screen()).toContain(question);
    expect(app.screen()).toMatch(
      /billing-1 is the last ENABLED node of billing-api: nothing would take new\s/,
    );
    await app.press('enter');
    expect(app.message()).toBe('Nothing was changed');
    expect(changes(app)).toEqual([]);
    expect(app.row('billing-1')).toContain('● ENABLED');
    await app.press(key, 'y');
    await app.advance(3_000);
    expect(changes(app)).toHaveLength(1);
    expect(app.row('billing-1')).not.toContain('ENABLED');
  });

  it('is asked about also while the change of the one before is under way', async () => {
    const app = await startSluice();
    await app.open('resolver-tcp');
    await app.burst('D', 'j', 'D');
    expect(app.screen()).toContain('ns-2 is the last ENABLED node of resolver-tcp');
    await app.press('esc');
  });

  it('one that is left but OFFLINE does not count as healthy', async () => {
    const app = await startSluice();
    await app.open('search');
    await app.press('space', 'j', 'space', 'D');
    expect(app.screen()).toMatch(/are not ONLINE: nothing healthy would take\W+new connections/);
  });
});

it('a quick toggle stays quick: enabling and draining ask nothing, t goes there and back', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  await app.press('j', 'j', 't');
  expect(app.row('web-3')).toContain('◌ ENABLED');
  await app.advance(3_000);
  expect(app.message()).toBe('web-3 is ENABLED. z undoes it');
  await app.press('t');
  expect(app.screen()).toMatch(/\d+ open connections? would be cut at once|Disable web-3/);
  await app.press('esc');
});

it('X on a node with open connections says how many, and cuts them only on a yes', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  await app.press('X');
  expect(app.screen()).toContain('Disable web-1 of shop-front?');
  expect(app.screen()).toMatch(/[1-9]\d* open connections? would be cut at once/);
  await app.press('tab', 'tab', 'enter');
  expect(app.message()).toBe('Nothing was changed');
  await app.press('X', 'right', 'enter');
  await app.advance(3_000);
  expect(app.message()).toBe('web-1 is DISABLED. z undoes it');
});

describe('an account marked production', () => {
  it('asks before every change, loudly', async () => {
    const app = await startSluice();
    await app.press('p');
    expect(app.message()).toBe('sandbox is production now');
    await app.open('shop-front');
    expect(app.screen().split('\n')[0]).toContain('[PRODUCTION]');
    await app.press('j', 'j');
    for (const [key, title] of [
      ['E', 'Enable web-3'],
      ['D', 'Drain web-3'],
      ['p', 'Make web-3'],
    ] as const) {
      await app.press(key);
      expect(app.screen(), key).toContain(title);
      expect(app.screen(), key).toContain('sandbox is a production account');
      await app.press('enter');
    }
    expect(changes(app)).toEqual([]);
  });
});

it('every form of a production account says so in its header', async () => {
  const app = await startSluice();
  await app.press('p');
  await app.open('shop-front');
  for (const key of ['a', 'w', 'm']) {
    await app.press(key);
    expect(app.screen().split('\n')[0], key).toMatch(
      /^ sluice {3}sandbox · DFW · Rackspace {2}\[SANDBOX\] \[PRODUCTION\]/,
    );
    await app.press('esc');
  }
});

describe('where nothing may be changed', () => {
  it('a read-only account refuses with the reason', async () => {
    const app = await startSluice();
    await app.press('o');
    await app.open('shop-front');
    expect(app.screen().split('\n')[0]).toContain('[READ-ONLY]');
    for (const key of ['X', 'D', 't', 'p', 'ctrl-d', 'w', 'a']) {
      await app.press(key);
      expect(app.message(), key).toContain('account sandbox is marked read-only');
    }
    expect(changes(app)).toEqual([]);
  });

  it('--read-only refuses with the reason', async () => {
    const app = await startSluice({ readOnly: true });
    await app.open('shop-front');
    expect(app.screen().split('\n')[0]).toContain('[READ-ONLY]');
    for (const key of ['X', 'D', 't', 'p', 'ctrl-d', 'w', 'a']) {
      await app.press(key);
      expect(app.message(), key).toContain('sluice was started with --read-only');
    }
    expect(changes(app)).toEqual([]);
    // A key that does nothing is not offered, and the help says why it does nothing.
    expect(app.screen()).not.toContain('D drain');
    expect(app.screen()).toContain('? help');
    await app.press('?');
    expect(app.screen()).toContain('not now: sluice was started with --read-only');
  });
});

describe('keys while a change is under way', () => {
  it('does nothing twice and says why', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.burst('D', 'D');
    expect(app.message()).toBe('web-1: another change of it is under way');
    for (const key of ['X', 'E', 't', 'p', 'ctrl-d']) {
      await app.press(key);
      expect(app.message(), key).toContain('web-1');
    }
    await app.advance(3_000);
    expect(changes(app)).toHaveLength(1);
    expect(app.row('web-1')).toContain('◐ DRAINING');
  });

  it('counts each key of a chunk', async () => {
    const app = await startSluice();
    await app.open('edge-fleet');
    app.terminal.bytes('jjj');
    await app.idle();
    expect(app.row('▌')).toContain('edge-04');
    app.terminal.bytes('\u001b[Bjk\u001b[A');
    await app.idle();
    expect(app.row('▌')).toContain('edge-04');
  });

  it('asks before it quits in the middle of one', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('D', 'ctrl-c');
    expect(app.screen()).toContain('Quit while changes are under way?');
    expect(app.screen()).toContain('Drain web-1 of shop-front');
    await app.press('enter');
    expect(app.quits).toBe(0);
    await app.advance(3_000);
    await app.press('ctrl-c');
    expect(app.quits).toBe(1);
  });
});
