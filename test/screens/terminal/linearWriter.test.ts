import { expect, it } from 'vitest';
import { LinearWriter } from '../../../src/screens/terminal/linearWriter.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { FakeTerminal } from '../../kit/fakeTerminal.ts';

function setUp() {
  const terminal = new FakeTerminal({ columns: 40, rows: 10 });
  const clock = new VirtualClock();
  const writer = new LinearWriter({ output: terminal.stdout, clock });
  writer.enter();
  const show = async (...lines: readonly string[]) => {
    const before = terminal.stdout.writes.length;
    writer.write(lines.join('\n'));
    await clock.advance(100);
    return terminal.stdout.writes.slice(before).join('');
  };
  return { terminal, clock, writer, show };
}

it('reads out the lines that are new, as plain text', async () => {
  const { show } = setUp();
  expect(await show('\x1b[1mAccounts\x1b[22m', '', '  sandbox  ')).toBe('Accounts\r\nsandbox\r\n');
  expect(await show('Accounts', '', 'sandbox, selected')).toBe('sandbox, selected\r\n');
});

it('does not repeat lines that moved, but does say a line that is there once more', async () => {
  const { show } = setUp();
  await show('head', 'web-1', 'web-2');
  expect(await show('head', 'web-0', 'web-1', 'web-2')).toBe('web-0\r\n');
  expect(await show('web-1', 'web-1')).toBe('web-1\r\n');
});

it('waits until a frame stands', async () => {
  const { terminal, clock, writer } = setUp();
  writer.write('one');
  await clock.advance(50);
  writer.write('two');
  expect(writer.idle).toBe(false);
  await clock.advance(100);
  expect(writer.idle).toBe(true);
  expect(terminal.written).not.toContain('one');
  expect(terminal.written).toContain('two\r\n');
});

it('never addresses the cursor and never uses the alternate screen', async () => {
  const { terminal, writer, show } = setUp();
  await show('a', 'b');
  await show('c');
  writer.write('last words');
  writer.leave();
  await terminal.flushed();
  expect(terminal.written.replace(/\x1b\[\?(1004|2004)[hl]/g, '')).toBe('a\r\nb\r\nc\r\nlast words\r\n');
  expect(terminal.display.mode).toBe('normal');
  expect(terminal.display.switches.bracketedPaste).toBe(false);
});

it('writes text alone to a dumb terminal', async () => {
  const terminal = new FakeTerminal({ columns: 40, rows: 10 });
  const clock = new VirtualClock();
  const writer = new LinearWriter({ output: terminal.stdout, clock, dumb: true, ascii: true });
  writer.enter();
  writer.write('\x1b[1msigning in…\x1b[22m');
  await clock.advance(100);
  writer.send('\x1b]52;c;YQ==\x07');
  writer.leave();
  expect(terminal.written).toBe('signing in~\r\n');
});
