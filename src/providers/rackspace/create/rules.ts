import { cleanText } from '../../../model/text.ts';
import { didYouMean } from '../../closest.ts';
import type { SpecFault } from '../../create.ts';
import { pointer } from '../../specSchema.ts';
import { nodeAddressFault, shortAddress } from '../address.ts';
import type { MonitorSpec, NodeSpec, SoundSpec } from './spec.ts';
import { RUN_TAG } from './tags.ts';

// What the service refuses although each field is right by itself (spec §3.4, §4, §6). The wizard's forms and the check
// of a file both ask here.

const UDP_FAMILY: ReadonlySet<string> = new Set(['DNS_UDP', 'UDP', 'UDP_STREAM']);

/** A name that cannot be drawn is not made; null when it can. */
export function nameFault(name: string): string | null {
  return cleanText(name) === name
    ? null
    : 'The name holds control or invisible characters: type it again without them';
}

/** Session persistence must fit the protocol; null when it does. */
export function persistenceFault(persistence: string, protocol: string): string | null {
  const needed = persistence === 'HTTP_COOKIE' ? 'HTTP' : persistence === 'SSL_ID' ? 'HTTPS' : protocol;
  if (needed === protocol) return null;
  return `${persistence} works with the protocol ${needed} only: choose SOURCE_IP, or none`;
}

/** A monitor must fit the protocol; null when it does. */
export function monitorFault(type: string, protocol: string): string | null {
  if (UDP_FAMILY.has(protocol)) return `${protocol} cannot be monitored: leave the health monitor out`;
  if (type === 'CONNECT' || type === protocol) return null;
  return `A monitor of type ${type} works with the protocol ${type} only: choose CONNECT`;
}

/** What is wrong with one metadata item, or null. */
export function metadataFault(key: string, value: string): string | null {
  if (key.trim() === '') return 'A key is empty: write key=value';
  if (key.length > 256) return `The key "${key.slice(0, 20)}…" has ${key.length} characters: at most 256`;
  if (key === RUN_TAG) return `The key ${RUN_TAG} is used to find the balancer again: choose another`;
  if (value.trim() === '') return `"${cleanText(key)}" has no value: write ${cleanText(key)}=something`;
  return cleanText(key) === key && cleanText(value) === value
    ? null
    : `"${cleanText(key)}" holds control characters: type it again without them`;
}

/** What is wrong with nodes taken together, by index: places twice, secondaries without a monitor or a primary. */
export function nodesFaults(
  nodes: readonly (Partial<NodeSpec> | undefined)[],
  monitored: boolean,
): ReadonlyMap<number, { readonly key: 'port' | 'type'; readonly message: string }> {
  const faults = new Map<number, { key: 'port' | 'type'; message: string }>();
  const seen = new Set<string>();
  const isEnabled = (node: Partial<NodeSpec>) => (node.condition ?? 'ENABLED') === 'ENABLED';
  const hasPrimary = nodes.some((node) => node !== undefined && isEnabled(node) && node.type !== 'SECONDARY');
  for (const [index, node] of nodes.entries()) {
    if (node === undefined) continue;
    const place = placeOf(node);
    if (place !== null && seen.has(place)) faults.set(index, { key: 'port', message: twice(node) });
    else if (node.type === 'SECONDARY' && isEnabled(node)) {
      if (!monitored)
        faults.set(index, {
          key: 'type',
          message: 'An enabled SECONDARY needs a health monitor: add one, or make the node PRIMARY',
        });
      else if (!hasPrimary)
        faults.set(index, {
          key: 'type',
          message: 'An enabled SECONDARY needs an enabled PRIMARY beside it',
        });
    }
    if (place !== null) seen.add(place);
  }
  return faults;
}

function placeOf({ server, address, port }: Partial<NodeSpec>): string | null {
  if (port === undefined) return null;
  if (server !== undefined) return `server ${server} ${port}`;
  return address === undefined ? null : `${shortAddress(address).toLowerCase()} ${port}`;
}

function twice({ server, address, port }: Partial<NodeSpec>): string {
  return `${cleanText(server ?? address ?? '')} with port ${port} is there twice: leave one out, or change its port`;
}

/** Every rule that is broken, as far as the spec is sound. */
export function ruleFaults(spec: SoundSpec): SpecFault[] {
  const { name, protocol, sessionPersistence, healthMonitor } = spec;
  const faults: SpecFault[] = [];
  const add = (path: string, message: string | null) => {
    if (message !== null) faults.push({ path, message });
  };
  if (name !== undefined) add('/name', nameFault(name));
  if (sessionPersistence !== undefined && protocol !== undefined)
    add('/sessionPersistence', persistenceFault(sessionPersistence, protocol));
  if (healthMonitor !== undefined) faults.push(...monitorFaults(healthMonitor, protocol));
  for (const [key, value] of Object.entries(spec.metadata ?? {}))
    add(pointer('/metadata', key), metadataFault(key, value));
  return [...faults, ...virtualIpFaults(spec), ...serverFaults(spec), ...nodeFaults(spec)];
}

function monitorFaults(monitor: Partial<MonitorSpec>, protocol: string | undefined): SpecFault[] {
  const { type } = monitor;
  if (type === undefined) return [];
  const fault = protocol === undefined ? null : monitorFault(type, protocol);
  if (fault !== null) return [{ path: '/healthMonitor/type', message: fault }];
  if (type !== 'CONNECT') return [];
  return (['path', 'statusRegex'] as const).flatMap((key) =>
    monitor[key] === undefined
      ? []
      : [{ path: `/healthMonitor/${key}`, message: `A CONNECT monitor asks for no page: leave ${key} out` }],
  );
}

function virtualIpFaults({ virtualIp = {} }: SoundSpec): SpecFault[] {
  const { type, ipVersion, share } = virtualIp;
  const version = (message: string) => [
    { path: '/virtualIp/ipVersion', message: `${message}: leave this out` },
  ];
  if (share !== undefined) {
    const ids = share.flatMap((shared) => shared?.id ?? []);
    return [
      ...(ipVersion === undefined ? [] : version('A shared virtual IP has its version already')),
      ...(new Set(ids).size < ids.length
        ? [{ path: '/virtualIp/share/1/id', message: 'The same virtual IP is there twice: leave one out' }]
        : []),
    ];
  }
  return type === 'SERVICENET' && ipVersion === 'IPV6' ? version('SERVICENET has IPv4 addresses only') : [];
}

function serverFaults({ servers = {}, nodes, port = 80 }: SoundSpec): SpecFault[] {
  const used = nodes && new Set(nodes.flatMap((node) => node?.server ?? []));
  const seen = new Set<string>();
  const faultOf = (name: string): string | null => {
    const clean = cleanText(name);
    if (seen.has(name)) return `"${clean}" is there twice: names tell servers apart here`;
    seen.add(name);
    if (used === undefined || used.has(name)) return null;
    const example = JSON.stringify({ server: clean, port });
    return `No node uses "${clean}": add ${example} to "nodes", or leave the server out`;
  };
  const existing = (servers.existing ?? []).map((name, index) => ({
    path: `/servers/existing/${index}`,
    message: name === undefined ? null : faultOf(name),
  }));
  const made = (servers.create ?? []).map((server, index) => ({
    path: `/servers/create/${index}/name`,
    message: server?.name === undefined ? null : (nameFault(server.name) ?? faultOf(server.name)),
  }));
  return [...existing, ...made].flatMap(({ path, message }) => (message === null ? [] : [{ path, message }]));
}

function nodeFaults({ servers = {}, nodes = [], healthMonitor }: SoundSpec): SpecFault[] {
  const known = [
    ...(servers.existing ?? []).flatMap((name) => name ?? []),
    ...(servers.create ?? []).flatMap((server) => server?.name ?? []),
  ];
  const together = nodesFaults(nodes, healthMonitor !== undefined);
  return nodes.flatMap((node, index) => {
    const path = `/nodes/${index}`;
    const { server, address } = node ?? {};
    const faults: SpecFault[] = [];
    if (server !== undefined && !known.includes(server)) {
      const mend = didYouMean(server, known) || ': name it under "servers"';
      faults.push({
        path: `${path}/server`,
        message: `"${cleanText(server)}" is not among the servers${mend}`,
      });
    }
    const wrong = address === undefined ? null : nodeAddressFault(address);
    if (wrong !== null) faults.push({ path: `${path}/address`, message: wrong });
    const shared = together.get(index);
    if (shared) faults.push({ path: `${path}/${shared.key}`, message: shared.message });
    return faults;
  });
}
