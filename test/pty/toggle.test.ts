import { expect, it } from 'vitest';
import { expectGivenBack } from './kit/givenBack.ts';
import { Shipped } from './kit/shipped.ts';

it('opens on the sandbox, drains a node, watches it empty, undoes it, and quits', async () => {
  const user = new Shipped();
  const [terminal] = await user.inShell();
  await terminal.until('built-in sandbox');
  expect(terminal.display.mode).toBe('alternate');
  expect(terminal.display.cursor.visible).toBe(false);

  terminal.send('\r');
  await terminal.until(/shop-front +● ACTIVE/);
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');

  terminal.send('jD');
  await terminal.until(/◌ DRAINING .*web-2/);
  await terminal.until('web-2 is DRAINING. z undoes it');
  await terminal.until(/◐ DRAINING .*web-2 +\d+ (?:connections? )?left/);
  const left = () => Number(/(\d+) (?:connections? )?left/.exec(terminal.display.text())?.[1] ?? '0');
  const first = left();
  await user.run(['sandbox', 'clock', '+15s']);
  await terminal.until(() => left() < first);
  await user.run(['sandbox', 'clock', '+1h']);
  await terminal.until(/(?:no connections|none) left/);

  terminal.send('z');
  await terminal.until(/● ENABLED .*web-2/);
  terminal.send('q');
  await terminal.until('of 14');
  terminal.send('q');
  await terminal.until('2 accounts');
  terminal.send('q');
  await terminal.exited;
  expectGivenBack(terminal, 0);
});
