import type { Condition } from '../../model/condition.ts';
import type {
  AccessSpec,
  CertificateSpec,
  HealthMonitor,
  IpVersion,
  MetadataSpec,
  NodeType,
  Persistence,
  SslTermination,
  Throttle,
  VipType,
} from './specs.ts';

/** Something with a number in the world. */
export type Numbered<T> = T & { readonly id: number };

/** A node as the fold keeps it. Its health and its connections are derived, see status.ts and traffic.ts. */
export interface NodeRecord {
  readonly id: number;
  readonly address: string;
  readonly port: number;
  condition: Condition;
  type: NodeType;
  weight: number;
  /** Fails its checks. */
  down: boolean;
  /** OFFLINE until then: its first check is not over. */
  onlineAt: number;
  /** Open connections at the moment the condition last changed, and that moment. */
  trafficFrom: number;
  trafficSince: number;
  metadata: readonly Numbered<MetadataSpec>[];
}

/** A virtual IP; balancers that share it hold the same one. */
export interface VipRecord {
  readonly id: number;
  readonly address: string;
  readonly type: VipType;
  readonly ipVersion: IpVersion;
}

/** A moment that cuts the hourly usage, and what holds from then on. */
export interface UsageMark {
  readonly at: number;
  readonly event: string;
  readonly sslMode: 'OFF' | 'ON' | 'MIXED';
  readonly numVips: number;
}

/** Something that happened to a node. */
export interface NodeEvent {
  readonly id: number;
  readonly nodeId: number;
  readonly at: number;
  readonly type: 'CREATE_NODE' | 'UPDATE_NODE' | 'DELETE_NODE';
  readonly title: string;
  readonly description: string;
  readonly detailedMessage: string;
}

/** A balancer as the fold keeps it. Its status is derived from the time stamps, see status.ts. */
export class BalancerRecord {
  name = '';
  protocol = 'HTTP';
  port = 80;
  algorithm = 'RANDOM';
  timeout = 30;
  halfClosed = false;
  httpsRedirect = false;
  createdAt = 0;
  updatedAt = 0;
  /** BUILD until then. */
  activeAt = 0;
  /** PENDING_UPDATE until then. */
  pendingUntil = 0;
  deletedAt: number | null = null;
  /** What it fell into, from when on. */
  failed: { readonly status: 'ERROR' | 'SUSPENDED'; readonly at: number } | null = null;
  virtualIps: readonly VipRecord[] = [];
  healthMonitor: HealthMonitor | null = null;
  sessionPersistence: Persistence | null = null;
  connectionThrottle: Throttle | null = null;
  accessList: readonly Numbered<AccessSpec>[] = NONE;
  metadata: readonly Numbered<MetadataSpec>[] = NONE;
  connectionLogging = false;
  contentCaching = false;
  errorPage: string | null = null;
  sslTermination: SslTermination | null = null;
  certificates: readonly Numbered<CertificateSpec>[] = NONE;
  usageMarks: readonly UsageMark[] = NONE;
  events: readonly NodeEvent[] = NONE;
  #nodes: NodeRecord[] | (() => NodeRecord[]) = [];
  #planned = 0;

  constructor(readonly id: number) {}

  get nodes(): NodeRecord[] {
    if (typeof this.#nodes === 'function') this.#nodes = this.#nodes();
    return this.#nodes;
  }

  set nodes(nodes: NodeRecord[]) {
    this.#nodes = nodes;
  }

  /** How many nodes, without making those that nobody has looked at yet. */
  get nodeCount(): number {
    return typeof this.#nodes === 'function' ? this.#planned : this.#nodes.length;
  }

  /** Nodes that are made when someone first looks: a world of 80,000 nodes then costs next to nothing. */
  plan(count: number, make: () => NodeRecord[]): void {
    this.#planned = count;
    this.#nodes = make;
  }

  node(id: number): NodeRecord | undefined {
    return this.nodes.find((node) => node.id === id);
  }
}

const NONE: readonly never[] = [];

/** A server as the fold keeps it; its status is derived from the time stamps. */
export interface ServerRecord {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly flavor: string;
  readonly keyName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly diskConfig: 'AUTO' | 'MANUAL';
  readonly createdAt: number;
  readonly activeAt: number;
  /** When its addresses can be seen: some seconds after ACTIVE, as on the real service. */
  readonly addressedAt: number;
  /** By network label. */
  readonly addresses: Readonly<Record<string, readonly { readonly version: 4 | 6; readonly addr: string }[]>>;
  /** What it is once it is built. */
  readonly settled: 'ACTIVE' | 'SHUTOFF' | 'ERROR';
  deletedAt: number | null;
}
