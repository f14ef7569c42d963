/** An address as it may be compared: lower case, IPv6 in its short form, without brackets. */
function sameForm(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (!bare.includes(':') || !URL.canParse(`http://[${bare}]/`)) return bare;
  return new URL(`http://[${bare}]/`).hostname.slice(1, -1);
}

interface HostAndPort {
  readonly host: string;
  /** As it was typed; null where there is none. */
  readonly port: string | null;
}

/** `10.0.0.1:80`, `[2001:db8::1]:80`, `web-1.example:80`, or any of them without a port. A bare IPv6 address has none. */
export function splitPort(text: string): HostAndPort {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] ?? null };
  const [host = '', port, ...more] = text.split(':');
  return port === undefined || more.length > 0 ? { host: text, port: null } : { host, port };
}

/** Does `text`, with or without a port, mean this address and port? */
export function meansAddress(text: string, address: string | null, port: number | null): boolean {
  if (address === null) return false;
  const typed = splitPort(text);
  if (sameForm(typed.host) !== sameForm(address)) return false;
  return typed.port === null || typed.port === String(port);
}
