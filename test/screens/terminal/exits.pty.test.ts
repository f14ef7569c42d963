import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TerminalPty } from '../../kit/terminalPty.ts';

let folder = '';
let program = '';
const running: TerminalPty[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-terminal-'));
  program = join(folder, 'program.mjs');
  buildSync({
    entryPoints: ['test/kit/terminalProgram.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const pty of running.splice(0)) pty.dispose();
});

/** The program in a shell that says the terminal's modes before and after, and how it ended. */
async function start(): Promise<{ readonly pty: TerminalPty; readonly pid: number }> {
  const script =
    'echo "$ sluice"; before=$(stty -g); "$0" "$1"; echo "code=$?"; [ "$before" = "$(stty -g)" ] && echo same';
  const pty = new TerminalPty({
    command: 'bash',
    arguments: ['-c', script, process.execPath, program],
    columns: 60,
    rows: 30,
    env: { NODE_EXTRA_CA_CERTS: undefined },
  });
  running.push(pty);
  await pty.until('ready');
  expect(pty.display.mode).toBe('alternate');
  return { pty, pid: Number(/pid=(\d+)/.exec(pty.display.text())?.[1]) };
}

function expectGivenBack(pty: TerminalPty): void {
  expect(pty.display.text()).toContain('$ sluice');
  expect(pty.display.text()).toContain('same');
  expect(pty.display.mode).toBe('normal');
  expect(pty.display.cursor.visible).toBe(true);
  expect(pty.display.switches).toEqual({
    wrap: true,
    focusReports: false,
    bracketedPaste: false,
    synchronised: false,
  });
}

describe('the terminal is given back as it was found', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('on %s', async (signal, code) => {
    const { pty, pid } = await start();
    process.kill(pid, signal);
    await pty.exited;
    expectGivenBack(pty);
    expect(pty.display.text()).toContain(`code=${code}`);
    expect(pty.display.text()).toContain('cleaned up');
  });

  it.each([
    ['a normal end', 'q', 'code=0', 'cleaned up'],
    ['an error', 't', 'code=70', 'Error: thrown on purpose'],
    ['a rejection nobody caught', 'r', 'code=70', 'Error: rejected on purpose'],
    ['process.exit', 'x', 'code=3', ''],
  ])('on %s', async (_, key, code, text) => {
    const { pty } = await start();
    pty.send(key);
    await pty.exited;
    expectGivenBack(pty);
    expect(pty.display.text()).toContain(code);
    expect(pty.display.text()).toContain(text);
  });

  it('before the error is printed', async () => {
    const { pty } = await start();
    pty.send('t');
    await pty.exited;
    expect(pty.written.indexOf('thrown on purpose')).toBeGreaterThan(pty.written.indexOf('\x1b[?1049l'));
  });
});

it('holds stderr back until the terminal is given back', async () => {
  const { pty } = await start();
  pty.send('w');
  await pty.until('last key w');
  expect(pty.display.text()).not.toContain('a warning');
  pty.send('q');
  await pty.exited;
  expect(pty.display.text()).toContain('a warning');
});

it('repaints when the window changes', async () => {
  const { pty } = await start();
  pty.resize(40, 8);
  await pty.until('40x8');
  expect(pty.display.row('resized')).toBe('resized');
});

it('takes the terminal again when it was stopped and continued', async () => {
  const { pty, pid } = await start();
  process.kill(pid, 'SIGCONT');
  await pty.until((text) => text.includes('ready') && pty.written.split('\x1b[?1049h').length === 3);
  pty.send('j');
  await pty.until('last key j');
});

it('lends the terminal to a child', async () => {
  const { pty } = await start();
  pty.send('e');
  await pty.until('asked');
  expect(pty.display.mode).toBe('normal');
  pty.send('hello\r');
  await pty.until('back from the child');
  expect(pty.display.mode).toBe('alternate');
  expect(pty.written).toContain('got hello');
  pty.send('j');
  await pty.until('last key j');
});

it('stops at ctrl-z and comes back with fg', async () => {
  const pty = new TerminalPty({
    command: 'bash',
    arguments: ['--norc', '--noprofile', '-i'],
    columns: 60,
    rows: 30,
    env: { NODE_EXTRA_CA_CERTS: undefined, PS1: '$ ', HISTFILE: '/dev/null' },
  });
  running.push(pty);
  await pty.until(/\$$/);
  pty.send(`${process.execPath} ${program}\r`);
  await pty.until('ready');
  pty.send('\x1a');
  await pty.until('Stopped');
  expect(pty.display.mode).toBe('normal');
  pty.send('fg\r');
  await pty.until('last key ctrl-z');
  expect(pty.display.mode).toBe('alternate');
  pty.send('j');
  await pty.until('last key j');
  pty.send('q');
  await pty.until('cleaned up');
  pty.send('exit\r');
  await pty.exited;
});
