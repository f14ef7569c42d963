import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { chart } from './usageKit.ts';

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
