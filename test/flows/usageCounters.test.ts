import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import type { Counters } from '../../src/model/usage.ts';
import { VirtualClock } from '../kit/clock.ts';
import { startSluice } from '../kit/sluice.ts';
import { aRecord, NOON, roomOf } from '../state/usage/kit.ts';
import { openBalancer, signIn } from './usageKit.ts';

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
