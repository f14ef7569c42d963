import { AwsState } from './aws/state.ts';
import type { FaultSpec, Genesis, RegionName } from './commands.ts';
import { REGIONS } from './commands.ts';
import { BalancerRecord, type ServerRecord, type VipRecord } from './records.ts';
import type { IpVersion, VipType } from './specs.ts';
import { statusOf } from './status.ts';

/** A fault that has been made. */
export interface Fault extends FaultSpec {
  readonly id: string;
  /** It is over then. */
  readonly until: number;
}

/** What is in one region. */
export interface RegionState {
  readonly name: RegionName;
  readonly balancers: Map<number, BalancerRecord>;
  /** In order of creation. */
  readonly servers: Map<string, ServerRecord>;
  readonly vips: Map<number, VipRecord>;
  vipsMade: number;
  serversMade: number;
}

/** What the account may have, and how much of it in one call. Real ones can be raised, ours are by the first line. */
export interface Limits {
  readonly balancers: number;
  /** Of one balancer. */
  readonly nodes: number;
  /** IPv6 addresses of one balancer. */
  readonly ipv6: number;
  /** Things that one call may delete. */
  readonly batchDelete: number;
  readonly accessList: number;
  readonly nodeMetadata: number;
  readonly balancerMetadata: number;
  readonly certificates: number;
  readonly servers: number;
  /** Megabytes, of all servers together. */
  readonly ram: number;
}

type IdKind = 'balancer' | 'node' | 'vip4' | 'vip6' | 'access' | 'metadata' | 'event' | 'certificate';

/** The world as the lines so far have made it. The fold in fold.ts alone changes it. */
export class WorldState {
  genesis: Genesis | null = null;
  /** Time of the latest line: no later line counts as earlier. */
  lastAt = 0;
  clockOffset = 0;
  tokenEpoch = 0;
  commands = 0;
  faults: Fault[] = [];
  readonly regions: Readonly<Record<RegionName, RegionState>> = {
    DFW: emptyRegion('DFW'),
    ORD: emptyRegion('ORD'),
    SYD: emptyRegion('SYD'),
  };
  // The first ids are those of the contract's examples.
  readonly #next = {
    balancer: 7001,
    node: 5101,
    vip4: 2211,
    vip6: 9_005_512,
    access: 61,
    metadata: 9,
    event: 8801,
    certificate: 301,
  };
  #aws: AwsState | null = null;

  /** The other cloud, begun when someone first looks: a world that nobody asks about AWS does not pay for it. */
  get aws(): AwsState {
    if (!this.genesis) throw new Error('the world has not begun');
    this.#aws ??= new AwsState(this.genesis);
    return this.#aws;
  }

  id(kind: IdKind): number {
    return this.ids(kind, 1);
  }

  /** Takes `count` ids at once and returns the first. */
  ids(kind: IdKind, count: number): number {
    const first = this.#next[kind];
    this.#next[kind] = first + count;
    return first;
  }

  get limits(): Limits {
    const load = this.genesis?.load;
    return {
      balancers: load ? load.balancers + 25 : 25,
      nodes: Math.max(25, load?.nodes ?? 0),
      ipv6: 25,
      batchDelete: 10,
      accessList: 100,
      nodeMetadata: 25,
      balancerMetadata: 25,
      certificates: 20,
      servers: 150,
      ram: 409_600,
    };
  }

  newBalancer(region: RegionState): BalancerRecord {
    const balancer = new BalancerRecord(this.id('balancer'));
    region.balancers.set(balancer.id, balancer);
    return balancer;
  }

  newVip(region: RegionState, type: VipType, ipVersion: IpVersion): VipRecord {
    const count = region.vipsMade;
    region.vipsMade += 1;
    const vip: VipRecord = {
      id: this.id(ipVersion === 'IPV6' ? 'vip6' : 'vip4'),
      address: vipAddress(region.name, count, type, ipVersion),
      type,
      ipVersion,
    };
    region.vips.set(vip.id, vip);
    return vip;
  }
}

function emptyRegion(name: RegionName): RegionState {
  return { name, balancers: new Map(), servers: new Map(), vips: new Map(), vipsMade: 0, serversMade: 0 };
}

/** Addresses from the ranges kept for documentation, then from the one shared by carriers: nobody's host. */
function vipAddress(region: RegionName, count: number, type: VipType, ipVersion: IpVersion): string {
  const place = REGIONS.indexOf(region);
  if (ipVersion === 'IPV6') {
    const hex = (number: number) => number.toString(16).padStart(4, '0');
    return `2001:0db8:${hex(0xa1 + place)}:0000:1f2e:3d4c:${hex(count >> 16)}:${hex((count & 0xffff) + 7)}`;
  }
  if (type === 'SERVICENET') return `10.${183 + place}.${count >> 8}.${count & 0xff}`;
  const network = ['203.0.113', '198.51.100', '192.0.2'][place];
  if (count < 230) return `${network}.${20 + count}`;
  return `100.${64 + 16 * place + ((count >> 16) & 15)}.${(count >> 8) & 0xff}.${count & 0xff}`;
}

/** The balancers that exist, deleted ones left out. */
export function liveBalancers(region: RegionState, at: number): BalancerRecord[] {
  return [...region.balancers.values()].filter((balancer) => statusOf(balancer, at) !== 'DELETED');
}
