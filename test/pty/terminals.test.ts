import { expect, it } from 'vitest';
import type { TerminalPty } from '../kit/terminalPty.ts';
import { type Env, Shipped } from './kit/shipped.ts';

const BALANCERS = /shop-front-tls +\S+ ACTIVE/;

/** From the start to a balancer's nodes. */
async function onNodes(user: Shipped, env: Env): Promise<TerminalPty> {
  const terminal = user.screens({ env });
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until(BALANCERS);
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');
  return terminal;
}

it('draws anew in every size that the window takes while it runs', async () => {
  const user = new Shipped();
  const terminal = user.screens();
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until(BALANCERS);
  terminal.resize(120, 40);
  await terminal.until(/shop-front-tls .*LEAST_CONNECTIONS/);
  expect(terminal.display.lines()[39]).toContain('help');
  terminal.resize(60, 12);
  await terminal.until(
    (text) => text.includes('api-gateway') && terminal.display.lines()[11]?.includes('help') === true,
  );
  terminal.resize(30, 8);
  await terminal.until('larger');
  terminal.resize(80, 24);
  await terminal.until(BALANCERS);
  expect(terminal.display.mode).toBe('alternate');
});

it.each([
  ['both are no terminals', 'sluice </dev/null | cat'],
  ['the input is none', 'sluice </dev/null'],
  ['the output is none', 'sluice | cat'],
])('prints the overview and ends where %s', async (_, command) => {
  const user = new Shipped();
  const shell = await user.shell();
  shell.send(`sluice() { ${user.commandLine()} "$@"; }; set -o pipefail; clear\r`);
  await shell.until((text) => text === 'shell>');
  const before = shell.written.length;
  shell.send(`${command}; echo "code=$?"\r`);
  await shell.until(/^code=\d/m);
  const printed = shell.written.slice(before);
  expect(printed).toMatch(/shop-front-tls +ACTIVE/);
  expect(printed).toContain('code=0');
  expect(printed).not.toContain('\x1b[?1049h');
  // The shell itself asks for bracketed paste around its own prompt.
  const ours = printed.slice(printed.indexOf('Accounts'), printed.indexOf('code=0'));
  expect(command.includes('| cat') ? ours : '').not.toContain('\x1b');
});

it('prints the overview without a single escape code where there is no terminal at all', async () => {
  const { code, stdout, stderr } = await new Shipped().run([]);
  expect(code).toBe(0);
  expect(stdout).toContain('shop-front');
  expect(stdout + stderr).not.toContain('\x1b');
});

it('draws in a terminal of a build server', async () => {
  const terminal = await onNodes(new Shipped(), { CI: 'true', CONTINUOUS_INTEGRATION: '1' });
  expect(terminal.display.row('web-1')).toContain('● ENABLED');
});

it('writes no colour where NO_COLOR is set', async () => {
  const terminal = await onNodes(new Shipped(), { NO_COLOR: '1', COLORTERM: 'truecolor' });
  terminal.send('?');
  await terminal.until('Stop what is under way');
  const settings = [...terminal.written.matchAll(/\x1b\[([\d;:]*)m/g)].flatMap(([, list = '']) =>
    list.split(/[;:]/).map(Number),
  );
  expect(settings.filter((setting) => setting >= 30)).toEqual([]);
});

it('writes ASCII alone where the locale is not UTF-8', async () => {
  const terminal = await onNodes(new Shipped(), { LC_ALL: 'C' });
  terminal.send('jD');
  await terminal.until(/\. DRAINING .*web-2/);
  terminal.send('?');
  await terminal.until('Stop what is under way');
  expect(terminal.written).toMatch(/^[\u0000-\u007f]+$/);
});

it('writes plain lines to a terminal that cannot move its cursor', async () => {
  const user = new Shipped();
  const terminal = user.screens({ env: { TERM: 'dumb' } });
  await terminal.until('sandbox');
  terminal.send('\r');
  await terminal.until('14');
  terminal.send('/shop-front\r\r');
  await terminal.until('web-1');
  terminal.send('\x03');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  expect(terminal.written).not.toContain('\x1b');
});
