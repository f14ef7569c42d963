import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { NOON, roomOf } from '../state/usage/kit.ts';
import { chart, hoursOf, openBalancer, signIn } from './usageKit.ts';

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

  /** An engine that counts both ways together, at the balancer's page. */
  const together = async (columns: number) => {
    const app = await startSluice({ columns });
    const usage = roomOf(
      hoursOf(2, (startAt) => ({
        incomingTransfer: null,
        outgoingTransfer: null,
        averageNumConnectionsSsl: null,
        incomingTransferSsl: null,
        outgoingTransferSsl: null,
        processed: 2_300_000_000,
        requests: 7841,
        mark: startAt === NOON - 3_600_000 ? 'partial' : null,
      })),
    );
    const notes = [
      'What is counted here is an estimate of what was carried, and comes some hours late at times',
    ];
    await signIn(app, { usage: { ...usage, notes } });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    return app;
  };

  it('cut no title and no number: columns that say nothing go first', async () => {
    const app = await together(80);
    expect(app.row('START')).toMatch(/START ▼ +CONN +BOTH WAYS +REQUESTS +SSL/);
    for (const columns of [72, 60, 50, 40]) {
      await app.resize(columns, 24);
      const { body } = app.program.view().layout;
      const table = app
        .screen()
        .split('\n')
        .slice(-4 - body, -3)
        .join('\n');
      expect(table).toContain('START');
      expect(table).not.toContain('…');
    }
  });

  it('say which key shows what a line has no room for', async () => {
    const app = await together(80);
    expect(app.screen()).toMatch(/What is counted here is an estimate of .* … d says all *\n/);
    await app.press('d');
    await app.press('pagedown');
    expect(app.screen()).toContain('hours late at times');
  });

  it('have room for what a round number is written with', async () => {
    const app = await together(80);
    await app.press('m');
    expect(app.screen()).toMatch(/^2\.5 GB\/h │/m);
  });

  it('say so where there is nothing to sum up', async () => {
    const app = await startSluice();
    await signIn(app, { usage: roomOf([]) });
    await app.press('u');
    expect(app.screen()).toMatch(/^ Total — *$/m);
    expect(app.screen()).toMatch(/^ Average — *$/m);
  });
});
