import type { Condition } from '../../../model/condition.ts';

type Persistence = 'HTTP_COOKIE' | 'SSL_ID' | 'SOURCE_IP';
type MonitorType = 'CONNECT' | 'HTTP' | 'HTTPS';
type NodeType = 'PRIMARY' | 'SECONDARY';

/** Times in seconds. What is left out falls to the schema's defaults. */
export interface MonitorSpec {
  readonly type: MonitorType;
  readonly delay?: number;
  readonly timeout?: number;
  readonly attempts?: number;
  readonly path?: string;
  readonly statusRegex?: string;
}

/** A server to be made, of the second generation, in the region of the balancer. */
export interface ServerSpec {
  readonly name: string;
  /** Id or exact name. */
  readonly image: string;
  /** Id or exact name. */
  readonly flavor: string;
  readonly keyName?: string;
}

/** Either `server`, as it stands under `servers`, or `address`. */
export interface NodeSpec {
  readonly server?: string;
  readonly address?: string;
  readonly port: number;
  readonly condition?: Condition;
  readonly weight?: number;
  readonly type?: NodeType;
}

/** Either `type` or `share`. */
export interface VirtualIpSpec {
  readonly type?: 'PUBLIC' | 'SERVICENET';
  readonly ipVersion?: 'IPV4' | 'IPV6';
  readonly share?: readonly { readonly id: number }[];
}

/** A spec that has been read: it follows the schema and the rules. */
export interface BalancerSpec {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly algorithm: string;
  readonly timeout?: number;
  readonly sessionPersistence?: Persistence;
  readonly healthMonitor?: MonitorSpec;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly virtualIp: VirtualIpSpec;
  readonly servers?: { readonly existing?: readonly string[]; readonly create?: readonly ServerSpec[] };
  readonly nodes: readonly NodeSpec[];
}

/** What is right by itself of something that claims to be a spec; the rest is left out, list entries as holes. */
export type SoundSpec = Partial<
  Omit<BalancerSpec, 'healthMonitor' | 'virtualIp' | 'servers' | 'nodes'> & {
    readonly healthMonitor: Partial<MonitorSpec>;
    readonly virtualIp: Partial<Omit<VirtualIpSpec, 'share'>> & {
      readonly share?: Holed<{ readonly id?: number }>;
    };
    readonly servers: { readonly existing?: Holed<string>; readonly create?: Holed<Partial<ServerSpec>> };
    readonly nodes: Holed<Partial<NodeSpec>>;
  }
>;
type Holed<T> = readonly (T | undefined)[];

/** Servers to be made. */
export function newServers(spec: BalancerSpec): readonly ServerSpec[] {
  return spec.servers?.create ?? [];
}

/** Servers that are there already, by id or name. */
export function existingServers(spec: BalancerSpec): readonly string[] {
  return spec.servers?.existing ?? [];
}
