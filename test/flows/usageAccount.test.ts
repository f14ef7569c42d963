import { describe, expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { HOUR, NOON, roomOf } from '../state/usage/kit.ts';
import { hoursOf, openBalancer, signIn } from './usageKit.ts';

describe('the usage of an account', () => {
  it('ranks the engine’s balancers by what they carried, and opens one of them', async () => {
    const app = await startSluice({ columns: 120, rows: 40 });
    await app.press('enter', 'u');
    expect(app.screen()).toContain('Accounts › sandbox › Usage');
    const rows = () =>
      app
        .screen()
        .split('\n')
        .filter((line) => /[▁-█·]{12}$/.test(line.trimEnd()) && !line.includes('│'));
    expect(rows().length).toBeGreaterThan(5);
    const bytes = rows().map((line) => {
      const [, amount, unit = ''] = / ([\d.]+) ([kMGT]?B)/.exec(line) ?? [];
      return Number(amount) * ({ B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }[unit] ?? Number.NaN);
    });
    expect(bytes).toEqual([...bytes].sort((one, other) => other - one));
    await app.press('N', 'j');
    const name = app.row('▌').slice(4).trim().split(/ {2,}/)[0] ?? '';
    expect(name).not.toBe('');
    app.requests();
    await app.press('enter');
    expect(app.screen()).toContain(`Accounts › sandbox › Usage › ${name}`);
    // What was read of all need not be read of one: only what is not closed yet.
    expect(app.requests().filter((request) => request.includes('/usage'))).toHaveLength(1);
    await app.press('esc');
    expect(app.row('▌')).toContain(name);
  });

  it('adds up what is on at the same time, and its cursor reads gaps as well', async () => {
    const app = await startSluice();
    const records = [
      ...hoursOf(1, (startAt) => (startAt < NOON - 3 * HOUR ? null : { averageNumConnections: 10 })),
      ...hoursOf(1, () => ({ balancerName: 'gone', averageNumConnections: 5 }), '9999').filter(
        ({ startAt }) => startAt !== NOON - 4 * HOUR,
      ),
    ];
    await signIn(app, { usage: roomOf(records) });
    await app.press('u');
    expect(app.screen()).toContain('Sun 1 Mar 11:00–12:00  15 connections');
    await app.press('left', 'left', 'left');
    expect(app.screen()).toContain('Sun 1 Mar 08:00–09:00  no record');
    await app.press('left');
    expect(app.screen()).toContain('Sun 1 Mar 07:00–08:00  5 connections');
    // One that is gone from the list is called as its records say.
    expect(app.row('▌')).toContain('gone');
    await app.press('/');
    await app.type('shop');
    await app.press('enter', 'enter');
    expect(app.screen()).toContain('Usage › shop-front');
  });
});

describe('the range of usage', () => {
  it('goes along when a balancer is opened, and is kept for whoever looks at usage next', async () => {
    const app = await startSluice();
    await signIn(app, { usage: roomOf(hoursOf(40)) });
    await app.press('u', '3');
    expect(app.screen()).toContain('Last 30 d');
    await app.press('enter');
    expect(app.screen()).toContain('Usage › shop-front');
    expect(app.screen()).toContain('Last 30 d');
    expect(app.screen()).toContain('/719');
    await app.press('2', 'esc');
    // What is behind stays as it was left.
    expect(app.screen()).toContain('Last 30 d');
    await app.press('esc');
    await openBalancer(app, 'shop-front');
    await app.press('u');
    expect(app.screen()).toContain('Last 7 d');
  });

  it('of one’s own is kept likewise', async () => {
    const app = await startSluice();
    await signIn(app, { usage: roomOf(hoursOf(10)) });
    await openBalancer(app, 'shop-front');
    await app.press('u', 'c', 'ctrl-u');
    await app.type('2026-02-25T06:00');
    await app.press('tab');
    await app.type('2026-02-25T18:00');
    await app.press('ctrl-s', 'esc', 'u');
    expect(app.screen()).toContain('25 Feb 06:00 – 25 Feb 18:00');
    expect(app.screen()).toContain('1/12');
  });
});

describe('the key of usage', () => {
  it('opens it from every tab of a balancer, and esc goes back to that tab', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    const tabs = () => /\[(\S+)[^\]]*\]/.exec(app.screen().split('\n').slice(3).join('\n'))?.[1];
    const seen: (string | undefined)[] = [];
    for (;;) {
      const tab = tabs();
      if (tab === 'Usage') break;
      seen.push(tab);
      await app.press('u');
      expect(app.screen(), `${tab}`).toContain('Last 24 h');
      await app.press('esc');
      expect(tabs()).toBe(tab);
      await app.press('tab');
    }
    expect(seen).toContain('Nodes');
    expect(seen).toContain('Settings');
    expect(seen.length).toBeGreaterThan(3);
  });

  it('says of a node’s tabs that usage is the balancer’s', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('enter', 'u');
    expect(app.message()).toBe('Not now: usage is counted for the balancer, not for a node');
  });
});
