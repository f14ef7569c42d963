/** A label on a balancer or an instance. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** An EC2 instance as the fold keeps it. What it is doing is derived from the time stamps, see instanceStates.ts. */
export interface InstanceRecord {
  readonly id: string;
  readonly reservation: string;
  readonly image: string;
  readonly type: string;
  readonly keyName: string | null;
  readonly subnet: string;
  readonly vpc: string;
  readonly zone: string;
  readonly groups: readonly string[];
  readonly privateIp: string;
  /** Seen while it runs; null in a subnet that gives none. */
  readonly publicIp: string | null;
  readonly clientToken: string | null;
  /** Its place in its launch, from 0. */
  readonly launchIndex: number;
  readonly launchedAt: number;
  readonly imdsTokens: 'optional' | 'required';
  /** Never comes up. */
  readonly doomed: boolean;
  /** Runs, but nothing on it answers a health check. */
  readonly sick: boolean;
  tags: readonly Tag[];
  /** What it was last told to be, and when. */
  wanted: 'running' | 'stopped' | 'terminated';
  wantedAt: number;
}

/** A front-end port of a balancer. */
export interface Listener {
  readonly protocol: Protocol;
  readonly port: number;
  readonly instanceProtocol: Protocol;
  readonly instancePort: number;
  /** ARN; null where the front end is plain. */
  readonly certificate: string | null;
  readonly policies: readonly string[];
}

/** What a listener speaks. */
export type Protocol = 'HTTP' | 'HTTPS' | 'TCP' | 'SSL';

/** An attribute of a policy; a name may come several times. */
export interface PolicyAttribute {
  readonly name: string;
  readonly value: string;
}

/** A policy of one balancer. */
export interface PolicyRecord {
  readonly name: string;
  readonly type: string;
  readonly attributes: readonly PolicyAttribute[];
}

/** An instance's time behind a balancer. */
export interface Registration {
  /** When it was put behind the balancer for the first time ever, and when the last time. */
  readonly first: number;
  readonly since: number;
  /** When it was taken out; null while it is in. */
  readonly until: number | null;
  /** When its last connection was over; the same as `until` where connections were cut. */
  readonly drainedAt: number;
}

/** How a balancer checks its instances; seconds. */
export interface HealthCheck {
  readonly target: string;
  readonly interval: number;
  readonly timeout: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
}

/** Where a balancer's access log goes. */
export interface AccessLog {
  readonly enabled: boolean;
  readonly bucket: string | null;
  readonly prefix: string | null;
  /** Minutes. */
  readonly interval: 5 | 60;
}

/** A balancer's settings that are read and written as attributes; seconds. */
export interface Attributes {
  readonly crossZone: boolean;
  readonly draining: boolean;
  readonly drainTimeout: number;
  readonly idleTimeout: number;
  readonly accessLog: AccessLog;
  readonly desync: string;
}

const NO_REGISTRATIONS: ReadonlyMap<string, Registration> = new Map();

/** A Classic balancer as the fold keeps it. */
export class ElbRecord {
  listeners: readonly Listener[] = [];
  /** Policies by instance port. */
  backends: ReadonlyMap<number, readonly string[]> = new Map();
  policies: readonly PolicyRecord[] = [];
  subnets: readonly string[] = [];
  /** Of a balancer in no VPC, which has no subnets; elsewhere its subnets tell the zones. */
  zones: readonly string[] = [];
  groups: readonly string[] = [];
  /** When a zone was taken out: its instances say so for a while. */
  leavingZones: ReadonlyMap<string, number> = new Map();
  tags: readonly Tag[] = [];
  healthCheck: HealthCheck = {
    target: 'TCP:80',
    interval: 30,
    timeout: 5,
    unhealthyThreshold: 2,
    healthyThreshold: 10,
  };
  attributes: Attributes = {
    crossZone: false,
    draining: false,
    drainTimeout: 300,
    idleTimeout: 60,
    accessLog: { enabled: false, bucket: null, prefix: null, interval: 60 },
    desync: 'defensive',
  };
  #registrations: ReadonlyMap<string, Registration> | (() => ReadonlyMap<string, Registration>) =
    NO_REGISTRATIONS;

  constructor(
    readonly name: string,
    readonly scheme: 'internet-facing' | 'internal',
    /** Null in no VPC. */
    readonly vpc: string | null,
    readonly dnsName: string,
    readonly createdAt: number,
  ) {}

  /** By instance id, those taken out included: an instance that was here once is not a stranger. */
  get registrations(): ReadonlyMap<string, Registration> {
    if (typeof this.#registrations === 'function') this.#registrations = this.#registrations();
    return this.#registrations;
  }

  set registrations(registrations: ReadonlyMap<string, Registration>) {
    this.#registrations = registrations;
  }

  /** Registrations that are made when someone first looks. */
  plan(make: () => ReadonlyMap<string, Registration>): void {
    this.#registrations = make;
  }

  policy(name: string): PolicyRecord | undefined {
    return this.policies.find((policy) => policy.name === name);
  }

  listener(port: number): Listener | undefined {
    return this.listeners.find((listener) => listener.port === port);
  }
}
