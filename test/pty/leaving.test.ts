import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TerminalPty } from '../kit/terminalPty.ts';
import { expectGivenBack } from './kit/givenBack.ts';
import { Shipped } from './kit/shipped.ts';

/** `T` while the process is stopped; see proc(5). */
function stateOf(pid: number): string {
  return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
}

async function onBalancers(user: Shipped, preload?: string): Promise<readonly [TerminalPty, number]> {
  const [terminal, pid] = await user.inShell(preload ? { preload } : {});
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until('shop-front');
  return [terminal, pid];
}

describe('the terminal is given back as it was', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('on %s', async (signal, code) => {
    const [terminal, pid] = await onBalancers(new Shipped());
    process.kill(pid, signal);
    await terminal.exited;
    expectGivenBack(terminal, code);
  });

  it('on ctrl-c, which is how many people quit', async () => {
    const [terminal] = await onBalancers(new Shipped());
    terminal.send('\x03');
    await terminal.exited;
    expectGivenBack(terminal, 0);
  });

  it.each([
    ['an error that nobody catches', "throw new Error('thrown on purpose')"],
    ['a rejection that nobody catches', "Promise.reject(new Error('thrown on purpose'))"],
  ])('on %s, whose text is printed after it', async (_, crash) => {
    const user = new Shipped();
    const preload = path.join(user.home, 'crash.cjs');
    writeFileSync(preload, `process.on('SIGUSR2', () => { ${crash}; });`);
    const [terminal, pid] = await onBalancers(user, preload);
    process.kill(pid, 'SIGUSR2');
    await terminal.exited;
    expectGivenBack(terminal, 70);
    expect(terminal.display.text()).toContain('Error: thrown on purpose');
    expect(terminal.written.indexOf('thrown on purpose')).toBeGreaterThan(
      terminal.written.indexOf('\x1b[?1049l'),
    );
  });

  it('and says why where its folder cannot be used', async () => {
    const user = new Shipped();
    writeFileSync(path.join(user.home, 'sluice'), 'a file in the place of the folder');
    const [terminal] = await user.inShell();
    await terminal.until('built-in sandbox');
    terminal.send('\r');
    await terminal.until(/Cannot read .*sandbox\.jsonl/);
    terminal.send('q');
    await terminal.exited;
    expectGivenBack(terminal, 0);
  });
});

it('ends when its window is closed', async () => {
  const user = new Shipped();
  const terminal = user.screens();
  await terminal.until('built-in sandbox');
  terminal.hangUp();
  await terminal.exited;
});

it('leaves the truth behind when it is killed in the middle of a change', async () => {
  const user = new Shipped();
  const [terminal, pid] = await onBalancers(user);
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');
  await user.holds('--method', 'GET');
  terminal.send('jD');
  await terminal.until('applying');
  // It is shown before the engine is asked.
  const world = path.join(user.home, 'sluice', 'sandbox.jsonl');
  while (!(existsSync(world) && readFileSync(world, 'utf8').includes('"nodes.update"')))
    await new Promise((resolve) => setImmediate(resolve));
  process.kill(pid, 'SIGKILL');
  await terminal.exited;

  await user.answersAgain();
  const next = user.screens({ words: ['-a', 'sandbox'] });
  await next.until('shop-front ');
  next.send('/shop-front\r\r');
  await next.until(/◐ DRAINING .*web-2/);
  next.send('@');
  await next.until('web-2');
  const entries: readonly { readonly node: string; readonly outcome: string }[] = JSON.parse(
    (await user.run(['journal', '--json'])).stdout,
  );
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ node: 'web-2', action: 'condition', outcome: 'unknown' });
});

describe.skipIf(process.platform !== 'linux')('job control', () => {
  it('stops at ctrl-z, gives the shell its terminal, and comes back with fg', async () => {
    const user = new Shipped();
    const shell = await user.shell();
    shell.send(`${user.commandLine()} & fg\r`);
    await shell.until('built-in sandbox');
    shell.send('\x1a');
    await shell.until('Stopped');
    expect(shell.display.mode).toBe('normal');
    expect(shell.display.cursor.visible).toBe(true);
    expect(shell.display.switches.focusReports).toBe(false);
    const pid = Number(/^\[1\] (\d+)/m.exec(shell.display.text())?.[1]);
    expect(stateOf(pid)).toBe('T');

    shell.send('stty -a | tr " ;" "\\n\\n" | grep -x -e echo -e icanon | paste -sd,\r');
    await shell.until(/^icanon,echo$/m);
    shell.send('fg\r');
    await shell.until('built-in sandbox');
    expect(shell.display.mode).toBe('alternate');
    shell.send('\r');
    await shell.until('shop-front');
    shell.send('\x03');
    await shell.until((text) => text.trimEnd().endsWith('shell>') && text.includes('icanon,echo'));
    expect(shell.display.mode).toBe('normal');
  });

  it('draws again what another program has painted over while it was stopped', async () => {
    const user = new Shipped();
    const [terminal, pid] = await onBalancers(user);
    process.kill(pid, 'SIGSTOP');
    while (stateOf(pid) !== 'T') await new Promise((resolve) => setImmediate(resolve));
    terminal.display.feed('\x1b[?1049l\x1b[?25hanother program was here');
    await terminal.display.flushed();
    process.kill(pid, 'SIGCONT');
    await terminal.until('shop-front');
    expect(terminal.display.mode).toBe('alternate');
    expect(terminal.display.text()).not.toContain('another program');
  });

  it('fits a window that was resized while it was stopped', async () => {
    const user = new Shipped();
    const [terminal, pid] = await onBalancers(user);
    process.kill(pid, 'SIGSTOP');
    while (stateOf(pid) !== 'T') await new Promise((resolve) => setImmediate(resolve));
    terminal.resize(64, 20);
    process.kill(pid, 'SIGCONT');
    const rule = '─'.repeat(64);
    await terminal.until((text) => text.split('\n').filter((line) => line === rule).length === 2);
  });
});
