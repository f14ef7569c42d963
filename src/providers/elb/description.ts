import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Balancer, NodeCounts } from '../../model/balancer.ts';

/**
 * AWS has no status for a Classic balancer. Ours: NO_NODES with nothing registered, UP with an instance in service, DOWN
 * with none of them in service, UNKNOWN where the health has not been read (a list does not have it).
 */
export type DerivedStatus = 'NO_NODES' | 'UP' | 'DOWN' | 'UNKNOWN';

/** A row of the list; null for a description without a name. */
export function balancerOf(
  description: LoadBalancerDescription,
  status: DerivedStatus,
  nodes: NodeCounts,
): Balancer | null {
  const name = description.LoadBalancerName;
  if (!name) return null;
  const listeners = (description.ListenerDescriptions ?? []).flatMap(({ Listener }) => Listener ?? []);
  const protocols = [...new Set(listeners.flatMap(({ Protocol }) => Protocol?.toUpperCase() ?? []))];
  return {
    id: name,
    name,
    status,
    // A balancer has one listener or several; several are all named, and have no one port.
    protocol: protocols.length === 0 ? null : protocols.join('/'),
    port: one(listeners.map(({ LoadBalancerPort }) => LoadBalancerPort)),
    algorithm: null,
    nodes,
    virtualIps: description.DNSName
      ? [
          {
            id: null,
            // The addresses behind the name change; nobody may keep one.
            address: description.DNSName,
            type: description.Scheme?.toLowerCase() === 'internal' ? 'SERVICENET' : 'PUBLIC',
            ipVersion: null,
          },
        ]
      : [],
    createdAt: timeOf(description),
    updatedAt: null,
  };
}

/** The ids of the registered instances, each once. */
export function registeredIds(description: LoadBalancerDescription): ReadonlySet<string> {
  return new Set((description.Instances ?? []).flatMap(({ InstanceId }) => InstanceId || []));
}

/** The port that all listeners send to on the instances; null where they differ. */
export function instancePort(description: LoadBalancerDescription): number | null {
  return one((description.ListenerDescriptions ?? []).map(({ Listener }) => Listener?.InstancePort));
}

/** The counts a list can give: what is registered. What is parked, and the health, take a look at the balancer. */
export function listedCounts(registered: number): NodeCounts {
  const none = registered === 0 ? 0 : null;
  return { total: registered, enabled: none, draining: none, disabled: none, online: none };
}

function one(ports: readonly (number | undefined)[]): number | null {
  const [port, ...others] = new Set(ports);
  return others.length === 0 ? (port ?? null) : null;
}

/** When it was made, as ISO 8601; null where an emulator says nothing usable. */
export function timeOf({ CreatedTime }: LoadBalancerDescription): string | null {
  if (!(CreatedTime instanceof Date) || Number.isNaN(CreatedTime.getTime())) return null;
  return CreatedTime.toISOString();
}
