import type { HealthCheck } from '@aws-sdk/client-elastic-load-balancing';
import type { Field, FormValues } from '../../../model/form.ts';
import { isHttp, isProtocol, PROTOCOLS, type Protocol } from './listenerRules.ts';

/** How a balancer finds out whether an instance answers. Times in seconds. */
export interface HealthCheckSpec {
  readonly protocol: Protocol;
  readonly port: number;
  /** For HTTP and HTTPS. */
  readonly path?: string;
  readonly interval: number;
  /** Less than the interval. */
  readonly timeout: number;
  /** Checks in a row until an instance counts as up or down. */
  readonly healthy: number;
  readonly unhealthy: number;
}

/** AWS's own bounds and what we propose (spec §4.4); AWS's ten checks until an instance is up again take five minutes. */
export const HEALTH_LIMITS = {
  interval: { min: 5, max: 300, initial: 30 },
  timeout: { min: 2, max: 60, initial: 5 },
  healthy: { min: 2, max: 10, initial: 3 },
  unhealthy: { min: 2, max: 10, initial: 2 },
} as const;
/** Characters of a target. */
export const MOST_PATH = 1024;

/** `HTTP:80/health`, as AWS is told. */
function targetOf({ protocol, port, path }: Pick<HealthCheckSpec, 'protocol' | 'port' | 'path'>): string {
  return isHttp(protocol) ? `${protocol}:${port}${path ?? '/'}` : `${protocol}:${port}`;
}

/** A check as AWS is told: all five fields at once. */
export function wireHealthCheck(check: HealthCheckSpec): HealthCheck {
  return {
    Target: targetOf(check),
    Interval: check.interval,
    Timeout: check.timeout,
    HealthyThreshold: check.healthy,
    UnhealthyThreshold: check.unhealthy,
  };
}

/** AWS's check as ours; null where there is none that can be read (spec §12). */
export function healthCheckOf(check: Partial<HealthCheck> | undefined): HealthCheckSpec | null {
  const [, word = '', port, path] = /^([A-Za-z]+):(\d+)(\/.*)?$/.exec(check?.Target ?? '') ?? [];
  const protocol = word.toUpperCase();
  if (!isProtocol(protocol)) return null;
  const { interval, timeout, unhealthy } = HEALTH_LIMITS;
  return {
    protocol,
    port: Number(port),
    ...(path === undefined ? {} : { path }),
    interval: check?.Interval ?? interval.initial,
    timeout: check?.Timeout ?? timeout.initial,
    healthy: check?.HealthyThreshold ?? 10,
    unhealthy: check?.UnhealthyThreshold ?? unhealthy.initial,
  };
}

/** What is wrong with a path; null when it may be one. */
export function pathFault(path: string): string | null {
  if (!path.startsWith('/')) return 'A path begins with /';
  if (path.length > MOST_PATH) return `The path has ${path.length} characters: at most ${MOST_PATH}`;
  return /\s/.test(path) ? 'A path has no spaces' : null;
}

/** A check that takes longer than the pause between two is refused; null when it does not. */
export function timeoutFault(timeout: number, interval: number): string | null {
  return timeout < interval
    ? null
    : `A check must fail before the next one begins: less than ${interval} seconds, or a longer interval`;
}

/** The fields of a check. `flag`s are those of the setting. */
export function healthCheckFields(check: HealthCheckSpec): readonly Field[] {
  const number = (key: keyof typeof HEALTH_LIMITS, label: string, help: string, flag: string): Field => ({
    kind: 'number',
    key,
    label,
    help,
    flag,
    min: HEALTH_LIMITS[key].min,
    max: HEALTH_LIMITS[key].max,
    initial: String(check[key]),
  });
  return [
    {
      kind: 'choice',
      key: 'protocol',
      label: 'Check by',
      help: 'HTTP and HTTPS ask for a page and accept status 200 only; TCP and SSL open a connection',
      flag: 'protocol',
      initial: check.protocol,
      options: PROTOCOLS.map((value) => ({ value, label: value })),
    },
    {
      kind: 'number',
      key: 'port',
      label: 'Port',
      help: 'The port of the instances that is asked',
      flag: 'port',
      min: 1,
      max: 65_535,
      initial: String(check.port),
    },
    {
      kind: 'text',
      key: 'path',
      label: 'Path',
      help: 'The page to ask for',
      flag: 'path',
      initial: check.path ?? '/',
      check: pathFault,
      shownWhen: ({ protocol }) => isHttp(protocol),
    },
    number('interval', 'Interval', 'Seconds between checks', 'interval'),
    number('timeout', 'Timeout', 'Seconds until a check fails; less than the interval', 'timeout'),
    number('healthy', 'Healthy after', 'Checks in a row that succeed', 'healthy'),
    number('unhealthy', 'Unhealthy after', 'Checks in a row that fail', 'unhealthy'),
  ];
}

/** Faults between the fields. */
export function healthCheckFaults(values: FormValues): Record<string, string> {
  const fault = timeoutFault(Number(values['timeout']), Number(values['interval']));
  return fault === null ? {} : { timeout: fault };
}

/** The check that an accepted form means. */
export function healthCheckOfValues(values: FormValues): HealthCheckSpec {
  const protocol = values['protocol'];
  const number = (key: keyof typeof HEALTH_LIMITS) => Number(values[key] || HEALTH_LIMITS[key].initial);
  const chosen = isProtocol(protocol) ? protocol : 'TCP';
  return {
    protocol: chosen,
    port: Number(values['port']),
    ...(isHttp(chosen) ? { path: values['path'] || '/' } : {}),
    interval: number('interval'),
    timeout: number('timeout'),
    healthy: number('healthy'),
    unhealthy: number('unhealthy'),
  };
}

/** `HTTP:80/health every 30 s` */
export function healthCheckText(check: HealthCheckSpec): string {
  return `${targetOf(check)} every ${check.interval} s`;
}
