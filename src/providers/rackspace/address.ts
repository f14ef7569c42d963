import { isIPv4, isIPv6, SocketAddress } from 'node:net';

/** IPv6 comes zero-padded from the engine; this is the form people write (RFC 5952). Anything else is as it was. */
export function shortAddress(address: string): string {
  return isIPv6(address) && !address.includes('%')
    ? new SocketAddress({ address, family: 'ipv6' }).address
    : address;
}

/** Orders addresses: IPv4 by number, then all others by text, then the unknown. */
export function compareAddresses(a: string | null, b: string | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  const [numberA, numberB] = [ipv4Number(a), ipv4Number(b)];
  if (numberA !== null && numberB !== null) return numberA - numberB;
  if (numberA !== null) return -1;
  if (numberB !== null) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function ipv4Number(address: string): number | null {
  if (!isIPv4(address)) return null;
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

const LONGEST_HOST = 128;
const HOST = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i;

/** What is wrong with an address for a node, with its mend, by the engine's own rules; null when it may be one. */
export function nodeAddressFault(address: string): string | null {
  if (isIPv4(address)) {
    if (address.startsWith('127.')) return 'The balancer cannot reach 127.x: give the address the server has';
    if (address === '0.0.0.0' || address === '255.255.255.255') return `${address} is no server's address`;
    return null;
  }
  if (isIPv6(address)) return null;
  if (address.includes('/')) return 'One address, without a path or a /network';
  if (/^\[.*\](:\d+)?$/.test(address)) return 'IPv6 without brackets; the port has a field of its own';
  if (/^[^:]+:\d+$/.test(address)) return 'Leave out the port, it has a field of its own';
  if (address.includes(':')) return 'This is not an IPv6 address';
  if (/^[\d.]+$/.test(address)) return 'An IPv4 address has four numbers from 0 to 255';
  if (address.length > LONGEST_HOST) return `A host name has at most ${LONGEST_HOST} characters`;
  return HOST.test(address) ? null : 'Give an IPv4 or IPv6 address, or a host name';
}
