import { DRAIN, IDLE } from '../sections/attributes.ts';
import { HEALTH_LIMITS, type HealthCheckSpec } from '../sections/healthCheckRules.ts';
import { isHttp, type ListenerSpec, usualInstanceProtocol } from '../sections/listenerRules.ts';
import type { ElbSpec, InstanceSpec, ListenerPart } from './spec.ts';

// What a spec leaves out, filled in. AWS's own defaults through the API are not those of its console, and a balancer
// without draining cuts connections, so that everything is said explicitly (spec §4.2).

/** A listener with everything in it. */
export function listenerFilled({ protocol, port, certificate, ...behind }: ListenerPart): ListenerSpec {
  return {
    protocol,
    port,
    instanceProtocol: behind.instanceProtocol ?? usualInstanceProtocol(protocol),
    instancePort: behind.instancePort ?? port,
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** The health check: where nothing is said, a connection to the first listener's instance port. */
export function healthCheckFilled({ healthCheck, listeners }: ElbSpec): HealthCheckSpec {
  const [first] = listeners.map(listenerFilled);
  const { interval, timeout, healthy, unhealthy } = HEALTH_LIMITS;
  const { protocol = 'TCP', path } = healthCheck ?? {};
  return {
    protocol,
    port: healthCheck?.port ?? first?.instancePort ?? 80,
    ...(isHttp(protocol) ? { path: path ?? '/' } : {}),
    interval: healthCheck?.interval ?? interval.initial,
    timeout: healthCheck?.timeout ?? timeout.initial,
    healthy: healthCheck?.healthy ?? healthy.initial,
    unhealthy: healthCheck?.unhealthy ?? unhealthy.initial,
  };
}

/** Attributes; times in seconds, draining null where it is off. */
export function attributesFilled({ draining, crossZone, idleTimeout }: ElbSpec) {
  return {
    draining: draining === 0 ? null : (draining ?? DRAIN.initial),
    crossZone: crossZone ?? true,
    idleTimeout: idleTimeout ?? IDLE.initial,
  };
}

/** Where a new instance goes: as it says, else each in turn through the balancer's subnets or zones. */
export function placeFilled(
  spec: ElbSpec,
  { name, subnet, zone }: InstanceSpec,
): { readonly subnet: string } | { readonly zone: string } {
  if (subnet !== undefined) return { subnet };
  if (zone !== undefined) return { zone };
  const { subnets = [], zones = [], instances } = spec;
  const turn = Math.max(
    0,
    (instances?.create ?? []).findIndex((one) => one.name === name),
  );
  if (subnets.length > 0) return { subnet: subnets[turn % subnets.length] ?? '' };
  return { zone: zones[turn % Math.max(1, zones.length)] ?? '' };
}
