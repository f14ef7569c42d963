import { expect } from 'vitest';
import type { TerminalPty } from '../../kit/terminalPty.ts';

/** The terminal is as it was before `Shipped.inShell` started the program, which ended with `code`. */
export function expectGivenBack(terminal: TerminalPty, code: number): void {
  const { display } = terminal;
  expect(display.mode).toBe('normal');
  expect(display.text()).toContain(`code=${code}`);
  expect(display.text()).toContain('modes=same');
  const everything = [...display.scrollback(), ...display.lines()];
  for (let line = 1; line <= 30; line += 1) expect(everything).toContain(`earlier line ${line}`);
  expect(everything.join('\n')).not.toContain('sluice   ');
  expect(display.cursor.visible).toBe(true);
  expect(display.switches).toEqual({
    wrap: true,
    focusReports: false,
    bracketedPaste: false,
    synchronised: false,
  });
}
