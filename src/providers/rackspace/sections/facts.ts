import type { BalancerDetail } from '../../../model/balancer.ts';
import { cleanOrNull } from '../../../model/text.ts';
import { detailOf } from './resource.ts';
import { keyedOrNull, switchOf } from './wireValues.ts';

const UDP_FAMILY: ReadonlySet<string> = new Set(['DNS_UDP', 'UDP', 'UDP_STREAM']);
/** Encrypted already, so that a balancer cannot end SSL for them. */
const SECURE: ReadonlySet<string> = new Set(['HTTPS', 'IMAPS', 'LDAPS', 'POP3S', 'SFTP']);

/** True for protocols of datagrams: they have no monitor and no log. */
export function isUdp(protocol: string | null): boolean {
  return protocol !== null && UDP_FAMILY.has(protocol);
}

/** True for protocols that a balancer only passes on. */
export function isSecure(protocol: string | null): boolean {
  return protocol !== null && SECURE.has(protocol);
}

/** What the sections must know of each other; null and false where there is none of it. */
export interface BalancerFacts {
  readonly monitor: string | null;
  readonly persistence: string | null;
  readonly hasSsl: boolean;
  readonly securePort: number | null;
  readonly caches: boolean;
  readonly logs: boolean;
}

/** The facts in the balancer's own answer. */
export function factsOf(balancer: BalancerDetail): BalancerFacts {
  const detail = detailOf(balancer);
  const member = (key: string) => keyedOrNull(detail[key]);
  const ssl = member('sslTermination');
  const securePort = Number(ssl?.['securePort'] ?? Number.NaN);
  return {
    monitor: cleanOrNull(member('healthMonitor')?.['type']),
    persistence: cleanOrNull(member('sessionPersistence')?.['persistenceType']),
    hasSsl: ssl !== null,
    securePort: Number.isInteger(securePort) ? securePort : null,
    caches: switchOf(member('contentCaching')?.['enabled']) === 'yes',
    logs: switchOf(member('connectionLogging')?.['enabled']) === 'yes',
  };
}
