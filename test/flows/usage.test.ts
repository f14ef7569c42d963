import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import type { Counters } from '../../src/model/usage.ts';
import { VirtualClock } from '../kit/clock.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { aRecord, DAY, HOUR, NOON, roomOf } from '../state/usage/kit.ts';
import { hoursOf, openBalancer, signIn } from './usageKit.ts';

/** Lines of the chart: those with an axis. */
const chart = (app: SluiceUnderTest) =>
  app
    .screen()
    .split('\n')
    .filter((line) => /^.{9}[│|]/.test(line));

describe('the usage of a balancer', () => {
  it('draws the engine’s own hours, with totals, peaks and the same hours in a table', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    app.requests();
    await app.press('u');
    const requests = app.requests().filter((request) => request.includes('/usage'));
    expect(requests).toEqual([expect.stringContaining('/loadbalancers/7001/usage?')]);
    expect(app.screen()).toContain('shop-front › Usage');
    expect(app.screen()).toContain('Last 24 h  connections, average  a column is 1 h');
    expect(app.screen()).toMatch(/Total in [\d.]+ [MG]B {2}out [\d.]+ [MG]B/);
    expect(app.screen()).toMatch(/Average [\d.]+ connections {2}peaks [\d.]+ .* [\d.]+ [MG]B\/h/);
    expect(chart(app).length).toBeGreaterThanOrEqual(4);
    expect(chart(app).at(-1)).toMatch(/0 │[▁-█·]{48}/);
    expect(app.row('▌')).toContain('2026-03-01 1');

    // The hours of 30 days in a few more requests, and none twice.
    await app.press('3');
    expect(app.requests().filter((request) => request.includes('/usage')).length).toBeLessThanOrEqual(4);
    expect(app.screen()).toContain('Last 30 d');
    expect(app.screen()).toContain('a column is 12 h');
    await app.press('1', '3');
    const again = app.requests().filter((request) => request.includes('/usage'));
    for (const request of again) {
      const from = new URL(request.slice(4), 'http://x').searchParams.get('startTime') ?? '';
      expect(Date.parse(from)).toBeGreaterThanOrEqual(NOON - 4 * HOUR);
    }
  });

  it('moves one cursor through the chart and the table', async () => {
    const app = await startSluice();
    await signIn(app, { usage: roomOf(hoursOf(3)) });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    expect(app.row('▌')).toContain('2026-03-01 11:00');
    expect(app.screen()).toContain('Sun 1 Mar 11:00–12:00  49.3 connections  in 49.3 MB  out 395 MB');
    await app.press('left', 'h');
    expect(app.row('▌')).toContain('2026-03-01 09:00');
    expect(app.screen()).toContain('Sun 1 Mar 09:00–10:00');
    const [before] = [app.row('▲')];
    await app.press('j');
    expect(app.screen()).toContain('Sun 1 Mar 08:00–09:00');
    expect(app.row('▲').indexOf('▲')).toBe(before.indexOf('▲') - 2);
    await app.press('l', 'right', 'right', 'right', 'right');
    expect(app.row('▌')).toContain('2026-03-01 11:00');
    // Sorted otherwise it is still the hour that counts.
    await app.press('C', 'g');
    expect(app.row('▌')).toContain('2026-03-01 00:00');
    await app.press('right');
    expect(app.row('▌')).toContain('2026-03-01 01:00');
  });

  it('shows each metric in turn, and leaves out what the engine does not tell', async () => {
    const app = await startSluice();
    await signIn(app, { usage: roomOf(hoursOf(2, () => ({ requests: 7200 }))) });
    await openBalancer(app, 'shop-front');
    await app.press('u', 'm');
    expect(app.screen()).toContain('transfer an hour, in and out');
    expect(chart(app).map((line) => line.slice(0, 9).trim())).toEqual([
      '50 MB/h',
      'in',
      '0',
      '400 MB/h',
      'out',
      '0',
    ]);
    await app.press('m');
    expect(app.screen()).toContain('share of the transfer over SSL');
    await app.press('m');
    expect(app.screen()).toContain('requests an hour');
    await app.press('m');
    expect(app.screen()).toContain('connections, average');
  });

  it('has no bar where there is no record, and a line where there was nothing', async () => {
    const app = await startSluice();
    const records = hoursOf(1, (startAt) => {
      if (startAt >= NOON - 10 * HOUR && startAt < NOON - 6 * HOUR) return null;
      return startAt < NOON - 20 * HOUR ? { averageNumConnections: 0 } : {};
    });
    await signIn(app, { usage: roomOf(records) });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    const foot = chart(app).at(-1)?.slice(10) ?? '';
    // Three idle hours, ten busy ones, four without a record, six busy ones, and the one that has just begun.
    expect(foot.trimEnd()).toMatch(/^▁{6}[▂-█]{20}·{8}[▂-█]{12}··$/);
    await app.press('left', 'left', 'left', 'left', 'left');
    expect(app.row('▌')).toContain('2026-03-01 06:00');
    await app.press('left');
    expect(app.row('▌')).toContain('2026-03-01 01:00');
  });

  it('is drawn after the first answer, and answers keys while the rest comes', async () => {
    const app = await startSluice();
    const gates: (() => void)[] = [];
    const asked: number[] = [];
    const room = roomOf(hoursOf(90), ({ from, to }) => {
      asked.push((to - from) / DAY);
      if (asked.length > 1) return new Promise<void>((resolve) => gates.push(resolve));
      return undefined;
    });
    await signIn(app, { usage: room });
    await openBalancer(app, 'shop-front');
    await app.press('u', '4');
    expect(asked[0]).toBeLessThanOrEqual(1);
    expect(app.screen()).toContain('read back to 28 Feb');
    expect(app.screen()).toContain('loading…');
    expect(chart(app).at(-1)).toMatch(/│ +[▁-█]+/);
    await app.press('j', 'm');
    expect(app.row('▌')).toContain('2026-03-01 10:00');
    expect(app.screen()).toContain('transfer an hour, in and out');
    await app.press('x');
    expect(app.message()).toBe('Not now: it is still being read');
    while (gates.length > 0) {
      gates.shift()?.();
      await app.idle();
    }
    expect(app.screen()).not.toContain('read back');
    expect(app.row('▌')).toContain('2026-03-01 10:00');
    expect(app.screen()).toContain('/2159');
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it('keeps what it has when the rest fails, says so, and tries again', async () => {
    const app = await startSluice();
    let failing = true;
    const room = roomOf(hoursOf(30), ({ to }) => {
      if (failing && to < NOON - DAY / 2)
        throw new Failure({
          kind: 'network',
          message: 'Could not read the usage of shop-front: no answer came',
        });
    });
    await signIn(app, { usage: room });
    await openBalancer(app, 'shop-front');
    await app.press('u', '3');
    expect(app.message()).toBe('Could not read the usage of shop-front: no answer came');
    expect(app.screen()).toContain('✗ not all was read');
    expect(app.row('▌')).toContain('2026-03-01 11:00');
    expect(chart(app).at(-1)).toMatch(/│ +[▂-█]+/);
    failing = false;
    await app.advance(31_000);
    expect(app.screen()).toContain('updated');
    expect(app.screen()).toContain('1/719');
    expect(app.message()).toBe('');
  });

  it('cancels what is on its way when one leaves', async () => {
    const app = await startSluice();
    const signals: AbortSignal[] = [];
    const room = roomOf([], ({ signal }) => {
      signals.push(signal);
      return new Promise<void>(() => {});
    });
    await signIn(app, { usage: room });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    expect(app.screen()).toContain('Reading usage…');
    await app.press('2');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    await app.press('esc');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(app.screen()).toContain('web-2');
  });

  it('asks for a range of one’s own, and says what is wrong with it', async () => {
    const app = await startSluice();
    await signIn(app, { usage: roomOf(hoursOf(10)) });
    await openBalancer(app, 'shop-front');
    await app.press('u', 'c', 'ctrl-u');
    await app.type('yesterday');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('"yesterday" is no time');
    await app.press('ctrl-u');
    await app.type('2026-02-25T06:00');
    await app.press('tab');
    await app.type('2026-02-24');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('Until is before since');
    await app.press('ctrl-u');
    await app.type('2026-02-25T18:00');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('25 Feb 06:00 – 25 Feb 18:00');
    expect(app.screen()).toContain('1/12');
    expect(app.row('▌')).toContain('2026-02-25 17:00');
  });

  it('writes the records into a new file, and never over one that is there', async () => {
    const app = await startSluice();
    const records = hoursOf(1, () => ({ balancerName: '=shop, "front"', averageNumConnectionsSsl: null }));
    await signIn(app, { usage: roomOf(records) });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    const file = path.join(app.home, 'out.csv');
    writeFileSync(file, 'mine');
    await app.press('x', 'tab', 'ctrl-u');
    await app.type(file);
    await app.press('ctrl-s');
    expect(app.screen()).toContain('is there already');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await app.press('ctrl-u');
    await app.type(`${file}2`);
    await app.press('ctrl-s');
    expect(app.message()).toBe(`Saved as ${file}2`);
    const lines = readFileSync(`${file}2`, 'utf8').split('\r\n');
    expect(lines).toHaveLength(25);
    expect(lines[0]).toMatch(
      /^account,engine,region,balancer,balancerId,id,startTime,endTime,averageNumConnections,/,
    );
    expect(lines[1]).toMatch(
      /^sandbox,rackspace,DFW,"'=shop, ""front""",7001,\d+,2026-02-28T13:00:00Z,2026-02-28T14:00:00Z,49\.32,,/,
    );
    await app.press('x', 'right', 'tab', 'ctrl-u');
    await app.type(`${file}.json`);
    await app.press('ctrl-s');
    app.message();
    const written = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    expect(written).toHaveLength(23);
    expect(written[0]).toMatchObject({
      account: 'sandbox',
      balancer: '=shop, "front"',
      averageNumConnectionsSsl: null,
    });
  });

  it('says why there is none', async () => {
    const app = await startSluice();
    await signIn(app, { missing: { usage: 'This engine counts nothing' } });
    await app.press('u');
    expect(app.message()).toBe('Not now: This engine counts nothing');
    await openBalancer(app, 'shop-front');
    await app.press('u');
    expect(app.message()).toBe('Not now: This engine counts nothing');
    await app.press('esc', 'esc', '1');
    expect(app.screen()).not.toContain('Last 24 h');
  });
});

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

describe('counters', () => {
  /** A balancer that opens a connection a second and carries a kilobyte each way with it. */
  const counting = (app: { readonly clock: { now(): number } }, epoch = () => 'a') => ({
    everyMs: 2_000,
    collect: true,
    read: async (): Promise<Counters> => {
      const at = app.clock.now();
      const seconds = (at - NOON) / 1000;
      return {
        at,
        connections: 13,
        connectionsSsl: null,
        bytesIn: seconds * 1_000,
        bytesOut: seconds * 5_000,
        requests: seconds * 2,
        epoch: epoch(),
        all: [{ name: 'scur', value: 13 }],
      };
    },
  });

  it('are on the balancer’s page and its usage as they are now, with rates of one epoch', async () => {
    const app = await startSluice({ columns: 100 });
    let epoch = 'a';
    await signIn(app, { counters: counting(app, () => epoch) });
    await openBalancer(app, 'shop-front');
    expect(app.screen()).toContain('13 connections');
    await app.advance(2_000);
    expect(app.screen()).toContain('13 connections  in 1 kB/s  out 5 kB/s  2 requests/s');
    epoch = 'b';
    await app.advance(2_000);
    expect(app.screen()).not.toContain('kB/s');
    await app.advance(2_000);
    await app.press('u');
    expect(app.screen()).toContain('Now 13 connections  in 1 kB/s  out 5 kB/s  2 requests/s');
  });

  it('become hourly records while they are watched, which the next program finds', async () => {
    const app = await startSluice({ clock: new VirtualClock(NOON + 57 * 60_000) });
    await signIn(app, { counters: { ...counting(app), everyMs: 20_000 } });
    await openBalancer(app, 'shop-front');
    await app.advance(100_000);
    await app.press('u');
    expect(app.screen()).toContain('Counted by sluice while it watched');
    expect(app.row('▌')).toMatch(/2026-03-01 12:57 +13 +100 kB +500 kB +200 +collected/);
    await app.advance(100_000);
    // The piece that was begun on the balancer's page has grown to the end of its hour.
    await app.press('esc', 'u');
    expect(app.screen()).toContain('1/2');
    expect(app.row('▌')).toMatch(/2026-03-01 13:00 +13 +20 kB +100 kB +40/);
    await app.press('j');
    expect(app.row('▌')).toMatch(/2026-03-01 12:57 +13 +180 kB +900 kB +360/);
    await app.close();

    const next = await startSluice({ home: app.home, clock: app.clock });
    await signIn(next, { counters: counting(next) });
    await next.press('u');
    expect(next.row('▌')).toMatch(/shop-front +1\.20 MB +200 kB +1 MB/);
  });

  it('that cannot be read say why, and come back', async () => {
    const app = await startSluice({ columns: 120 });
    let failing = true;
    const room = counting(app);
    const read = () =>
      failing ? Promise.reject(new Failure({ kind: 'network', message: 'No answer came' })) : room.read();
    await signIn(app, { usage: roomOf([aRecord()]), counters: { ...room, collect: false, read } });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    expect(app.screen()).toContain('Now ✗ No answer came');
    failing = false;
    await app.advance(30_000);
    expect(app.screen()).toContain('Now 13 connections');
  });
});

describe('the looks of usage', () => {
  const tour = async (app: SluiceUnderTest, look: (place: string) => void) => {
    await app.press('enter', 'u');
    look('account');
    await app.press('3', 'm', 'left');
    look('account, transfer');
    await app.press('enter', '2');
    look('balancer');
    await app.press('m', 'left', 'j');
    look('balancer, transfer');
    await app.press('5');
    look('range');
    await app.press('esc', 'x');
    look('export');
  };

  it.each([
    [80, 24],
    [120, 40],
    [60, 18],
    [40, 10],
  ])('fit a terminal of %i by %i', async (columns, rows) => {
    const app = await startSluice({ columns, rows });
    await tour(app, (place) => {
      const lines = app.terminal.display.lines();
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(stringWidth(line), `${place}: ${line}`).toBeLessThanOrEqual(columns);
      if (place.startsWith('balancer') || place.startsWith('account'))
        expect(app.row('▌'), place).toMatch(/\d/);
      // The chart is the last to go but for the table itself.
      if (place.startsWith('balancer') && rows > 16) expect(chart(app).length).toBeGreaterThanOrEqual(4);
    });
  });

  it('need no colours', async () => {
    const app = await startSluice({ looks: { colour: 0, ascii: false } });
    await tour(app, () => {});
    const attributes = app.terminal.written.match(/\u001b\[[0-9;]*m/g) ?? [];
    expect(attributes.filter((sgr) => !/^\u001b\[(?:7|27|0)?m$/.test(sgr))).toEqual([]);
  });

  it('need nothing but ASCII', async () => {
    const app = await startSluice({ looks: { colour: 1, ascii: true } });
    await tour(app, (place) => {
      expect(app.screen().match(/[^\n -~]/gu) ?? [], `${place}\n${app.screen()}`).toEqual([]);
      if (place === 'balancer') expect(chart(app).at(-1)).toMatch(/0 \|[#_.:=+*%-]+/);
    });
  });

  it('are words to a screen reader, and what changes by itself is not said', async () => {
    const app = await startSluice({ linear: true });
    await app.open('shop-front');
    await app.press('u');
    await app.advance(1_000);
    const heard = app.terminal.stdout.writes.length;
    expect(app.terminal.written).toMatch(/connections, in [\d.]+ [kMG]B, out [\d.]+ [kMG]B/);
    await app.advance(200_000);
    expect(app.terminal.stdout.writes.slice(heard).join('')).toBe('');
    await app.press('left');
    await app.advance(1_000);
    expect(app.terminal.stdout.writes.slice(heard).join('')).toMatch(/Row 2 of \d+: start 2026-03-01/);
  });
});
