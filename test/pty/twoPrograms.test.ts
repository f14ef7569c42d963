import { expect, it } from 'vitest';
import { Shipped } from './kit/shipped.ts';

interface ShownNode {
  readonly server: string;
  readonly condition: string;
}

async function conditionOf(user: Shipped, server: string): Promise<string | undefined> {
  const { stdout } = await user.run(['nodes', 'shop-front', '--json']);
  const nodes: readonly ShownNode[] = JSON.parse(stdout);
  return nodes.find((node) => node.server === server)?.condition;
}

it.concurrent('shows by itself what another program does, and leaves the world behind for the next', async ({
  onTestFinished,
}) => {
  const user = new Shipped(onTestFinished);
  const terminal = user.screens();
  await terminal.until('built-in sandbox');
  terminal.send('\r');
  await terminal.until('shop-front ');
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');

  const drained = await user.run(['drain', 'shop-front', 'web-2']);
  expect(drained).toMatchObject({ code: 0, stdout: 'web-2 is DRAINING\n' });
  await terminal.until(/DRAINING .*web-2/);
  expect(await conditionOf(user, 'web-2')).toBe('DRAINING');

  terminal.send('@');
  await terminal.until(/web-2 +ENABLED → DRAINING +● done/);
  terminal.send('\x1b');
  await terminal.until(/DRAINING .*web-2/);
  await user.holds('--method', 'GET');
  terminal.send('jE');
  await terminal.until(/◌ ENABLED .*web-2/);
  terminal.send('\x03');
  // It asks, because a change is under way; what the engine was asked goes on.
  await terminal.until(/Quit/);
  terminal.send('y');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  await user.answersAgain();
  expect(await conditionOf(user, 'web-2')).toMatch(/DRAINING|ENABLED/);
});

it.concurrent('goes on serving when another program that serves the same world ends', async ({
  onTestFinished,
}) => {
  const user = new Shipped(onTestFinished);
  const [first, second] = [user.screens(), user.screens()];
  for (const terminal of [first, second]) {
    await terminal.until('built-in sandbox');
    terminal.send('\r');
    await terminal.until('1/14');
  }
  first.send('\x03');
  await first.exited;
  second.send('/shop-front\r\r');
  await second.until('web-2');
  second.send('jD');
  await second.until('web-2 is DRAINING');
  expect(await conditionOf(user, 'web-2')).toBe('DRAINING');
});
