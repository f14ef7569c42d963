import type { Plan } from '../refusal.ts';
import type { AttributeChange } from './commands.ts';
import type { AccessLog, ElbRecord, HealthCheck } from './records.ts';
import { type Coded, deny, doing, firstOf, invalid, unfit } from './refusals.ts';

const DESYNC_KEY = 'elb.http.desyncmitigationmode';
const DESYNC_MODES = ['monitor', 'defensive', 'strictest'];

/** How the balancer checks its instances from now on. */
export function configureHealthCheck(elb: ElbRecord, healthCheck: HealthCheck): Plan {
  return (
    healthCheckFault(healthCheck) ??
    doing(() => {
      elb.healthCheck = healthCheck;
    })
  );
}

function healthCheckFault(check: HealthCheck): Coded | null {
  const [, protocol = '', port = '', path] = /^(HTTPS?|TCP|SSL):(\d{1,5})(\/.*)?$/i.exec(check.target) ?? [];
  if (!/^(HTTP|TCP|HTTPS|SSL):/i.test(check.target))
    return invalid('HealthCheck Target must begin with one of HTTP, TCP, HTTPS, SSL');
  if (protocol === '' || Number(port) < 1 || Number(port) > 65_535)
    return invalid(`HealthCheck Target ${check.target} must name a port from 1 to 65535`);
  if (/^HTTP/i.test(protocol) ? path === undefined : path !== undefined)
    return invalid(`HealthCheck Target ${check.target}: HTTP and HTTPS need a path, TCP and SSL take none`);
  const { interval, timeout, unhealthyThreshold, healthyThreshold } = check;
  return (
    firstOf([
      range('HealthCheck Interval', interval, 5, 300),
      range('HealthCheck Timeout', timeout, 2, 60),
      range('HealthCheck UnhealthyThreshold', unhealthyThreshold, 2, 10),
      range('HealthCheck HealthyThreshold', healthyThreshold, 2, 10),
    ]) ?? (timeout >= interval ? invalid('HealthCheck timeout must be less than interval') : null)
  );
}

function range(what: string, value: number, least: number, most: number): Coded | null {
  return value >= least && value <= most
    ? null
    : invalid(`${what} must be in the range ${least} to ${most}, not ${value}`);
}

/** Changes the attributes that are named and leaves the others. */
export function modifyAttributes(elb: ElbRecord, change: AttributeChange): Plan {
  const before = elb.attributes;
  const { draining, idleTimeout, accessLog, additional = [] } = change;
  const log = accessLog ? logOf(accessLog) : before.accessLog;
  if ('refusal' in log) return log;
  const unknown = additional.find(({ key }) => key !== DESYNC_KEY);
  if (unknown)
    return deny('LoadBalancerAttributeNotFound', `Load balancer attribute ${unknown.key} does not exist`);
  const desync = additional.at(-1)?.value ?? before.desync;
  const fault = firstOf([
    draining?.timeout ? range('ConnectionDraining Timeout', draining.timeout, 1, 3_600) : null,
    draining?.timeout === 0 ? range('ConnectionDraining Timeout', 0, 1, 3_600) : null,
    idleTimeout === undefined ? null : range('ConnectionSettings IdleTimeout', idleTimeout, 1, 3_600),
    DESYNC_MODES.includes(desync)
      ? null
      : invalid(`${DESYNC_KEY} must be one of ${DESYNC_MODES.join(', ')}, not ${desync}`),
  ]);
  return (
    fault ??
    doing(() => {
      elb.attributes = {
        crossZone: change.crossZone ?? before.crossZone,
        draining: draining?.enabled ?? before.draining,
        drainTimeout: draining?.timeout ?? before.drainTimeout,
        idleTimeout: idleTimeout ?? before.idleTimeout,
        accessLog: log,
        desync,
      };
    })
  );
}

function logOf(asked: NonNullable<AttributeChange['accessLog']>): AccessLog | Coded {
  const interval = asked.interval ?? 60;
  if (interval !== 5 && interval !== 60)
    return invalid(`AccessLog EmitInterval must be 5 or 60 minutes, not ${interval}`);
  if (asked.enabled && !asked.bucket) return unfit('AccessLog needs an S3BucketName when it is enabled');
  return { ...asked, interval };
}
