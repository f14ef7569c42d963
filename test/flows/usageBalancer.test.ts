import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import { startSluice } from '../kit/sluice.ts';
import { DAY, HOUR, NOON, roomOf } from '../state/usage/kit.ts';
import { chart, hoursOf, openBalancer, signIn } from './usageKit.ts';

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
