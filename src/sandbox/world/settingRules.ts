import type { Setting } from './commands.ts';
import { canEndSsl, monitorFaults, persistenceFaults } from './fitRules.ts';
import { isUdp } from './protocols.ts';
import type { BalancerRecord } from './records.ts';
import { type Plan, type Refusal, refuse } from './refusal.ts';
import type { SslTermination, Throttle } from './specs.ts';
import { mark, touch } from './stamps.ts';
import type { RegionState } from './state.ts';
import { portTaken } from './vipRules.ts';

/** Puts or (value null) takes away a setting; each is one change of the balancer. */
export function changeSetting(
  region: RegionState,
  balancer: BalancerRecord,
  setting: Setting,
  at: number,
): Plan {
  const refusal = settingRefusal(region, balancer, setting, at);
  if (refusal) return refuse(refusal);
  return {
    apply() {
      put(balancer, setting, at);
      touch(balancer, at);
      return [];
    },
  };
}

const invalid = (messages: readonly string[]): Refusal | null =>
  messages.length > 0 ? { kind: 'invalid', messages } : null;
const nothing = (what: string): Refusal => ({ kind: 'conflict', message: `No ${what} found to delete` });

function settingRefusal(
  region: RegionState,
  balancer: BalancerRecord,
  setting: Setting,
  at: number,
): Refusal | null {
  switch (setting.name) {
    case 'healthMonitor':
      if (setting.value) return invalid(monitorFaults(setting.value, balancer.protocol));
      if (!balancer.healthMonitor) return nothing('health monitor');
      return balancer.nodes.some((node) => node.type === 'SECONDARY')
        ? { kind: 'bad', message: 'The health monitor cannot be deleted while secondary nodes exist' }
        : null;
    case 'sessionPersistence':
      if (setting.value) return invalid(persistenceFaults(setting.value, balancer.protocol));
      return balancer.sessionPersistence ? null : nothing('session persistence');
    case 'connectionThrottle':
      if (setting.value === null) return balancer.connectionThrottle ? null : nothing('connection throttle');
      return whole({ ...balancer.connectionThrottle, ...setting.value })
        ? null
        : { kind: 'invalid', messages: ['A new connection throttle needs all four of its values'] };
    case 'connectionLogging':
      return setting.value && isUdp(balancer.protocol)
        ? { kind: 'invalid', messages: ['Connection logging is not supported for UDP protocols'] }
        : null;
    case 'contentCaching':
      return setting.value && balancer.protocol !== 'HTTP'
        ? { kind: 'invalid', messages: ['Content caching is only supported for the HTTP protocol'] }
        : null;
    case 'errorPage':
      return balancer.protocol === 'HTTP'
        ? null
        : { kind: 'bad', message: 'Error pages are only supported for the HTTP protocol' };
    case 'sslTermination':
      return sslRefusal(region, balancer, setting.value, at);
  }
}

function sslRefusal(
  region: RegionState,
  balancer: BalancerRecord,
  value: Partial<SslTermination> | null,
  at: number,
): Refusal | null {
  if (value === null) return balancer.sslTermination ? null : { kind: 'missing', what: 'SSL termination' };
  if (!canEndSsl(balancer))
    return { kind: 'bad', message: `SSL termination is not supported for the ${balancer.protocol} protocol` };
  const merged = { ...balancer.sslTermination, ...value };
  if (!secured(merged))
    return {
      kind: 'invalid',
      messages: ['SSL termination needs a certificate, a private key and a secure port'],
    };
  if (merged.securePort === balancer.port)
    return { kind: 'invalid', messages: ["The secure port must differ from the load balancer's port"] };
  const taken = balancer.virtualIps.some((vip) =>
    portTaken(region, vip, merged.securePort, balancer.protocol, balancer, at),
  );
  return taken ? { kind: 'bad', message: 'The secure port is in use on a shared virtual ip' } : null;
}

function put(balancer: BalancerRecord, setting: Setting, at: number): void {
  switch (setting.name) {
    case 'healthMonitor':
      balancer.healthMonitor = setting.value;
      // Without checks nothing says that an enabled node is down.
      if (!setting.value)
        for (const node of balancer.nodes) {
          if (node.condition === 'ENABLED') node.down = false;
          node.onlineAt = Math.min(node.onlineAt, at);
        }
      return;
    case 'sessionPersistence':
      balancer.sessionPersistence = setting.value;
      return;
    case 'connectionThrottle': {
      const merged = setting.value && { ...balancer.connectionThrottle, ...setting.value };
      balancer.connectionThrottle = merged && whole(merged) ? merged : null;
      return;
    }
    case 'connectionLogging':
      balancer.connectionLogging = setting.value;
      return;
    case 'contentCaching':
      balancer.contentCaching = setting.value;
      return;
    case 'errorPage':
      balancer.errorPage = setting.value;
      return;
    case 'sslTermination': {
      const merged = setting.value && { ...balancer.sslTermination, ...setting.value };
      balancer.sslTermination = merged && secured(merged) ? merged : null;
      if (!merged) balancer.certificates = [];
      const ssl = balancer.sslTermination;
      mark(balancer, at, !ssl?.enabled ? 'SSL_OFF' : ssl.secureTrafficOnly ? 'SSL_ONLY_ON' : 'SSL_MIXED_ON');
      return;
    }
  }
}

function whole(throttle: Partial<Throttle>): throttle is Throttle {
  return (
    throttle.maxConnectionRate !== undefined &&
    throttle.maxConnections !== undefined &&
    throttle.minConnections !== undefined &&
    throttle.rateInterval !== undefined
  );
}

function secured(ssl: Partial<SslTermination>): ssl is SslTermination {
  return (
    ssl.certificate !== undefined &&
    ssl.securePort !== undefined &&
    ssl.enabled !== undefined &&
    ssl.secureTrafficOnly !== undefined
  );
}
