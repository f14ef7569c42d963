import { Box, render, Text, useInput } from 'ink';
import SelectInput from 'ink-select-input';
import { useEffect, useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { Terminal } from '../../../src/screens/terminal/session.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { FakeTerminal } from '../../kit/fakeTerminal.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function show(node: React.ReactNode, columns = 30, rows = 6) {
  const fake = new FakeTerminal({ columns, rows });
  const terminal: Terminal = new Terminal({
    stdin: fake.stdin,
    stdout: fake.stdout,
    clock: new VirtualClock(),
    mode: 'full',
    frameMs: 0,
    onKey: (key) => terminal.forward(key),
  });
  const app = render(node, { ...terminal.ink, debug: true, exitOnCtrlC: false, patchConsole: false });
  closers.push(() => {
    app.unmount();
    terminal.close();
  });
  const settled = async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (!terminal.idle);
    await fake.flushed();
  };
  return { fake, terminal, app, settled };
}

function Sized({ size }: { readonly size: () => { columns: number; rows: number } }) {
  const [now, setNow] = useState(size);
  useEffect(() => {
    const timer = setInterval(() => setNow(size), 1);
    return () => clearInterval(timer);
  });
  return (
    <Box height={now.rows} flexDirection="column" justifyContent="space-between">
      <Text>top {now.columns}</Text>
      <Text>bottom</Text>
    </Box>
  );
}

it('draws a tree over the whole height without scrolling', async () => {
  const { fake, settled } = show(<Sized size={() => ({ columns: 30, rows: 6 })} />);
  await settled();
  expect(fake.display.lines()).toEqual(['top 30', '', '', '', '', 'bottom']);
  expect(fake.display.scrollback()).toEqual([]);
});

it('feeds components that bring their own input hook', async () => {
  let chosen = '';
  const typed: string[] = [];
  function Menu() {
    useInput((input) => {
      if (input) typed.push(input);
    });
    return (
      <SelectInput
        items={['one', 'two', 'three'].map((word) => ({ label: word, value: word }))}
        onSelect={(item) => {
          chosen = item.value;
        }}
      />
    );
  }
  const { fake, settled } = show(<Menu />);
  await settled();
  fake.press('down', 'down', 'up', 'enter', 'x');
  await settled();
  expect(chosen).toBe('two');
  expect(typed.at(-1)).toBe('x');
  expect(fake.row('two')).not.toBe('  two');
});

it('forwards nothing where no component listens', async () => {
  const { terminal, settled } = show(<Text>no hooks</Text>);
  await settled();
  expect(terminal.forward({ name: 'enter' })).toBe(false);
});

it('leaves the shell as it was when Ink is unmounted after the terminal was closed', async () => {
  const { fake, terminal, app, settled } = show(<Text>hello</Text>);
  await settled();
  const before = fake.stdout.writes.length;
  terminal.close();
  app.unmount();
  await settled();
  expect(fake.stdout.writes.length).toBe(before + 1);
  expect(fake.display.mode).toBe('normal');
});
