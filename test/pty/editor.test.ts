import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TerminalPty } from '../kit/terminalPty.ts';
import { expectGivenBack } from './kit/givenBack.ts';
import { Shipped } from './kit/shipped.ts';

const CTRL_E = '\x05';

/** An editor that says in which modes it finds the terminal, and makes a page of the line that is typed into it. */
function fakeEditor(user: Shipped): string {
  const file = path.join(user.home, 'editor.sh');
  const script = [
    '#!/bin/sh',
    'echo "modes: $(stty -a | tr " ;" "\\n\\n" | grep -x -e echo -e icanon | paste -sd,)"',
    'echo "file: $1"',
    // A signal that is caught ends the reading of a line.
    'trap "echo continued" CONT',
    'read -r line || read -r line',
    'test "$line" = fail && exit 3',
    'printf "<h1>%s</h1>\\nsecond line\\n" "$line" > "$1"',
  ];
  writeFileSync(file, `${script.join('\n')}\n`, { mode: 0o755 });
  return file;
}

/** From the list of accounts to the form of shop-front's error page, and into the editor. */
async function intoEditor(terminal: TerminalPty): Promise<void> {
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until(/shop-front +● ACTIVE/);
  terminal.send('/shop-front\r\r');
  await terminal.until(/\[Nodes .*Virtual IPs/);
  while (!terminal.display.text().includes('[Settings]')) {
    const before = terminal.display.lines()[4];
    terminal.send('\x1b[Z');
    await terminal.until(() => terminal.display.lines()[4] !== before);
  }
  terminal.send('/error page\r');
  await terminal.until(/▌ +Error page +Rackspace/);
  terminal.send('e');
  await terminal.until('File:');
  terminal.send(CTRL_E);
  await terminal.until('modes: icanon,echo');
}

describe.skipIf(process.platform === 'win32')('an editor that has the terminal', () => {
  it('finds it as the shell has it, and the program takes it back with what was written, in a window of another size', async () => {
    const user = new Shipped();
    const [terminal] = await user.inShell({ env: { EDITOR: fakeEditor(user), TMPDIR: user.home } });
    await intoEditor(terminal);
    expect(terminal.display.mode).toBe('normal');
    expect(terminal.display.switches).toMatchObject({ bracketedPaste: false, focusReports: false });
    expect(terminal.display.cursor.visible).toBe(true);
    expect(readdirSync(user.home).filter((name) => name.startsWith('sluice-edit-'))).toHaveLength(1);
    terminal.resize(100, 30);
    terminal.send('q@Sorry\r');
    await terminal.until('2 lines, 28 characters, from your editor');
    expect(terminal.display.mode).toBe('alternate');
    expect(terminal.display.switches.bracketedPaste).toBe(true);
    const rule = '─'.repeat(100);
    await terminal.until((text) => text.split('\n').filter((line) => line === rule).length === 2);
    expect(readdirSync(user.home).filter((name) => name.startsWith('sluice-edit-'))).toEqual([]);

    terminal.send('\x13');
    await terminal.until('Error page of shop-front is set. z undoes it');
    terminal.send('\x03');
    await terminal.exited;
    expectGivenBack(terminal, 0);
  });

  it('may fail, or be interrupted: the program goes on, and nothing has changed', async () => {
    const user = new Shipped();
    const [terminal] = await user.inShell({ env: { EDITOR: fakeEditor(user) } });
    await intoEditor(terminal);
    terminal.send('fail\r');
    await terminal.until(/ended with 3\.\s+Nothing was\s+changed/);
    expect(terminal.display.mode).toBe('alternate');
    terminal.send(CTRL_E);
    await terminal.until((text) => text.split('file: ').length === 3);
    terminal.send('\x03');
    await terminal.until(/ended with 130|was ended by\s+SIGINT/);
    expect(terminal.display.row('Page  ')).toContain('empty');
    terminal.send('\x03');
    await terminal.exited;
    expectGivenBack(terminal, 0);
  });

  it('leaves nothing behind when the program is ended meanwhile', async () => {
    const user = new Shipped();
    const [terminal, pid] = await user.inShell({ env: { EDITOR: fakeEditor(user), TMPDIR: user.home } });
    await intoEditor(terminal);
    process.kill(pid, 'SIGTERM');
    await terminal.until('code=143');
    expect(readdirSync(user.home).filter((name) => name.startsWith('sluice-edit-'))).toEqual([]);
  });

  it('is put in the background with the program by ctrl-z, and comes back with fg', async () => {
    const user = new Shipped();
    const shell = await user.shell();
    shell.send(`export EDITOR=${fakeEditor(user)}; clear; ${user.commandLine()} & fg\r`);
    await intoEditor(shell);
    shell.send('\x1a');
    await shell.until('Stopped');
    shell.send('fg\r');
    await shell.until('continued');
    shell.send('Back\r');
    await shell.until('2 lines, 25 characters, from your editor');
    expect(shell.display.mode).toBe('alternate');
    shell.send('\x03');
    await shell.until((text) => text.trimEnd().endsWith('shell>'));
  });
});
