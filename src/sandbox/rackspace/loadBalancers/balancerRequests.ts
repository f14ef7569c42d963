import { specFaults } from '../../world/fitRules.ts';
import { ALGORITHMS, defaultPort, PROTOCOL_NAMES } from '../../world/protocols.ts';
import type { BalancerChange, BalancerSpec, VipSpec } from '../../world/specs.ts';
import { complain, schemaFault } from '../faults.ts';
import { Fields, given, within } from '../fields.ts';
import { readNodes } from './nodeRequests.ts';
import {
  readAccess,
  readMetadata,
  readMonitor,
  readPersistence,
  readSwitch,
  readThrottle,
} from './settingRequests.ts';

const TIMEOUT = 'Load balancer timeout is invalid. Range is 30-120 seconds.';
const PORT = 'Load balancer port is invalid. Range is 1-65535.';
const NAME = 'Load balancer name is invalid. It must have 1 to 128 characters.';

const CREATE_FIELDS = [
  'name',
  'protocol',
  'port',
  'virtualIps',
  'nodes',
  'algorithm',
  'timeout',
  'halfClosed',
  'httpsRedirect',
  'sessionPersistence',
  'healthMonitor',
  'connectionThrottle',
  'connectionLogging',
  'contentCaching',
  'accessList',
  'metadata',
  'sslTermination',
];

/** A new balancer. Throws one validation fault with everything that is wrong. */
export function readCreate(value: unknown): BalancerSpec {
  const fields = new Fields(value, CREATE_FIELDS, 'absent');
  const faults: string[] = [];
  const name = fields.text('name');
  const protocol = fields.word('protocol', PROTOCOL_NAMES);
  const port = fields.whole('port') ?? (protocol ? defaultPort(protocol) : null);
  const timeout = fields.whole('timeout') ?? 30;
  if (!name?.trim() || name.length > 128) faults.push(NAME);
  if (!protocol) faults.push('Must provide a protocol for the load balancer.');
  else if (port === null) faults.push(`Must provide a port for the ${protocol} protocol.`);
  if (port !== null && !within(port, 1, 65535)) faults.push(PORT);
  if (!within(timeout, 30, 120)) faults.push(TIMEOUT);
  if (fields.has('sslTermination'))
    faults.push('SSL termination cannot be set at creation. Please set it once the load balancer is active.');
  const vips = fields.list('virtualIps') ?? [];
  const virtualIps = vips.map((vip) => readVip(vip, faults));
  if (vips.length === 0) faults.push('Must provide at least one virtual ip for the load balancer.');
  if (vips.length > 2 || (vips.length === 2 && !virtualIps.every((vip) => 'id' in vip)))
    faults.push('Only one virtual ip can be asked for, or one IPv4 and one IPv6 shared by id.');
  const spec: BalancerSpec = {
    name: name ?? '',
    protocol: protocol ?? '',
    port: port ?? 0,
    algorithm: fields.word('algorithm', ALGORITHMS) ?? 'RANDOM',
    timeout,
    halfClosed: fields.flag('halfClosed') ?? false,
    httpsRedirect: fields.flag('httpsRedirect') ?? false,
    virtualIps,
    nodes: readNodes(fields.list('nodes') ?? [], faults),
    ...settingsOf(fields, faults),
    connectionLogging: fields.has('connectionLogging') && readSwitch(fields.value('connectionLogging')),
    contentCaching: fields.has('contentCaching') && readSwitch(fields.value('contentCaching')),
    accessList: readAccess(fields.list('accessList') ?? [], faults),
    metadata: readMetadata(fields.list('metadata') ?? [], faults),
  };
  faults.push(...sizeFaults(spec), ...(protocol ? specFaults(spec) : []));
  complain([...new Set(faults)]);
  return spec;
}

function readVip(item: unknown, faults: string[]): VipSpec {
  const fields = new Fields(item, ['id', 'type', 'ipVersion', 'address'], 'absent');
  if (fields.has('address')) throw schemaFault();
  const id = fields.whole('id');
  const type = fields.word('type', ['PUBLIC', 'SERVICENET'] as const);
  const ipVersion = fields.word('ipVersion', ['IPV4', 'IPV6'] as const) ?? null;
  if (id !== undefined) {
    if (type || ipVersion) faults.push('A virtual ip that is shared by its id can name nothing else.');
    return { id };
  }
  if (!type) faults.push('Must provide a type or an id for the virtual ip.');
  if (type === 'SERVICENET' && ipVersion === 'IPV6')
    faults.push('IPv6 is not supported for SERVICENET virtual ips.');
  return { type: type ?? 'PUBLIC', ipVersion };
}

function settingsOf(fields: Fields, faults: string[]) {
  const monitor = fields.has('healthMonitor')
    ? readMonitor(fields.value('healthMonitor'), faults, 'absent')
    : undefined;
  const persistence = fields.has('sessionPersistence')
    ? readPersistence(fields.value('sessionPersistence'), faults, 'absent')
    : undefined;
  const throttle = fields.has('connectionThrottle')
    ? readThrottle(fields.value('connectionThrottle'), faults, 'absent')
    : undefined;
  if (throttle && Object.keys(throttle).length < 4)
    faults.push('A new connection throttle needs all four of its values.');
  const whole = throttle && {
    minConnections: 0,
    maxConnections: 1,
    maxConnectionRate: 0,
    rateInterval: 1,
    ...throttle,
  };
  return given({ healthMonitor: monitor, sessionPersistence: persistence, connectionThrottle: whole });
}

function sizeFaults(spec: BalancerSpec): string[] {
  const faults: string[] = [];
  if (spec.accessList.length > 100) faults.push('Access list size must not exceed 100 items.');
  if (new Set(spec.accessList.map((item) => item.address)).size < spec.accessList.length)
    faults.push('Addresses of the access list must be unique.');
  if (spec.metadata.length > 25) faults.push('Metadata must not exceed 25 items.');
  if (new Set(spec.metadata.map((item) => item.key)).size < spec.metadata.length)
    faults.push('Duplicate metadata keys detected. Keys must be unique.');
  return faults;
}

const UPDATE_FIELDS = ['name', 'algorithm', 'protocol', 'port', 'timeout', 'halfClosed', 'httpsRedirect'];

/** A change of a balancer's own fields: at least one. */
export function readUpdate(value: unknown): BalancerChange {
  const fields = new Fields(value, UPDATE_FIELDS);
  const name = fields.text('name');
  const change = given({
    name,
    algorithm: fields.word('algorithm', ALGORITHMS),
    protocol: fields.word('protocol', PROTOCOL_NAMES),
    port: fields.whole('port'),
    timeout: fields.whole('timeout'),
    halfClosed: fields.flag('halfClosed'),
    httpsRedirect: fields.flag('httpsRedirect'),
  });
  const faults: string[] = [];
  if (name !== undefined && (name.trim() === '' || name.length > 128)) faults.push(NAME);
  if (!within(change.port, 1, 65535)) faults.push(PORT);
  if (!within(change.timeout, 30, 120)) faults.push(TIMEOUT);
  if (fields.size === 0) faults.push('Must provide at least one attribute to update.');
  complain(faults);
  return change;
}

/** The one kind of virtual IP that can be added later: a public IPv6. */
export function readAddedVip(value: unknown): void {
  const fields = new Fields(value, ['type', 'ipVersion'], 'absent');
  const type = fields.word('type', ['PUBLIC', 'SERVICENET'] as const);
  const ipVersion = fields.word('ipVersion', ['IPV4', 'IPV6'] as const);
  if (type !== 'PUBLIC' || ipVersion !== 'IPV6')
    complain(['Only virtual ips of type PUBLIC and version IPV6 can be added to a load balancer.']);
}
