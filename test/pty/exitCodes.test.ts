import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Shipped } from './kit/shipped.ts';

const ACCOUNT = ['accounts', 'add', '--provider', 'rackspace', '--username', 'nina', '--api-key-env', 'KEY'];

it.concurrent('4 and the candidates for a node that is not there, on stderr', async ({ onTestFinished }) => {
  const { code, stdout, stderr } = await new Shipped(onTestFinished).run(['drain', 'shop-front', 'web-9']);
  expect(code).toBe(4);
  expect(stdout).toBe('');
  expect(stderr).toContain('no node "web-9" in shop-front');
  for (const server of ['web-1', 'web-2', 'web-3', 'web-4']) expect(stderr).toContain(server);
});

it.concurrent('5 for the last enabled node, which --yes passes', async ({ onTestFinished }) => {
  const user = new Shipped(onTestFinished);
  const stopped = await user.run(['drain', 'billing-api', 'billing-1']);
  expect(stopped.code).toBe(5);
  expect(stopped.stderr).toContain('--yes');
  expect(stopped.stderr).toContain('Nothing was changed');
  const passed = await user.run(['drain', 'billing-api', 'billing-1', '--yes']);
  expect(passed).toMatchObject({ code: 0, stdout: 'billing-1 is DRAINING\n' });
});

it.concurrent('2 for a command that is not there', async ({ onTestFinished }) => {
  const { code, stderr } = await new Shipped(onTestFinished).run(['drian', 'shop-front', 'web-1']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean drain?');
});

it.concurrent('1 for an address where nobody listens, 6 for one that never answers', async ({
  onTestFinished,
}) => {
  const user = new Shipped(onTestFinished);
  const open = new Set<Socket>();
  const mute = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    mute.close();
  });
  const { port } = mute.address() as AddressInfo;
  const env = { KEY: 'a key' };
  for (const [name, address] of [
    ['dead', '127.0.0.1:9'],
    ['mute', `127.0.0.1:${port}`],
  ] as const) {
    const added = await user.run(
      [...ACCOUNT, '--name', name, '--identity-url', `http://${address}/v2.0`, '--region', 'ORD'],
      { env },
    );
    expect(added.code).toBe(0);
  }
  const [dead, silent] = await Promise.all([
    user.run(['balancers', '-a', 'dead'], { env }),
    user.run(['balancers', '-a', 'mute'], { env }),
  ]);
  expect(dead.code).toBe(1);
  expect(dead.stderr).toContain('127.0.0.1:9 refused the connection');
  expect(silent.code).toBe(6);
  expect(silent.stderr).toContain(`127.0.0.1:${port} did not answer in time`);
});

it.concurrent('prints the version and help at once, alone', async ({ onTestFinished }) => {
  const user = new Shipped(onTestFinished);
  expect(await user.run(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: '',
  });
  expect(await user.run(['--help'])).toMatchObject({ code: 0, stderr: '' });
});
