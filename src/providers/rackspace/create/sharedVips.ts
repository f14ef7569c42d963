import type { Balancer, VirtualIp } from '../../../model/balancer.ts';
import { some } from '../../inWords.ts';

/** A virtual IP of the region and the balancers that use it. */
export interface UsedVip {
  readonly id: string;
  readonly vip: VirtualIp;
  readonly users: readonly Balancer[];
}

/** All virtual IPs of the region's balancers. Emulators give an IPv4 and an IPv6 the same id, so both tell them apart. */
export function usedVips(balancers: readonly Balancer[]): readonly UsedVip[] {
  const found = new Map<string, UsedVip>();
  for (const balancer of balancers)
    for (const vip of balancer.virtualIps) {
      if (vip.id === null) continue;
      const key = `${vip.id} ${vip.ipVersion}`;
      const users = found.get(key)?.users ?? [];
      found.set(key, { id: vip.id, vip, users: [...users, balancer] });
    }
  return [...found.values()];
}

/** Pairs that may use one port of a shared virtual IP (spec §5). */
const PAIRS: readonly (readonly [one: ReadonlySet<string>, other: ReadonlySet<string>])[] = [
  [new Set(['DNS_TCP']), new Set(['DNS_UDP'])],
  [new Set(['UDP', 'UDP_STREAM']), new Set(['TCP', 'TCP_CLIENT_FIRST'])],
];

function mayShareAPort(a: string, b: string): boolean {
  return PAIRS.some(([one, other]) => (one.has(a) && other.has(b)) || (one.has(b) && other.has(a)));
}

/** Who stands in the way of `port` on this virtual IP, in words with the mend; null when nobody does. */
export function portFault({ vip, users }: UsedVip, port: number, protocol: string): string | null {
  const taker = users.find((user) => user.port === port && !mayShareAPort(user.protocol ?? '', protocol));
  return taker === undefined ? null : takenBy(taker.name, port, vip.address);
}

/** Who stands there, in words with the mend. */
export function takenBy(name: string, port: number, address: string): string {
  return `Port ${port} of ${address} is used by ${name}: choose another port or another virtual IP`;
}

/** `shop-front :80, shop-front-tls :443` */
export function usersText(users: readonly Balancer[]): string {
  return some(
    users.map(({ name, port }) => (port === null ? name : `${name} :${port}`)),
    'and',
    3,
  );
}
