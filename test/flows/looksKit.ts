import stringWidth from 'string-width';
import { expect } from 'vitest';
import { drawScreen } from '../../src/screens/draw.ts';
import { themeFor } from '../../src/screens/theme.ts';
import type { SluiceUnderTest } from '../kit/sluice.ts';

/** Columns and rows of the windows in which every place must look right. */
export const SIZES = [
  [80, 24],
  [120, 40],
  [60, 15],
  [40, 10],
] as const;

/** The screen as it is drawn, before a terminal would cut or break it. */
export function drawn(app: SluiceUnderTest): readonly string[] {
  const { above, body, below } = drawScreen(app.program.view(), themeFor({ colour: 2, ascii: false }));
  return [...above, ...(body ?? []), ...below].map((line) => line.replace(/\u001b\[[0-9;]*m/g, ''));
}

/** No line is longer than the window is wide; the header stands on the first row and the keys on the last. */
export function expectFits(lines: readonly string[], columns: number, place: string): void {
  for (const line of lines) expect(stringWidth(line), `${place}: ${line}`).toBeLessThanOrEqual(columns);
  expect(lines[0], place).toMatch(/^ sluice {3}\S/);
  expect(lines.at(-1)?.trim(), place).not.toBe('');
}

/** Every character on the screen is one of ASCII. */
export function expectAscii(app: SluiceUnderTest, place: string): void {
  expect(app.screen().match(/[^\n -~]/gu) ?? [], `${place}\n${app.screen()}`).toEqual([]);
}

/** Reverse video, which marks the place of the cursor, is all that was ever painted: no colour and no weight. */
export function expectUnpainted(app: SluiceUnderTest): void {
  const attributes = app.terminal.written.match(/\u001b\[[0-9;]*m/g) ?? [];
  expect(
    attributes.filter((sgr) => !['\u001b[7m', '\u001b[27m', '\u001b[0m', '\u001b[m'].includes(sgr)),
  ).toEqual([]);
}

/**
 * Listens to a program in linear mode from now on: the answer presses keys and tells the lines that are said because of
 * them, and in the second after them.
 */
export function listeningTo(
  app: SluiceUnderTest,
): (...keys: readonly string[]) => Promise<readonly string[]> {
  let heardSoFar = app.terminal.stdout.writes.length;
  return async (...keys) => {
    await app.press(...keys);
    await app.advance(1_000);
    const news = app.terminal.stdout.writes.slice(heardSoFar).join('').split('\r\n');
    heardSoFar = app.terminal.stdout.writes.length;
    return news.filter((line) => line !== '');
  };
}
