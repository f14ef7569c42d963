/** Where a stats socket is. */
export type SocketPlace =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'ssh';
      /** `host` or `user@host`, as ssh wants it. */
      readonly destination: string;
      readonly port: number | null;
      readonly path: string;
    };

/** `sun_path` holds 108 bytes with its final zero. */
const LONGEST_PATH = 107;
const HOW = 'write /path, host:port, or ssh://user@host/path';

/**
 * Reads a socket as HAProxy's own configuration writes it (`/path`, `unix@/path`, `ipv4@10.0.0.5:9999`, `[::1]:9999`), or
 * one on another machine: `ssh://[user@]host[:port]/path`. `home` replaces a leading `~`. A fault is a sentence with its mend.
 */
export function readSocketPlace(typed: string, home: string): SocketPlace | { readonly fault: string } {
  const text = typed.trim();
  if (/[\u0000-\u001f\u007f]/.test(text)) return { fault: `A socket has no control characters: ${HOW}` };
  if (text.startsWith('ssh://')) return readSsh(text);
  const path = text.replace(/^unix@/, '');
  if (/^~?\//.test(path)) return readPath(path.replace(/^~/, home));
  if (/^(?:abns|abnsz|fd|sockpair|quic4|quic6|udp)@/.test(text))
    return { fault: `This kind of socket cannot be opened from here: ${HOW}` };
  return readAddress(text.replace(/^(?:ipv4|ipv6|tcp|tcp4|tcp6)@/, ''));
}

/** As a person would write it. */
export function placeText(place: SocketPlace): string {
  switch (place.kind) {
    case 'unix':
      return place.path;
    case 'tcp':
      return place.host.includes(':') ? `[${place.host}]:${place.port}` : `${place.host}:${place.port}`;
    case 'ssh':
      return `ssh://${place.destination}${place.port === null ? '' : `:${place.port}`}${place.path}`;
  }
}

function readPath(path: string): SocketPlace | { readonly fault: string } {
  if (Buffer.byteLength(path) > LONGEST_PATH)
    return { fault: `The path of a socket has ${LONGEST_PATH} bytes at most: use a shorter one` };
  return { kind: 'unix', path };
}

function readAddress(text: string): SocketPlace | { readonly fault: string } {
  const [, bracketed, plain = '', digits = ''] = /^(?:\[([^\]]*)\]|([^:\s/@]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === '' || port < 1 || port > 65_535) return { fault: `This is not a socket: ${HOW}` };
  if (bracketed !== undefined && !isIPv6(bracketed))
    return { fault: 'In brackets stands an IPv6 address, such as [::1]:9999' };
  return { kind: 'tcp', host, port };
}

/** By URL's rules, since this file is read at every start and node:net would have to be loaded. */
function isIPv6(text: string): boolean {
  return text.includes(':') && URL.canParse(`http://[${text}]`);
}

function readSsh(text: string): SocketPlace | { readonly fault: string } {
  const [, user, host = '', port, path = ''] =
    /^ssh:\/\/(?:([^@/]*)@)?(\[[0-9a-fA-F:.]+\]|[^@/:]+)(?::(\d{1,5}))?(\/.*)?$/.exec(text) ?? [];
  const names = [user, host.replace(/^\[|\]$/g, '')].filter((name) => name !== undefined);
  // A name that begins with a dash would be an option of ssh.
  if (!names.every((name) => /^[A-Za-z0-9_.:][A-Za-z0-9_.:%+-]*$/.test(name)))
    return { fault: 'This is no host that ssh can reach: write ssh://user@host/path' };
  if (!/^\/[^:]+$/.test(path))
    return { fault: 'The path of the socket is missing: write ssh://user@host/run/haproxy/admin.sock' };
  return {
    kind: 'ssh',
    destination: names.join('@'),
    port: port === undefined ? null : Number(port),
    path,
  };
}
