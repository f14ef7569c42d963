import type { Condition } from '../../model/condition.ts';

/** What is asked for, after a protocol has read and checked it. These shapes are written to the log as they are. */
export interface NodeSpec {
  readonly address: string;
  readonly port: number;
  readonly condition: Condition;
  readonly type: NodeType;
  readonly weight: number;
}
/** A SECONDARY node carries traffic when every PRIMARY is down. */
export type NodeType = 'PRIMARY' | 'SECONDARY';

/** A change of one node; what is absent stays. */
export interface NodeChangeSpec {
  readonly id: number;
  readonly condition?: Condition;
  readonly type?: NodeType;
  readonly weight?: number;
}

/** Reachable from everywhere, or inside the region only. */
export type VipType = 'PUBLIC' | 'SERVICENET';
/** Spelled as the service spells it. */
export type IpVersion = 'IPV4' | 'IPV6';
/** An existing virtual IP to share, or a new one; without a version a public one comes as a pair. */
export type VipSpec =
  | { readonly id: number }
  | { readonly type: VipType; readonly ipVersion: IpVersion | null };

/** Times in seconds. */
export interface HealthMonitor {
  readonly type: 'CONNECT' | 'HTTP' | 'HTTPS';
  readonly delay: number;
  readonly timeout: number;
  readonly attemptsBeforeDeactivation: number;
  readonly path?: string;
  readonly statusRegex?: string;
  readonly bodyRegex?: string;
  readonly hostHeader?: string;
}
/** What ties a visitor to a node: a cookie, the SSL session, the address. */
export type Persistence = 'HTTP_COOKIE' | 'SSL_ID' | 'SOURCE_IP';
/** Limits of one visitor; `rateInterval` in seconds. */
export interface Throttle {
  readonly minConnections: number;
  readonly maxConnections: number;
  readonly maxConnectionRate: number;
  readonly rateInterval: number;
}
/** Who may connect: an address or a network. ALLOW beats DENY. */
export interface AccessSpec {
  readonly address: string;
  readonly type: 'ALLOW' | 'DENY';
}
/** The user's own label. */
export interface MetadataSpec {
  readonly key: string;
  readonly value: string;
}
/** Certificates only: a private key is checked at the door and not kept. */
export interface SslTermination {
  readonly certificate: string;
  readonly intermediateCertificate?: string;
  readonly enabled: boolean;
  readonly securePort: number;
  readonly secureTrafficOnly: boolean;
  readonly cipherProfile?: string;
  readonly securityProtocols?: readonly {
    readonly securityProtocolName: string;
    readonly securityProtocolStatus: string;
  }[];
}
/** A certificate for another host name behind the same balancer. */
export interface CertificateSpec {
  readonly hostName: string;
  readonly certificate: string;
  readonly intermediateCertificate?: string;
}

/** A new balancer, its defaults filled in. `timeout` in seconds. */
export interface BalancerSpec {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly algorithm: string;
  readonly timeout: number;
  readonly halfClosed: boolean;
  readonly httpsRedirect: boolean;
  readonly virtualIps: readonly VipSpec[];
  readonly nodes: readonly NodeSpec[];
  readonly healthMonitor?: HealthMonitor;
  readonly sessionPersistence?: Persistence;
  readonly connectionThrottle?: Throttle;
  readonly connectionLogging: boolean;
  readonly contentCaching: boolean;
  readonly accessList: readonly AccessSpec[];
  readonly metadata: readonly MetadataSpec[];
}

/** A change of a balancer's own fields; what is absent stays. */
export interface BalancerChange {
  readonly name?: string;
  readonly algorithm?: string;
  readonly protocol?: string;
  readonly port?: number;
  readonly timeout?: number;
  readonly halfClosed?: boolean;
  readonly httpsRedirect?: boolean;
}

/** A new server, its defaults filled in. */
export interface ServerSpec {
  /** A UUID, chosen by who writes the command. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly flavor: string;
  readonly keyName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly diskConfig: 'AUTO' | 'MANUAL';
  readonly networks: readonly ('public' | 'private')[];
}

/** Balancers and servers whose names begin so never come up: for looking at what happens then. */
export const DOOMED = 'doomed-';
