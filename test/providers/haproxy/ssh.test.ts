import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { any, open, ScriptedHaproxy } from './kit.ts';

/**
 * A program `ssh` that does as OpenSSH does with -L of sockets: listens here, runs the LocalCommand, and for each connection
 * opens the socket over there; where it cannot it says so and closes. `says` makes it fail as ssh does.
 */
const SSH = `#!/usr/bin/env node
const net = require('node:net');
const fs = require('node:fs');
const words = process.argv.slice(2);
const after = (name) => words[words.indexOf(name) + 1];
const [local, remote] = after('-L').split(':');
fs.writeFileSync(process.env.SSH_TOLD, JSON.stringify({ pid: process.pid, words, local }));
if (process.env.SSH_SAYS) {
  process.stderr.write(process.env.SSH_SAYS + '\\r\\n');
  process.exit(255);
}
const server = net.createServer({ allowHalfOpen: true }, (here) => {
  const there = net.connect(remote);
  here.on('error', () => {});
  there.on('error', () => {
    process.stderr.write('channel 2: open failed: connect failed: open failed\\r\\n');
    here.destroy();
  });
  there.on('connect', () => here.pipe(there).pipe(here));
});
server.listen(local, () => {
  const command = words.find((word) => word.startsWith('LocalCommand='));
  process.stdout.write(command.replace('LocalCommand=echo ', '') + '\\n');
});
`;

function fakeSsh(folder: string, more: Readonly<Record<string, string>> = {}) {
  const bin = join(folder, 'bin');
  const told = join(folder, 'told');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ssh'), SSH);
  chmodSync(join(bin, 'ssh'), 0o755);
  const env = { PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`, SSH_TOLD: told, ...more };
  return { env, told: () => JSON.parse(readFileSync(told, 'utf8')) };
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('one ssh carries all connections to a socket elsewhere, asks nothing, and ends with the account', async () => {
  const scripted = await ScriptedHaproxy.start();
  const { env, told } = fakeSsh(scripted.folder);
  const { provider } = await open(`ssh://nina@lb1:2222${scripted.path}`, { env });
  const { pid, words, local } = told();
  await Promise.all(Array.from({ length: 5 }, () => provider.getBalancer('web', any)));
  await provider.changeNode('web', 's1', { condition: 'DRAINING' }, any);
  expect(scripted.servers.get('s1')?.admin).toBe(8);
  expect(told().pid).toBe(pid);
  expect(words).toContain('BatchMode=yes');
  expect(words.slice(-5)).toEqual([`${local}:${scripted.path}`, '-p', '2222', '--', 'nina@lb1']);
  await provider.close();
  await expect.poll(() => lives(pid)).toBe(false);
  expect(existsSync(dirname(local))).toBe(false);
});

it('an ssh that ended is begun anew', async () => {
  const scripted = await ScriptedHaproxy.start();
  const { env, told } = fakeSsh(scripted.folder);
  const { provider } = await open(`ssh://lb1${scripted.path}`, { env });
  const { pid, local } = told();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => existsSync(dirname(local))).toBe(false);
  expect(await provider.listBalancers(any)).toHaveLength(1);
  expect(told().pid).not.toBe(pid);
});

it('what ssh says is passed on', async () => {
  const scripted = await ScriptedHaproxy.start();
  const denied = 'nina@lb1: Permission denied (publickey).';
  const { env } = fakeSsh(scripted.folder, { SSH_SAYS: denied });
  expect(await problemFrom(open(`ssh://nina@lb1${scripted.path}`, { env }))).toMatchObject({
    kind: 'auth',
    message: `Could not open edge: ssh nina@lb1 failed: ${denied}`,
    hint: 'Try "ssh nina@lb1" by hand: it must sign in without asking for anything',
  });
});

it('a socket that is not there over there is told, and was not reached', async () => {
  const scripted = await ScriptedHaproxy.start();
  const { env } = fakeSsh(scripted.folder);
  expect(await problemFrom(open(`ssh://lb1${scripted.path}-not`, { env }))).toMatchObject({
    message: `Could not open edge: ssh cannot open ssh://lb1${scripted.path}-not (channel 2: open failed: connect failed: open failed)`,
    hint: expect.stringContaining('AllowStreamLocalForwarding'),
  });
});

it('a machine without ssh is told', async () => {
  const scripted = await ScriptedHaproxy.start();
  expect(await problemFrom(open(`ssh://lb1${scripted.path}`, { env: { PATH: '/nowhere' } }))).toMatchObject({
    kind: 'network',
    message: expect.stringContaining('ssh lb1 failed'),
  });
});
