import { isIP } from 'node:net';
import type { AccessSpec, HealthMonitor, MetadataSpec, Persistence, Throttle } from '../../world/specs.ts';
import { schemaFault } from '../faults.ts';
import { Fields, given, type Nulls, within } from '../fields.ts';

/** A whole health monitor. */
export function readMonitor(value: unknown, faults: string[], nulls: Nulls = 'refused'): HealthMonitor {
  const fields = new Fields(
    value,
    [
      'type',
      'delay',
      'timeout',
      'attemptsBeforeDeactivation',
      'path',
      'statusRegex',
      'bodyRegex',
      'hostHeader',
      'id',
    ],
    nulls,
  );
  if (fields.has('id')) throw schemaFault();
  const type = fields.word('type', ['CONNECT', 'HTTP', 'HTTPS'] as const);
  const delay = fields.whole('delay');
  const timeout = fields.whole('timeout');
  const attempts = fields.whole('attemptsBeforeDeactivation');
  const texts = {
    path: fields.text('path'),
    statusRegex: fields.text('statusRegex'),
    bodyRegex: fields.text('bodyRegex'),
    hostHeader: fields.text('hostHeader'),
  };
  if (!type) faults.push('Must provide a type for the health monitor.');
  if (delay === undefined || !within(delay, 1, 3600))
    faults.push('Health monitor delay is required. Range is 1-3600.');
  if (timeout === undefined || !within(timeout, 1, 300))
    faults.push('Health monitor timeout is required. Range is 1-300.');
  if (attempts === undefined || !within(attempts, 1, 10))
    faults.push('Health monitor attemptsBeforeDeactivation is required. Range is 1-10.');
  if (type === 'CONNECT' && Object.values(texts).some((text) => text !== undefined))
    faults.push('A CONNECT health monitor takes none of path, statusRegex, bodyRegex and hostHeader.');
  if (type === 'HTTP' || type === 'HTTPS') {
    if (!texts.path?.startsWith('/') || texts.path.length > 128)
      faults.push('Health monitor path is required. It must begin with / and have at most 128 characters.');
    if (!texts.statusRegex || texts.statusRegex.length > 128)
      faults.push('Health monitor statusRegex is required. It must have at most 128 characters.');
    if ((texts.bodyRegex?.length ?? 0) > 128)
      faults.push('Health monitor bodyRegex must have at most 128 characters.');
    if ((texts.hostHeader?.length ?? 0) > 256)
      faults.push('Health monitor hostHeader must have at most 256 characters.');
  }
  return {
    type: type ?? 'CONNECT',
    delay: delay ?? 0,
    timeout: timeout ?? 0,
    attemptsBeforeDeactivation: attempts ?? 0,
    ...given(texts),
  };
}

/** The type of session persistence. */
export function readPersistence(value: unknown, faults: string[], nulls: Nulls = 'refused'): Persistence {
  const fields = new Fields(value, ['persistenceType'], nulls);
  const type = fields.word('persistenceType', ['HTTP_COOKIE', 'SSL_ID', 'SOURCE_IP'] as const);
  if (!type) faults.push('Must provide a persistenceType.');
  return type ?? 'SOURCE_IP';
}

const THROTTLE_RANGES = {
  minConnections: [0, 1000],
  maxConnections: [1, 100_000],
  maxConnectionRate: [0, 100_000],
  rateInterval: [1, 3600],
} as const;

/** Some or all values of a connection throttle. */
export function readThrottle(value: unknown, faults: string[], nulls: Nulls = 'refused'): Partial<Throttle> {
  const fields = new Fields(value, Object.keys(THROTTLE_RANGES), nulls);
  const read = (name: keyof typeof THROTTLE_RANGES) => {
    const [least, most] = THROTTLE_RANGES[name];
    const number = fields.whole(name);
    if (!within(number, least, most))
      faults.push(`Connection throttle ${name} is invalid. Range is ${least}-${most}.`);
    return number;
  };
  if (fields.size === 0) faults.push('Must provide at least one value for the connection throttle.');
  return given({
    minConnections: read('minConnections'),
    maxConnections: read('maxConnections'),
    maxConnectionRate: read('maxConnectionRate'),
    rateInterval: read('rateInterval'),
  });
}

/** Items for the access list. */
export function readAccess(items: readonly unknown[], faults: string[]): AccessSpec[] {
  return items.map((item) => {
    const fields = new Fields(item, ['address', 'type', 'id']);
    if (fields.has('id')) throw schemaFault();
    const address = fields.text('address');
    const type = fields.word('type', ['ALLOW', 'DENY'] as const);
    if (address === undefined || !isNetwork(address))
      faults.push('Access list address is invalid. It must be an IP address or a network.');
    if (!type) faults.push('Must provide a type, ALLOW or DENY, for each item of the access list.');
    return { address: address ?? '', type: type ?? 'DENY' };
  });
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Metadata items to add. */
export function readMetadata(items: readonly unknown[], faults: string[]): MetadataSpec[] {
  return items.map((item) => {
    const fields = new Fields(item, ['key', 'value', 'id']);
    const key = fields.text('key');
    const value = fields.text('value');
    if (!key || key.length > 256)
      faults.push('Metadata key is required. It must have at most 256 characters.');
    if (value === undefined || value.length > 256)
      faults.push('Metadata value is required. It must have at most 256 characters.');
    return { key: key ?? '', value: value ?? '' };
  });
}

/** The switch of logging or caching. */
export function readSwitch(value: unknown): boolean {
  const enabled = new Fields(value, ['enabled']).flag('enabled');
  if (enabled === undefined) throw schemaFault();
  return enabled;
}
