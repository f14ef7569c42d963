/** Protocols with their default ports; 0 where the user must give one. */
export const PROTOCOLS: readonly { readonly name: string; readonly port: number }[] = [
  { name: 'DNS_TCP', port: 53 },
  { name: 'DNS_UDP', port: 53 },
  { name: 'FTP', port: 21 },
  { name: 'HTTP', port: 80 },
  { name: 'HTTPS', port: 443 },
  { name: 'IMAPS', port: 993 },
  { name: 'IMAPv2', port: 143 },
  { name: 'IMAPv3', port: 220 },
  { name: 'IMAPv4', port: 143 },
  { name: 'LDAP', port: 389 },
  { name: 'LDAPS', port: 636 },
  { name: 'MYSQL', port: 3306 },
  { name: 'POP3', port: 110 },
  { name: 'POP3S', port: 995 },
  { name: 'SFTP', port: 22 },
  { name: 'SMTP', port: 25 },
  { name: 'TCP', port: 0 },
  { name: 'TCP_CLIENT_FIRST', port: 0 },
  { name: 'TCP_STREAM', port: 0 },
  { name: 'UDP', port: 0 },
  { name: 'UDP_STREAM', port: 0 },
];
/** Their names alone. */
export const PROTOCOL_NAMES = PROTOCOLS.map((protocol) => protocol.name);

/** How a balancer can choose a node. */
export const ALGORITHMS = [
  'LEAST_CONNECTIONS',
  'RANDOM',
  'ROUND_ROBIN',
  'WEIGHTED_LEAST_CONNECTIONS',
  'WEIGHTED_ROUND_ROBIN',
] as const;

const SECURE = new Set(['HTTPS', 'IMAPS', 'LDAPS', 'POP3S', 'SFTP']);
const UDP_FAMILY = new Set(['DNS_UDP', 'UDP', 'UDP_STREAM']);
const PORTLESS = new Set(['UDP', 'UDP_STREAM']);
const PORTLESS_PARTNERS = new Set(['TCP', 'TCP_CLIENT_FIRST']);

/** Protocols that carry datagrams: no health monitor, no logging. */
export function isUdp(protocol: string): boolean {
  return UDP_FAMILY.has(protocol);
}

/** Protocols that are encrypted already, where the balancer cannot end SSL. */
export function isSecure(protocol: string): boolean {
  return SECURE.has(protocol);
}

/** The port a balancer of this protocol gets when none is asked for; null where it must be given. */
export function defaultPort(protocol: string): number | null {
  const port = PROTOCOLS.find((candidate) => candidate.name === protocol)?.port ?? 0;
  return port === 0 ? null : port;
}

/** Whether two balancers may use one port of a shared virtual IP: DNS over TCP and UDP, and TCP beside UDP. */
export function mayShareAPort(one: string, other: string): boolean {
  const fits = (a: string, b: string) =>
    (a === 'DNS_TCP' && b === 'DNS_UDP') || (PORTLESS.has(a) && PORTLESS_PARTNERS.has(b));
  return fits(one, other) || fits(other, one);
}

/** The session persistence that fits a protocol besides SOURCE_IP, which fits all. */
export function ownPersistence(protocol: string): 'HTTP_COOKIE' | 'SSL_ID' | null {
  return protocol === 'HTTP' ? 'HTTP_COOKIE' : protocol === 'HTTPS' ? 'SSL_ID' : null;
}
