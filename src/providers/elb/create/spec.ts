import type { Protocol } from '../sections/listenerRules.ts';

/** What is left out of a listener is as it usually is: HTTP or TCP behind, on the same port. */
export interface ListenerPart {
  readonly protocol: Protocol;
  readonly port: number;
  readonly instanceProtocol?: Protocol;
  readonly instancePort?: number;
  /** ARN. */
  readonly certificate?: string;
}

/** An instance to be made, in a subnet or, for a balancer that is made by zones, in a zone. */
export interface InstanceSpec {
  readonly name: string;
  /** An id, or the name of a public parameter of Systems Manager that holds one. */
  readonly image: string;
  readonly type: string;
  readonly subnet?: string;
  readonly zone?: string;
  readonly keyName?: string;
  readonly securityGroups?: readonly string[];
}

/** Times in seconds. */
export interface CheckPart {
  readonly protocol: Protocol;
  readonly port?: number;
  readonly path?: string;
  readonly interval?: number;
  readonly timeout?: number;
  readonly healthy?: number;
  readonly unhealthy?: number;
}

/** A spec that has been read: it follows the schema and the rules. Either `subnets` or `zones`. */
export interface ElbSpec {
  readonly name: string;
  readonly scheme?: 'internet-facing' | 'internal';
  readonly listeners: readonly ListenerPart[];
  readonly subnets?: readonly string[];
  readonly zones?: readonly string[];
  readonly securityGroups?: readonly string[];
  readonly instances?: {
    /** Ids. */
    readonly existing?: readonly string[];
    readonly create?: readonly InstanceSpec[];
  };
  readonly healthCheck?: CheckPart;
  /** Seconds; 0 is off. */
  readonly draining?: number;
  readonly crossZone?: boolean;
  /** Seconds. */
  readonly idleTimeout?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** The run waits until all instances are in service. */
  readonly waitForService?: boolean;
}

type Holed<T> = readonly (T | undefined)[];

/** What is right by itself of something that claims to be a spec; the rest is left out, list entries as holes. */
export type SoundSpec = Partial<
  Omit<ElbSpec, 'listeners' | 'subnets' | 'zones' | 'securityGroups' | 'instances' | 'healthCheck'> & {
    readonly listeners: Holed<Partial<ListenerPart>>;
    readonly subnets: Holed<string>;
    readonly zones: Holed<string>;
    readonly securityGroups: Holed<string>;
    readonly instances: { readonly existing?: Holed<string>; readonly create?: Holed<Partial<InstanceSpec>> };
    readonly healthCheck: Partial<CheckPart>;
  }
>;

/** Instances to be made. */
export function newInstances(spec: ElbSpec): readonly InstanceSpec[] {
  return spec.instances?.create ?? [];
}

/** Ids of instances that are there already. */
export function existingInstances(spec: ElbSpec): readonly string[] {
  return spec.instances?.existing ?? [];
}
