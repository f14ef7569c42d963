import { describe, expect, it } from 'vitest';
import { FrameWriter } from '../../../src/screens/terminal/frameWriter.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { FakeTerminal } from '../../kit/fakeTerminal.ts';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

function setUp(columns = 20, rows = 5, frameMs = 0) {
  const terminal = new FakeTerminal({ columns, rows });
  const clock = new VirtualClock();
  const writer = new FrameWriter({ output: terminal.stdout, clock, frameMs });
  writer.enter();
  return {
    terminal,
    clock,
    writer,
    draw: (...lines: readonly string[]) => writer.write(lines.join('\n')),
    last: () => terminal.stdout.writes.at(-1) ?? '',
    lines: async () => {
      await terminal.flushed();
      return terminal.display.lines();
    },
  };
}

describe('a frame', () => {
  it('comes with the modes in the first write, and nothing is written before it', async () => {
    const { terminal, draw, lines } = setUp();
    expect(terminal.stdout.writes).toEqual([]);
    draw('one', 'two');
    expect(terminal.stdout.writes).toHaveLength(1);
    expect(await lines()).toEqual(['one', 'two', '', '', '']);
    expect(terminal.display.mode).toBe('alternate');
    expect(terminal.display.cursor.visible).toBe(false);
    expect(terminal.display.switches).toEqual({
      wrap: false,
      focusReports: true,
      bracketedPaste: true,
      synchronised: false,
    });
  });

  it('writes only what changed, in one write', async () => {
    const { terminal, draw, last, lines } = setUp();
    draw('one', 'two', 'three');
    draw('one', 'TWO', 'three');
    expect(last()).toBe(`${BEGIN}\x1b[2;1HTWO\x1b[K${END}`);
    expect(terminal.stdout.writes).toHaveLength(2);
    expect(await lines()).toEqual(['one', 'TWO', 'three', '', '']);
  });

  it('writes nothing when nothing changed', () => {
    const { terminal, draw } = setUp();
    draw('one');
    draw('one');
    draw('one', '', '');
    expect(terminal.stdout.writes).toHaveLength(1);
  });

  it('leaves nothing behind when it shrinks', async () => {
    const { draw, lines } = setUp();
    draw('a long line', 'two', 'three', 'four', 'five');
    draw('a', 'two');
    expect(await lines()).toEqual(['a', 'two', '', '', '']);
  });

  it('takes the whole height without scrolling, and is cut when it is taller', async () => {
    const { terminal, draw, lines } = setUp();
    draw('1', '2', '3', '4', '5', '6', '7');
    expect(await lines()).toEqual(['1', '2', '3', '4', '5']);
    draw('1', '2', '3', '4', 'five', '6', '7');
    expect(await lines()).toEqual(['1', '2', '3', '4', 'five']);
    expect(terminal.display.scrollback()).toEqual([]);
  });

  it('keeps the last cell of a line as wide as the terminal', async () => {
    const { draw, last, lines } = setUp(10, 3);
    draw('0123456789', 'x');
    draw('012345678X', 'x');
    expect(last()).toBe(`${BEGIN}\x1b[1;1H012345678X${END}`);
    expect(await lines()).toEqual(['012345678X', 'x', '']);
  });

  it('cuts a line that is too wide, also through a wide character, and keeps its colours', async () => {
    const { terminal, draw, lines } = setUp(10, 4);
    draw('0123456789ABC', '日本語日本語', 'a日本語日本語', '\x1b[1m0123456789ABC\x1b[22m');
    expect(await lines()).toEqual(['0123456789', '日本語日本', 'a日本語日', '0123456789']);
    expect(terminal.display.lookAt(3, 9).bold).toBe(true);
    draw('x', 'y', 'z', 'w');
    expect(await lines()).toEqual(['x', 'y', 'z', 'w']);
    expect(terminal.display.lookAt(3, 0).bold).toBe(false);
  });

  it('replaces wide characters and emoji without traces', async () => {
    const { draw, lines } = setUp(10, 4);
    draw('日本語日本', '😀😀😀😀😀', '👩‍👩‍👧 ok', 'e\u0301e\u0301');
    draw('ab', 'cd', 'ef', 'gh');
    expect(await lines()).toEqual(['ab', 'cd', 'ef', 'gh']);
    draw('😀', '日本語日本', 'x', 'y');
    expect(await lines()).toEqual(['😀', '日本語日本', 'x', 'y']);
  });

  it('erases a full line first where terminals disagree on its width', () => {
    const { draw, last } = setUp(10, 2);
    draw('👩‍👩‍👧12345678');
    expect(last()).toContain('\x1b[1;1H\x1b[2K');
  });

  it('keeps colours where they belong', async () => {
    const { terminal, draw, lines } = setUp();
    draw('\x1b[7mselected\x1b[27m', '\x1b[31mred\x1b[39m plain');
    await lines();
    expect(terminal.display.lookOf('selected').inverse).toBe(true);
    expect(terminal.display.lookOf('red').foreground).toBe(1);
    expect(terminal.display.lookOf('plain').foreground).toBe(null);
  });
});

describe('what Ink writes besides frames', () => {
  it('is not drawn', () => {
    const { terminal, writer, draw } = setUp();
    draw('one');
    for (const chunk of ['', '\n', '\x1b[?25h', '\x1b[?25l']) writer.write(chunk);
    expect(terminal.stdout.writes).toHaveLength(1);
  });

  it('is told when its barrier write is through', async () => {
    const { writer } = setUp();
    await new Promise<void>((resolve) => writer.write('', resolve));
  });
});

describe('the rate', () => {
  it('draws the first frame at once, then the newest when it is time', async () => {
    const { terminal, clock, writer, draw, lines } = setUp(20, 5, 10);
    draw('1');
    draw('2');
    draw('3');
    expect(terminal.stdout.writes).toHaveLength(1);
    expect(writer.idle).toBe(false);
    await clock.advance(10);
    expect(await lines()).toEqual(['3', '', '', '', '']);
    expect(terminal.stdout.writes).toHaveLength(2);
    expect(writer.idle).toBe(true);
    await clock.advance(10);
    draw('4');
    expect(terminal.stdout.writes).toHaveLength(3);
    expect(writer.counts.frames).toBe(3);
    expect(writer.counts.characters).toBe(terminal.written.length);
  });

  it('does not stop drawing when the clock is set back', async () => {
    const terminal = new FakeTerminal({ columns: 10, rows: 2 });
    let now = 1_000_000;
    const writer = new FrameWriter({
      output: terminal.stdout,
      clock: { now: () => now, after: () => () => {} },
      frameMs: 10,
    });
    writer.enter();
    writer.write('1');
    now = 0;
    writer.write('2');
    await terminal.flushed();
    expect(terminal.screen()).toBe('2');
  });
});

describe('a line that is full', () => {
  it('gets only the newest frame once it has drained', async () => {
    const { terminal, writer, draw, lines } = setUp();
    draw('1');
    terminal.stdout.stall();
    draw('2');
    for (let frame = 3; frame < 100; frame += 1) draw(String(frame));
    expect(terminal.stdout.writes).toHaveLength(2);
    expect(writer.idle).toBe(false);
    terminal.stdout.drain();
    expect(terminal.stdout.writes).toHaveLength(3);
    expect(await lines()).toEqual(['99', '', '', '', '']);
    expect(writer.idle).toBe(true);
  });
});

describe('a resize', () => {
  it('repaints everything for the new size', async () => {
    const { terminal, clock, writer, draw, lines } = setUp(20, 5, 10);
    draw('0123456789abcdef', 'two', 'three', 'four', 'five');
    terminal.resize(10, 3);
    expect([writer.columns, writer.rows]).toEqual([10, 3]);
    await clock.advance(10);
    expect(await lines()).toEqual(['0123456789', 'two', 'three']);
    terminal.resize(20, 6);
    await clock.advance(10);
    expect(await lines()).toEqual(['0123456789abcdef', 'two', 'three', 'four', 'five', '']);
    expect(terminal.display.mode).toBe('alternate');
  });

  it('tells Ink, and draws the frame that answers instead of the old one', async () => {
    const { terminal, clock, writer, draw, lines } = setUp(20, 5, 10);
    draw('old');
    await clock.advance(20);
    writer.on('resize', () => draw(`${writer.columns} wide`));
    terminal.resize(12, 4);
    expect(terminal.stdout.writes).toHaveLength(1);
    await clock.advance(10);
    expect(terminal.stdout.writes).toHaveLength(2);
    expect(await lines()).toEqual(['12 wide', '', '', '']);
  });

  it('takes 80 by 24 where the terminal says 0 by 0', () => {
    const writer = new FrameWriter({
      output: { columns: 0, rows: 0, write: () => true, on() {}, off() {} },
      clock: new VirtualClock(),
    });
    expect([writer.columns, writer.rows]).toEqual([80, 24]);
  });
});

describe('leaving', () => {
  it('gives the terminal back as it was, and draws nothing afterwards', async () => {
    const { terminal, writer, draw } = setUp();
    terminal.display.feed('$ sluice');
    draw('one');
    await terminal.flushed();
    expect(terminal.screen()).toBe('one');
    writer.leave();
    writer.leave();
    draw('two');
    terminal.resize(30, 8);
    await terminal.flushed();
    expect(terminal.stdout.writes).toHaveLength(2);
    expect(terminal.screen()).toBe('$ sluice');
    expect(terminal.display.mode).toBe('normal');
    expect(terminal.display.cursor.visible).toBe(true);
    expect(terminal.display.switches).toEqual({
      wrap: true,
      focusReports: false,
      bracketedPaste: false,
      synchronised: false,
    });
  });

  it('writes nothing when nothing was drawn', () => {
    const { terminal, writer } = setUp();
    writer.leave();
    expect(terminal.stdout.writes).toEqual([]);
  });

  it('draws the newest frame when it enters again', async () => {
    const { terminal, writer, draw, lines } = setUp();
    draw('one');
    writer.leave();
    draw('two');
    terminal.display.feed('something else');
    writer.enter();
    expect(await lines()).toEqual(['two', '', '', '', '']);
  });

  it('lets a clipboard sequence pass between frames without disturbing them', async () => {
    const { terminal, writer, draw, lines } = setUp();
    writer.send('\x1b]52;c;eA==\x07');
    expect(terminal.written).toBe('');
    draw('one');
    writer.send('\x1b]52;c;eA==\x07');
    draw('one', 'two');
    expect(await lines()).toEqual(['one', 'two', '', '', '']);
  });
});
