import type { Protocol } from './offers.ts';

/**
 * What the published guide lists, for a server that speaks the contract but leaves these two calls out. The account's own
 * lists win wherever there are any.
 */
export const DOCUMENTED_ALGORITHMS: readonly string[] = [
  'LEAST_CONNECTIONS',
  'RANDOM',
  'ROUND_ROBIN',
  'WEIGHTED_LEAST_CONNECTIONS',
  'WEIGHTED_ROUND_ROBIN',
];

const PORTS: Readonly<Record<string, number | null>> = {
  DNS_TCP: 53,
  DNS_UDP: 53,
  FTP: 21,
  HTTP: 80,
  HTTPS: 443,
  IMAPS: 993,
  IMAPv2: 143,
  IMAPv3: 220,
  IMAPv4: 143,
  LDAP: 389,
  LDAPS: 636,
  MYSQL: 3306,
  POP3: 110,
  POP3S: 995,
  SFTP: 22,
  SMTP: 25,
  TCP: null,
  TCP_CLIENT_FIRST: null,
  TCP_STREAM: null,
  UDP: null,
  UDP_STREAM: null,
};

/** Protocols with the ports they have by themselves; null where one must be given. */
export const DOCUMENTED_PROTOCOLS: readonly Protocol[] = Object.entries(PORTS).map(([name, port]) => ({
  name,
  port,
}));
