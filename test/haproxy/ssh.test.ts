import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../kit/freePort.ts';
import { problemFrom } from '../providers/kit/problems.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { never, openAt } from './kit/provider.ts';
import { waitFor } from './kit/wait.ts';

const SSHD = '/usr/sbin/sshd';
const KEYGEN = '/usr/bin/ssh-keygen';
/** Where root's sshd has to hide before sign-in; a package makes it. */
const hasRoom = process.getuid?.() !== 0 || existsSync('/run/sshd');
const present = existsSync(SSHD) && existsSync('/usr/bin/ssh') && hasRoom && haproxyVersion !== null;
if (!present) console.warn(`ssh to HAProxy is not tested with a real ${SSHD}: it or HAProxy is not there`);

/** A sshd that lets this user in with a key of its own; answers with the PATH whose ssh uses that key. */
async function startSshd(folder: string) {
  const port = await freePort();
  const at = (name: string) => join(folder, name);
  for (const key of ['host', 'user']) execFileSync(KEYGEN, ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  copyFileSync(at('user.pub'), at('authorized'));
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
  ];
  writeFileSync(at('sshd.cfg'), `${lines.join('\n')}\n`);
  mkdirSync(at('bin'));
  const options = `-i ${at('user')} -o UserKnownHostsFile=${at('known')} -o StrictHostKeyChecking=accept-new`;
  writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F none ${options} "$@"\n`);
  chmodSync(at('bin/ssh'), 0o755);
  const sshd: ChildProcess = spawn(SSHD, ['-D', '-f', at('sshd.cfg')], { stdio: 'ignore' });
  onTestFinished(async () => {
    const over = once(sshd, 'exit');
    sshd.kill();
    await over;
  });
  await waitFor('sshd listens', async () => {
    const line = createConnection({ port, host: '127.0.0.1' });
    // An error ends in rejection here.
    return once(line, 'data')
      .then(() => true)
      .catch(() => false)
      .finally(() => line.destroy());
  });
  return { port, path: `${at('bin')}:${process.env['PATH']}` };
}

it.skipIf(!present)('a HAProxy is reached through ssh', async () => {
  const haproxy = await Haproxy.start('backend web\n  server one 127.0.0.1:9001');
  const { port, path } = await startSshd(haproxy.folder);
  const where = `ssh://${userInfo().username}@127.0.0.1:${port}`;
  const context = { env: { ...process.env, PATH: path } };
  vi.stubEnv('TMPDIR', haproxy.folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const folders = () => readdirSync(haproxy.folder).filter((name) => name.startsWith('sluice-ssh-'));
  const { provider } = await openAt(`${where}${haproxy.socket}`, { context });
  const { detail } = await provider.changeNode('web', 'one', { condition: 'DRAINING' }, { signal: never });
  expect(detail?.nodeList[0]?.condition).toBe('DRAINING');
  await haproxy.reload();
  expect((await provider.getBalancer('web', { signal: never })).nodeList[0]?.note).toContain('was DRAINING');
  expect(await problemFrom(openAt(`${where}${haproxy.socket}-not`, { context }))).toMatchObject({
    message: expect.stringMatching(/ssh cannot open .* \(channel \d+: open failed: connect failed: .*\)/),
  });
  expect(await problemFrom(openAt(`ssh://nobody-here@127.0.0.1:${port}/s`, { context }))).toMatchObject({
    kind: 'auth',
    message: expect.stringContaining('Permission denied'),
  });
  expect(folders()).toHaveLength(1);
  await provider.close();
  await expect.poll(folders).toEqual([]);
});
