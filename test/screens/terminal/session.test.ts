import { afterEach, describe, expect, it } from 'vitest';
import type { Key } from '../../../src/screens/terminal/key.ts';
import { Terminal } from '../../../src/screens/terminal/session.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { FakeTerminal } from '../../kit/fakeTerminal.ts';

const opened: Terminal[] = [];
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.close();
});

function open(onGone?: () => void) {
  const fake = new FakeTerminal({ columns: 30, rows: 6 });
  const clock = new VirtualClock();
  const keys: Key[] = [];
  const terminal = new Terminal({
    stdin: fake.stdin,
    stdout: fake.stdout,
    clock,
    mode: 'full',
    frameMs: 0,
    onKey: (key) => keys.push(key),
    ...(onGone ? { onGone } : {}),
  });
  opened.push(terminal);
  return { fake, clock, keys, terminal, names: () => keys.map((key) => key.name) };
}

describe('a terminal that is ours', () => {
  it('is in raw mode and turns bytes into keys', async () => {
    const { fake, clock, terminal, names } = open();
    expect(fake.stdin.raw).toBe(true);
    fake.press('D', 'enter', 'ctrl-a', 'up', 'alt-x', 'f5');
    fake.type('no');
    fake.paste('web-1');
    fake.press('esc');
    expect(terminal.idle).toBe(false);
    await clock.advance(50);
    expect(terminal.idle).toBe(true);
    expect(names()).toEqual([
      ...['D', 'enter', 'ctrl-a', 'up', 'alt-x', 'f5'],
      ...['n', 'o', 'paste', 'esc'],
    ]);
  });

  it('puts text on the clipboard', () => {
    const { fake, terminal } = open();
    terminal.writer.write('frame');
    expect(terminal.copy('10.20.0.11:8080', {})).toBe(true);
    expect(fake.stdout.writes.at(-1)).toBe('\x1b]52;c;MTAuMjAuMC4xMTo4MDgw\x07');
    expect(terminal.copy('x', { STY: '1.pts' })).toBe(true);
    expect(fake.stdout.writes.at(-1)).toBe('\x1bP\x1b]52;c;eA==\x07\x1b\\');
    expect(terminal.copy('x'.repeat(80_000), {})).toBe(false);
  });

  it('says when it is gone, and not after it was given back', () => {
    let gone = 0;
    const { fake, terminal } = open(() => {
      gone += 1;
    });
    fake.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(gone).toBe(1);
    terminal.close();
    fake.stdin.emit('end');
    fake.stdout.emit('error', new Error('write EIO'));
    expect(gone).toBe(1);
  });

  it('is given back once', async () => {
    const { fake, terminal, names } = open();
    terminal.writer.write('frame');
    terminal.close();
    terminal.close();
    fake.press('j');
    await fake.flushed();
    expect(names()).toEqual([]);
    expect(fake.stdin.raw).toBe(false);
    expect(fake.stdin.paused).toBe(true);
    expect(fake.stdout.writes).toHaveLength(2);
    expect(fake.display.mode).toBe('normal');
  });

  it('is lent to a child and taken back with the newest frame, also when the child fails', async () => {
    const { fake, terminal } = open();
    terminal.writer.write('before');
    const lent = terminal.handOver(async () => {
      await fake.flushed();
      expect(fake.stdin.raw).toBe(false);
      expect(fake.display.mode).toBe('normal');
      expect(terminal.handedOver).toBe(true);
      terminal.writer.write('meanwhile');
      throw new Error('no editor');
    });
    await expect(lent).rejects.toThrow('no editor');
    await fake.flushed();
    expect(fake.stdin.raw).toBe(true);
    expect(fake.screen()).toBe('meanwhile');
    expect(fake.display.mode).toBe('alternate');
  });

  it('stays closed when a child comes back after the end', async () => {
    const { fake, terminal } = open();
    terminal.writer.write('frame');
    await terminal.handOver(async () => terminal.close());
    await fake.flushed();
    expect(fake.stdin.raw).toBe(false);
    expect(fake.display.mode).toBe('normal');
  });
});
