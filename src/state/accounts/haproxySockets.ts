import fs from 'node:fs';
import type { Account } from '../../model/account.ts';
import { cleanText } from '../../model/text.ts';

/** What looking for HAProxy's sockets takes. */
export interface SocketFinder {
  /** The socket's real path, where there is one; null where there is none. It is not opened. */
  find(path: string): string | null;
  /** True where this user may open it. */
  mayOpen(path: string): boolean;
  /** The beginning of a text file, null where it cannot be read. */
  beginning(path: string): string | null;
}

/** The global section stands first, however long the file is. */
const BEGINNING_BYTES = 64 * 1024;

/** The file system's. */
export const diskSockets: SocketFinder = {
  find(path) {
    try {
      const real = fs.realpathSync(path);
      return fs.statSync(real).isSocket() ? real : null;
    } catch {
      return null;
    }
  },
  mayOpen(path) {
    try {
      fs.accessSync(path, fs.constants.R_OK | fs.constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  beginning(path) {
    let descriptor: number | null = null;
    try {
      descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
      if (!fs.fstatSync(descriptor).isFile()) return null;
      const buffer = Buffer.alloc(BEGINNING_BYTES);
      return buffer.toString('utf8', 0, fs.readSync(descriptor, buffer, 0, BEGINNING_BYTES, 0));
    } catch {
      return null;
    } finally {
      if (descriptor !== null) fs.closeSync(descriptor);
    }
  },
};

const CONFIGURATION = '/etc/haproxy/haproxy.cfg';
/** Where packages and guides put them. Not below /tmp, where anybody could. */
const USUAL = [
  '/run/haproxy/admin.sock',
  '/run/haproxy.sock',
  '/var/run/haproxy/admin.sock',
  '/var/run/haproxy.sock',
  '/var/lib/haproxy/stats',
];
/** Debian's service has it. */
const MASTER = '/run/haproxy-master.sock';
/** Replaces these places: configuration files and sockets with colons between them; empty for none. */
const VARIABLE = 'SLUICE_HAPROXY';
const LONGEST_NAME = 56;

/**
 * HAProxys of this machine: the sockets that its configuration names, then those in the usual places. That they are there is
 * looked at, nothing is contacted. Does not throw.
 */
export function haproxyAccounts(
  env: Readonly<Record<string, string | undefined>>,
  sockets: SocketFinder,
): readonly Account[] {
  const named = env[VARIABLE]?.split(':').filter((path) => path !== '');
  const places = named ?? [CONFIGURATION, ...USUAL];
  const found = new Map<string, string>();
  for (const place of places) {
    const real = sockets.find(place);
    const inside = real === null ? socketsIn(sockets.beginning(place) ?? '') : [place];
    for (const socket of inside) {
      const settled = isPath(socket) ? sockets.find(socket) : socket;
      if (settled !== null && !found.has(settled)) found.set(settled, real === null ? place : socket);
    }
  }
  const only = found.size === 1;
  const master = named === undefined && only && sockets.find(MASTER) !== null && sockets.mayOpen(MASTER);
  return [...found].map(([socket, from]) =>
    accountOf(socket, from, only ? 'haproxy' : `haproxy-${nameOf(socket)}`, master ? MASTER : null),
  );
}

/** The sockets that a configuration's `stats socket` lines declare, but for kinds that no other program can open. */
function socketsIn(configuration: string): readonly string[] {
  return [...configuration.matchAll(/^\s*stats\s+socket\s+(\S+)/gm)].flatMap(([, word = '']) => {
    const place = word.replace(/^(?:unix|ipv4|ipv6)@/, '');
    // What a variable or quotes make of it is HAProxy's to know.
    if (/["'$\\@]/.test(place)) return [];
    if (isPath(place)) return [place];
    const [, host = '', port] = /^(.*):(\d{1,5})$/.exec(place) ?? [];
    if (port === undefined) return [];
    const any = host === '' || host === '*' || host === '0.0.0.0';
    return [`${any ? '127.0.0.1' : host === '::' ? '[::1]' : host}:${port}`];
  });
}

function isPath(place: string): boolean {
  return place.startsWith('/');
}

/** `admin` of `/run/haproxy/admin.sock`, `9999` of `127.0.0.1:9999`. */
function nameOf(socket: string): string {
  const last = socket.slice(Math.max(socket.lastIndexOf('/'), socket.lastIndexOf(':')) + 1);
  return cleanText(last.replace(/\.sock(?:et)?$/, '')).trim();
}

function accountOf(socket: string, from: string, name: string, masterSocket: string | null): Account {
  return {
    id: `found:${cleanText(`haproxy:${socket}`)}`,
    name: name.slice(0, LONGEST_NAME),
    engine: 'haproxy',
    region: null,
    settings: { socket, ...(masterSocket === null ? {} : { masterSocket }) },
    secrets: {},
    origin: { kind: 'discovered', from: cleanText(from) },
    production: false,
    readOnly: false,
    isDefault: false,
  };
}
