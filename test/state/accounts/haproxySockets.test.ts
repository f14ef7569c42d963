import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  diskSockets,
  haproxyAccounts,
  type SocketFinder,
} from '../../../src/state/accounts/haproxySockets.ts';

/** A machine with these sockets, files, and links from path to path. */
function machine(
  sockets: readonly string[],
  files: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): SocketFinder {
  return {
    find: (place) => {
      const real = links[place] ?? place;
      return sockets.includes(real) ? real : null;
    },
    mayOpen: (place) => !place.includes('master'),
    beginning: (place) => files[place] ?? null,
  };
}

const CONFIGURATION = `
global
  log /dev/log local0
  stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd listeners
  stats socket unix@/run/haproxy/user.sock level user
	stats socket ipv4@127.0.0.1:9999 level admin
  stats socket :9998
  stats socket "/run/$HOST.sock"
  stats socket abns@hidden
  # stats socket /run/commented.sock
  stats timeout 30s
`;

describe('HAProxys on this machine', () => {
  test('are those whose socket is there', () => {
    expect(haproxyAccounts({}, machine([]))).toEqual([]);
    expect(haproxyAccounts({}, machine(['/var/lib/haproxy/stats']))).toMatchObject([
      {
        name: 'haproxy',
        engine: 'haproxy',
        settings: { socket: '/var/lib/haproxy/stats' },
        secrets: {},
        origin: { kind: 'discovered', from: '/var/lib/haproxy/stats' },
      },
    ]);
  });

  test('are those that the configuration names, each once', () => {
    const sockets = ['/run/haproxy/admin.sock', '/run/haproxy/user.sock', '/run/commented.sock'];
    const found = haproxyAccounts({}, machine(sockets, { '/etc/haproxy/haproxy.cfg': CONFIGURATION }));
    expect(found.map(({ name, settings, origin }) => [name, settings, origin])).toEqual(
      [
        ['haproxy-admin', '/run/haproxy/admin.sock'],
        ['haproxy-user', '/run/haproxy/user.sock'],
        ['haproxy-9999', '127.0.0.1:9999'],
        ['haproxy-9998', '127.0.0.1:9998'],
      ].map(([name, socket]) => [name, { socket }, { kind: 'discovered', from: '/etc/haproxy/haproxy.cfg' }]),
    );
    expect(new Set(found.map(({ id }) => id)).size).toBe(4);
  });

  test('are the same through a link', () => {
    const links = { '/var/run/haproxy/admin.sock': '/run/haproxy/admin.sock' };
    expect(haproxyAccounts({}, machine(['/run/haproxy/admin.sock'], {}, links))).toHaveLength(1);
  });

  test('have a master socket where the user may open it', () => {
    const sockets = ['/run/haproxy/admin.sock', '/run/haproxy-master.sock'];
    const settings = (finder: SocketFinder) => haproxyAccounts({}, finder)[0]?.settings;
    expect(settings(machine(sockets))).toEqual({ socket: '/run/haproxy/admin.sock' });
    expect(settings({ ...machine(sockets), mayOpen: () => true })).toEqual({
      socket: '/run/haproxy/admin.sock',
      masterSocket: '/run/haproxy-master.sock',
    });
  });

  test('are sought elsewhere, or not at all, when a variable says so', () => {
    const finder = machine(['/run/haproxy/admin.sock', '/srv/a.sock'], {
      '/srv/lb.cfg': 'global\n stats socket /srv/a.sock\n',
    });
    const found = (SLUICE_HAPROXY: string) =>
      haproxyAccounts({ SLUICE_HAPROXY }, finder).map(({ settings }) => settings['socket']);
    expect(found('')).toEqual([]);
    expect(found('/srv/lb.cfg')).toEqual(['/srv/a.sock']);
    expect(found('/srv/a.sock:/srv/lb.cfg:/nowhere')).toEqual(['/srv/a.sock']);
  });

  test('on the real disk a socket is told from a file, and a long configuration is read', async () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), 'sluice-sockets-'));
    const socket = path.join(folder, 'admin.sock');
    const file = path.join(folder, 'haproxy.cfg');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    });
    fs.writeFileSync(file, `global\n stats socket ${socket}\n stats socket ${file}\n${'#'.repeat(200_000)}`);
    const env = { SLUICE_HAPROXY: `${file}:${folder}:/dev/null` };
    expect(haproxyAccounts(env, diskSockets).map(({ settings }) => settings)).toEqual([{ socket }]);
    expect(diskSockets.mayOpen(socket)).toBe(true);
    expect(diskSockets.mayOpen(`${socket}-not`)).toBe(false);
  });
});
