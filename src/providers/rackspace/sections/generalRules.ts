import type { FormValues } from '../../../model/form.ts';
import { monitorFault } from '../create/rules.ts';
import { type BalancerFacts, isUdp } from './facts.ts';

/** What stands in the way of another protocol, with the mend; null when nothing does (spec §3.5). */
export function protocolFault(
  protocol: string,
  { hasSsl, monitor, caches, logs }: BalancerFacts,
): string | null {
  if (hasSsl) return 'The protocol cannot be changed with SSL termination: remove that first';
  if (monitor !== null && monitorFault(monitor, protocol) !== null)
    return `The ${monitor} health monitor does not fit ${protocol}: change or remove that first`;
  if (caches && protocol !== 'HTTP')
    return `Content caching works with HTTP only: switch it off before you choose ${protocol}`;
  if (logs && isUdp(protocol))
    return `Connection logging does not work with ${protocol}: switch it off first`;
  return null;
}

/** Faults of fields that depend on each other. */
export function generalFaults(
  values: FormValues,
  before: FormValues,
  { hasSsl }: BalancerFacts,
): Readonly<Record<string, string>> {
  const turnsOn = values['httpsRedirect'] === 'yes' && before['httpsRedirect'] !== 'yes';
  const overHttps = values['protocol'] === 'HTTPS' && values['port'] === '443';
  if (!turnsOn || overHttps || hasSsl) return {};
  return {
    httpsRedirect: 'This works with HTTPS on port 443 or with SSL termination: set one of them first',
  };
}

/** What a change of the balancer itself does besides. */
export function generalWarnings(
  values: FormValues,
  before: FormValues,
  { persistence }: BalancerFacts,
): readonly string[] {
  const { protocol = before['protocol'] ?? '', port = before['port'] } = values;
  const leaves = protocol !== before['protocol'];
  const warnings: string[] = [];
  if (leaves && persistence !== null && persistence !== keptBy(protocol))
    warnings.push(`Session persistence by ${persistence} does not fit ${protocol} and ends with the change`);
  if (leaves && before['protocol'] === 'HTTP')
    warnings.push('An error page of your own is lost when the balancer leaves HTTP');
  if (port !== before['port'])
    warnings.push(
      `Clients that connect to port ${before['port'] ?? '?'} are refused: port ${port} is the new one`,
    );
  return warnings;
}

/** The one kind of session persistence that outlives a change to this protocol. */
function keptBy(protocol: string): string {
  if (protocol === 'HTTP') return 'HTTP_COOKIE';
  return protocol === 'HTTPS' ? 'SSL_ID' : 'SOURCE_IP';
}
