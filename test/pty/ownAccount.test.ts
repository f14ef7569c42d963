import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../kit/freePort.ts';
import type { Env, Served } from './kit/shipped.ts';
import { Shipped } from './kit/shipped.ts';

/** One folder that serves the sandbox, and another user whose account `mine` is there. */
async function withAccount(onTestFinished: (task: () => void) => void): Promise<{
  readonly cloud: Shipped;
  readonly served: Served;
  readonly user: Shipped;
  readonly env: Env;
}> {
  const cloud = new Shipped(onTestFinished);
  const served = await cloud.serve(await freePort());
  const user = new Shipped(onTestFinished);
  const { identityUrl, username, apiKey } = served.rackspace;
  const env = { KEY: apiKey };
  const words = ['accounts', 'add', '--provider', 'rackspace', '--name', 'mine', '--username', username];
  const added = await user.run(
    [...words, '--api-key-env', 'KEY', '--identity-url', identityUrl, '--region', 'ORD'],
    { env },
  );
  expect(added).toMatchObject({ code: 0 });
  return { cloud, served, user, env };
}

it.concurrent('works with an account on a cloud served elsewhere, by commands and by keys', async ({
  onTestFinished,
}) => {
  const { cloud, user, env } = await withAccount(onTestFinished);
  const listed = await user.run(['balancers', '--json'], { env });
  expect(listed.code).toBe(0);
  const balancers: readonly { readonly name: string; readonly region: string }[] = JSON.parse(listed.stdout);
  const [first] = balancers;
  expect(first?.region).toBe('ORD');

  const terminal = user.screens({ env });
  await terminal.until('mine');
  expect(terminal.display.row('mine')).toContain('ORD');
  terminal.send('/mine\r\r');
  await terminal.until(`1/${balancers.length}`);
  expect(terminal.display.text()).toContain('mine · ORD');

  const there = await cloud.run(['balancers', '-a', 'sandbox', '--region', 'ORD', '--json']);
  expect(JSON.parse(there.stdout)).toMatchObject(balancers.map(({ name }) => ({ name })));
});

it.concurrent('heals without a key when the cloud was killed and is there again', async ({
  onTestFinished,
}) => {
  const { cloud, served, user, env } = await withAccount(onTestFinished);
  const terminal = user.screens({ words: ['-a', 'mine', '--region', 'DFW'], env });
  await terminal.until('shop-front ');
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');
  await served.kill();
  await terminal.until(/old: no answer/);
  expect(terminal.display.text()).toContain('web-2');
  await cloud.serve(served.port);
  await terminal.until(/updated \d+s ago/);
  expect(terminal.display.text()).toContain('web-2');
});

it.concurrent('says that a key is wrong, with exit code 3, and does not say the key', async ({
  onTestFinished,
}) => {
  const { user } = await withAccount(onTestFinished);
  const env = { KEY: 'wrong-but-secret' };
  const { code, stdout, stderr } = await user.run(['balancers', '--debug', 'debug.jsonl'], { env });
  expect(code).toBe(3);
  expect(stderr).toContain('mine');
  const log = readFileSync(path.join(user.home, 'debug.jsonl'), 'utf8');
  expect(log).toContain('/tokens');
  expect(stdout + stderr + log).not.toContain('wrong-but-secret');

  const terminal = user.screens({ env });
  await terminal.until('mine');
  terminal.send('/mine\r\r');
  await terminal.until('✗');
  expect(terminal.written).not.toContain('wrong-but-secret');
});

it.concurrent('writes a debug file without secrets, for the user alone', async ({ onTestFinished }) => {
  const { served, user, env } = await withAccount(onTestFinished);
  const file = path.join(user.home, 'debug.jsonl');
  const terminal = user.screens({ words: ['-a', 'mine', '--region', 'DFW', '--debug', file], env });
  await terminal.until('shop-front ');
  terminal.send('/shop-front\r\r');
  await terminal.until('web-2');
  terminal.send('\x03');
  await terminal.exited;
  const log = readFileSync(file, 'utf8');
  expect(log).toContain('/servers/detail');
  expect(log).not.toContain(served.rackspace.apiKey);
  expect(log).not.toMatch(/x-auth-token|passwordCredentials|"apiKey"/i);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.concurrent('asks for a key without showing it, and keeps it where only the user reads', async ({
  onTestFinished,
}) => {
  const { served, user } = await withAccount(onTestFinished);
  const { identityUrl, username, apiKey } = served.rackspace;
  const [terminal] = await user.inShell({
    words: [
      ...['accounts', 'add', '--provider', 'rackspace', '--name', 'typed', '--username', username],
      ...['--identity-url', identityUrl, '--region', 'ORD', '--store'],
    ],
  });
  await terminal.until(/key of typed:/i);
  terminal.send(`${apiKey}\r`);
  await terminal.exited;
  expect(terminal.display.text()).toContain('code=0');
  expect(terminal.display.text()).toContain('modes=same');
  expect(terminal.display.text()).toContain('0600');
  expect(terminal.written).not.toContain(apiKey);
  const settings = path.join(user.home, 'sluice', 'config.json');
  expect(readFileSync(settings, 'utf8')).toContain(apiKey);
  expect(statSync(settings).mode & 0o777).toBe(0o600);
  expect(await user.run(['accounts', 'check', 'typed'])).toMatchObject({ code: 0 });
});
