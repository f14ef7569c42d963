import type { AwsCommand } from './aws/commands.ts';
import type {
  AccessSpec,
  BalancerChange,
  BalancerSpec,
  CertificateSpec,
  HealthMonitor,
  IpVersion,
  MetadataSpec,
  NodeChangeSpec,
  NodeSpec,
  Persistence,
  ServerSpec,
  SslTermination,
  Throttle,
} from './specs.ts';

/** The regions of every world; balancers and servers never cross them. */
export const REGIONS = ['DFW', 'ORD', 'SYD'] as const;
/** One of them. */
export type RegionName = (typeof REGIONS)[number];

/** The first line of a log: who may sign in, and what the world begins with. */
export interface Genesis {
  readonly type: 'genesis';
  readonly version: 1;
  readonly createdAt: number;
  readonly username: string;
  /** 32 hexadecimal digits. */
  readonly apiKey: string;
  readonly password: string;
  readonly account: number;
  /** Signs the tokens. */
  readonly secret: string;
  readonly load?: { readonly balancers: number; readonly nodes: number };
}

/** What can be done to those who use the sandbox: `expire-tokens` ends all tokens once, the others are faults. */
export const TROUBLE_KINDS = [
  'slow',
  'cut',
  'cut-after',
  'status',
  'malformed',
  'down',
  'expire-tokens',
  'expired-token',
  'denied',
  'throttled',
] as const;
type TroubleKind = (typeof TROUBLE_KINDS)[number];

/**
 * Trouble on the way to the sandbox. `slow` answers `ms` late; `cut` drops the connection before anything is done,
 * `cut-after` when it is done; `status` answers that status with HTML; `malformed` answers a body that ends in its middle;
 * `down` drops every connection; `expired-token`, `denied` and `throttled` refuse in the service's own words. `count` ends
 * it after that many requests (each process counts its own), `forMs` after that long; `method` and `path` (a part of it)
 * choose the requests. All of AWS's have one path: there `path` is also held against
 * `/aws/DescribeTags?service=elasticloadbalancing&region=us-east-1`.
 */
export interface FaultSpec {
  readonly kind: Exclude<TroubleKind, 'expire-tokens'>;
  readonly ms?: number;
  readonly status?: number;
  readonly count?: number;
  readonly forMs?: number;
  readonly method?: string;
  readonly path?: string;
}

/** A setting of a balancer that is put and deleted as a whole. */
export type Setting =
  | { readonly name: 'healthMonitor'; readonly value: HealthMonitor | null }
  | { readonly name: 'sessionPersistence'; readonly value: Persistence | null }
  | { readonly name: 'connectionThrottle'; readonly value: Partial<Throttle> | null }
  | { readonly name: 'connectionLogging'; readonly value: boolean }
  | { readonly name: 'contentCaching'; readonly value: boolean }
  | { readonly name: 'errorPage'; readonly value: string | null }
  | { readonly name: 'sslTermination'; readonly value: Partial<SslTermination> | null };

/** A change of one balancer. */
export type BalancerCommand = { readonly region: RegionName; readonly balancer: number } & (
  | { readonly type: 'balancer.update'; readonly change: BalancerChange }
  | { readonly type: 'nodes.add'; readonly nodes: readonly NodeSpec[] }
  /** `many` was one request for several nodes. */
  | { readonly type: 'nodes.update'; readonly changes: readonly NodeChangeSpec[]; readonly many: boolean }
  | { readonly type: 'nodes.delete'; readonly nodes: readonly number[]; readonly many: boolean }
  | { readonly type: 'vip.add'; readonly ipVersion: IpVersion }
  | { readonly type: 'vip.delete'; readonly vips: readonly number[]; readonly many: boolean }
  | { readonly type: 'setting'; readonly setting: Setting }
  | { readonly type: 'access.add'; readonly items: readonly AccessSpec[] }
  /** null: the whole list. */
  | { readonly type: 'access.delete'; readonly items: readonly number[] | null; readonly many: boolean }
  | { readonly type: 'metadata.add'; readonly node: number | null; readonly items: readonly MetadataSpec[] }
  | {
      readonly type: 'metadata.set';
      readonly node: number | null;
      readonly item: number;
      readonly value: string;
    }
  | {
      readonly type: 'metadata.delete';
      readonly node: number | null;
      readonly items: readonly number[];
      readonly many: boolean;
    }
  | { readonly type: 'certificate.add'; readonly certificate: CertificateSpec }
  | { readonly type: 'certificate.set'; readonly item: number; readonly change: Partial<CertificateSpec> }
  | { readonly type: 'certificate.delete'; readonly item: number }
);

/** Everything that can happen to the world after its first line. */
export type Command =
  | { readonly type: 'clock'; readonly advanceMs: number }
  | { readonly type: 'fault'; readonly fault: FaultSpec }
  | { readonly type: 'clear-faults' }
  | { readonly type: 'expire-tokens' }
  | { readonly type: 'balancer.create'; readonly region: RegionName; readonly spec: BalancerSpec }
  | { readonly type: 'balancer.delete'; readonly region: RegionName; readonly balancers: readonly number[] }
  | { readonly type: 'server.create'; readonly region: RegionName; readonly spec: ServerSpec }
  | { readonly type: 'server.delete'; readonly region: RegionName; readonly server: string }
  | BalancerCommand
  | AwsCommand;

/** A line of the log. `id` is unique; `at` is the time by the sandbox's clock where it was written. */
export type Line = { readonly id: string; readonly at: number } & (Command | Genesis);

/** The line's meaning, or null for a torn or foreign one. What is inside a line is trusted: only we write them. */
export function parseLine(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('id' in value) || !('at' in value) || !('type' in value)) return null;
    if (typeof value.id !== 'string' || typeof value.at !== 'number' || typeof value.type !== 'string')
      return null;
    return value as Line;
  } catch {
    return null;
  }
}
