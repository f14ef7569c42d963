import { nodeListFaults } from './nodeRules.ts';
import { defaultPort, isSecure, isUdp, ownPersistence } from './protocols.ts';
import type { BalancerRecord } from './records.ts';
import type { BalancerChange, BalancerSpec, HealthMonitor, Persistence } from './specs.ts';

/** The complaint about half-closed connections. */
export const HALF_CLOSED = 'Half closed is only supported for the TCP and TCP_CLIENT_FIRST protocols';

/** What stands in the way of a new protocol for a balancer; empty when nothing does. */
export function protocolFaults(balancer: BalancerRecord, change: BalancerChange, protocol: string): string[] {
  const faults: string[] = [];
  if (balancer.sslTermination)
    faults.push('The protocol cannot be changed while SSL termination is configured');
  if (change.port === undefined && defaultPort(protocol) === null)
    faults.push('Must provide a port when changing to a protocol without a default port');
  if (balancer.healthMonitor) faults.push(...monitorFaults(balancer.healthMonitor, protocol));
  if (balancer.contentCaching && protocol !== 'HTTP')
    faults.push('Content caching must be disabled before changing to a non-HTTP protocol');
  if (balancer.connectionLogging && isUdp(protocol))
    faults.push('Connection logging must be disabled before changing to a UDP protocol');
  return faults;
}

/** What is wrong with a monitor under a protocol; empty when nothing is. */
export function monitorFaults(monitor: HealthMonitor, protocol: string): string[] {
  if (isUdp(protocol)) return ['Health monitors are not supported for UDP protocols'];
  if (monitor.type !== 'CONNECT' && monitor.type !== protocol)
    return [`Health monitor type ${monitor.type} needs a load balancer with the ${monitor.type} protocol`];
  return [];
}

/** What is wrong with session persistence under a protocol; empty when nothing is. */
export function persistenceFaults(persistence: Persistence, protocol: string): string[] {
  if (persistence === 'SOURCE_IP' || persistence === ownPersistence(protocol)) return [];
  return [`Session persistence type ${persistence} is not valid for the ${protocol} protocol`];
}

/** Faults of a new balancer's nodes and settings taken together. */
export function specFaults(spec: BalancerSpec): string[] {
  return [
    ...nodeListFaults(spec.nodes, spec.healthMonitor !== undefined),
    ...(spec.healthMonitor ? monitorFaults(spec.healthMonitor, spec.protocol) : []),
    ...(spec.sessionPersistence ? persistenceFaults(spec.sessionPersistence, spec.protocol) : []),
    ...(spec.halfClosed && spec.protocol !== 'TCP' && spec.protocol !== 'TCP_CLIENT_FIRST'
      ? [HALF_CLOSED]
      : []),
    ...(spec.httpsRedirect && !(spec.protocol === 'HTTPS' && spec.port === 443)
      ? ['HTTPS redirect is only supported for HTTPS on port 443 at creation']
      : []),
    ...(spec.contentCaching && spec.protocol !== 'HTTP'
      ? ['Content caching is only supported for the HTTP protocol']
      : []),
    ...(spec.connectionLogging && isUdp(spec.protocol)
      ? ['Connection logging is not supported for UDP protocols']
      : []),
  ];
}

/** Whether the balancer can end SSL under its protocol. */
export function canEndSsl(balancer: BalancerRecord): boolean {
  return !isSecure(balancer.protocol) && !isUdp(balancer.protocol);
}
