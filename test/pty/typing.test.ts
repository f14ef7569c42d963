import { setTimeout as gap } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TerminalPty } from '../kit/terminalPty.ts';
import { Shipped } from './kit/shipped.ts';

async function onBalancers(): Promise<TerminalPty> {
  const terminal = new Shipped().screens();
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until('1/14');
  return terminal;
}

it('counts each key of a chunk', async () => {
  const terminal = await onBalancers();
  terminal.send('jjj');
  await terminal.until('4/14');
  terminal.send('\x1b[B\x1b[B\x1b[Ak');
  await terminal.until('4/14');
  terminal.send('j\x1b[Bjk');
  await terminal.until('6/14');
  terminal.send(`${'j'.repeat(40)}kk`);
  await terminal.until('12/14');
});

// The gap itself is what is tested; a machine that stops for longer in its middle makes it another key.
it('joins a sequence that came in two pieces', { retry: 3 }, async () => {
  const terminal = await onBalancers();
  terminal.send('jj');
  await terminal.until('3/14');
  terminal.send('\x1b');
  await gap(3);
  terminal.send('[A');
  await terminal.until('2/14');
  expect(terminal.display.text()).toContain('Accounts › sandbox');
});

it('takes a lone ESC for the key', async () => {
  const terminal = await onBalancers();
  terminal.send('\x1b');
  await terminal.until('2 accounts');
});

it('does not take pasted text, or a report of the window’s focus, for keys', async () => {
  const terminal = await onBalancers();
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');
  terminal.send('\x1b[200~qD*Xy\rz\x1b[201~\x1b[O\x1b[Ij');
  await terminal.until('2/4');
  expect(terminal.display.text()).toContain('› shop-front');
  expect(terminal.display.text()).not.toMatch(/under way|Disable|DRAINING/);
});

it('types pasted text into a field', async () => {
  const terminal = await onBalancers();
  terminal.send('/\x1b[200~sess\x1b[201~ion\r');
  await terminal.until('1/1 of 14');
  expect(terminal.display.row('session-cache')).toContain('TCP :6379');
});
