import type { BalancerSpec, MonitorSpec, NodeSpec, ServerSpec, VirtualIpSpec } from './spec.ts';
import { RUN_TAG, STEP_TAG } from './tags.ts';

/** What is sent to make a server. Left out, `networks` means both: PublicNet and ServiceNet (spec §9). */
export function serverBody(
  { name, keyName }: ServerSpec,
  made: { readonly image: string; readonly flavor: string; readonly runId: string; readonly stepId: string },
): unknown {
  return {
    server: {
      name,
      imageRef: made.image,
      flavorRef: made.flavor,
      ...(keyName === undefined ? {} : { key_name: keyName }),
      metadata: { [RUN_TAG]: made.runId, [STEP_TAG]: made.stepId },
    },
  };
}

/** A node with its address found. */
export type AddressedNode = Omit<NodeSpec, 'server' | 'address'> & { readonly address: string };

/** What is sent to make the balancer with everything on it, in one request. */
export function balancerBody(spec: BalancerSpec, nodes: readonly AddressedNode[], runId: string): unknown {
  const { name, protocol, port, algorithm, timeout, sessionPersistence, healthMonitor } = spec;
  const metadata = [...Object.entries(spec.metadata ?? {}), [RUN_TAG, runId] as const];
  return {
    loadBalancer: {
      name,
      protocol,
      port,
      algorithm,
      ...(timeout === undefined ? {} : { timeout }),
      virtualIps: virtualIps(spec.virtualIp),
      ...(nodes.length === 0 ? {} : { nodes: nodes.map(nodeBody) }),
      ...(sessionPersistence === undefined
        ? {}
        : { sessionPersistence: { persistenceType: sessionPersistence } }),
      ...(healthMonitor === undefined ? {} : { healthMonitor: monitorBody(healthMonitor) }),
      metadata: metadata.map(([key, value]) => ({ key, value })),
    },
  };
}

/** The service wants the condition of every node, though its guide does not say so (spec §3.4). */
function nodeBody({ address, port, condition = 'ENABLED', weight, type }: AddressedNode) {
  return {
    address,
    port,
    condition,
    ...(type === undefined ? {} : { type }),
    ...(weight === undefined ? {} : { weight }),
  };
}

function virtualIps({ type = 'PUBLIC', ipVersion, share }: VirtualIpSpec) {
  return share?.map(({ id }) => ({ id })) ?? [{ type, ...(ipVersion === undefined ? {} : { ipVersion }) }];
}

function monitorBody({ type, delay = 10, timeout = 5, attempts = 3, path = '/', statusRegex }: MonitorSpec) {
  return {
    type,
    delay,
    timeout,
    attemptsBeforeDeactivation: attempts,
    ...(type === 'CONNECT' ? {} : { path, statusRegex: statusRegex ?? '^[23][0-9][0-9]$' }),
  };
}
