import type { Balancer, NodeCounts, VirtualIp } from '../../model/balancer.ts';
import { type Cell, cell, type Sign, type Tone, UNKNOWN } from './cell.ts';

const STATUS: Readonly<Record<string, readonly [Tone, Sign]>> = {
  ACTIVE: ['good', 'active'],
  BUILD: ['pending', 'busy'],
  PENDING_CREATE: ['pending', 'busy'],
  PENDING_UPDATE: ['pending', 'busy'],
  PENDING_DELETE: ['warn', 'busy'],
  ERROR: ['bad', 'error'],
  SUSPENDED: ['bad', 'error'],
  DELETED: ['dim', 'disabled'],
  // Of engines whose balancers have no state of their own: whether anything behind them answers.
  UP: ['good', 'active'],
  OPEN: ['good', 'active'],
  DOWN: ['bad', 'error'],
  NO_NODES: ['dim', 'disabled'],
};

/** Status as a sign and a word; a word we do not know is shown as it came. Some lists do not tell it. */
export function statusCell(status: string): Cell {
  if (status === 'UNKNOWN') return UNKNOWN;
  const [tone, sign] = STATUS[status] ?? (['warn', 'unknown'] as const);
  return cell(status, tone, sign);
}

/** `HTTP :80` */
export function protocolText(balancer: Pick<Balancer, 'protocol' | 'port'>): string {
  const port = balancer.port === null ? '' : `:${balancer.port}`;
  return [balancer.protocol, port].filter(Boolean).join(' ');
}

/** The same as a cell; a dash where the list tells neither. */
export function protocolCell(balancer: Pick<Balancer, 'protocol' | 'port'>): Cell {
  const text = protocolText(balancer);
  return text ? cell(text) : UNKNOWN;
}

/** `3/4` up of all, then what is draining or disabled: `3/4 1 draining`. `–/4` where only the number is known. */
export function nodesCell(counts: NodeCounts): Cell {
  const { total, enabled, draining, disabled, online } = counts;
  if (total === null) return UNKNOWN;
  // Of no nodes it is known how many are up.
  if (enabled === null) return cell(total === 0 ? '0/0' : `–/${total}`, 'dim');
  const parts = [`${online === null ? enabled : Math.min(online, total)}/${total}`];
  if (draining) parts.push(`${draining} draining`);
  if (disabled) parts.push(`${disabled} disabled`);
  const out = (draining ?? 0) + (disabled ?? 0);
  return {
    ...cell(parts.join(' '), nodesTone(counts)),
    ...(out > 0 ? { short: `${parts[0]} ${out} out` } : {}),
  };
}

function nodesTone({ total, enabled, disabled, online }: NodeCounts): Tone {
  if (total === 0) return 'dim';
  if (enabled === 0 || online === 0) return 'bad';
  if (online !== null && total !== null && online < total - (disabled ?? 0)) return 'warn';
  if (enabled === 1 && total !== 1) return 'warn';
  return 'good';
}

/** The first address, PUBLIC before others and IPv4 before IPv6, and how many more there are. */
export function virtualIpCell(ips: readonly VirtualIp[]): Cell {
  const [first] = [...ips].sort((a, b) => rank(a) - rank(b));
  if (!first) return UNKNOWN;
  const more = ips.length > 1 ? ` +${ips.length - 1}` : '';
  return cell(`${first.address}${more}`);
}

function rank(ip: VirtualIp): number {
  return (ip.type === 'PUBLIC' ? 0 : 2) + (ip.ipVersion === 'IPV6' ? 1 : 0);
}
