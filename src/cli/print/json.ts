import type { Account } from '../../model/account.ts';
import type { Balancer } from '../../model/balancer.ts';
import type { Node } from '../../model/node.ts';
import type { Secrets } from '../../state/accounts/secrets.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import type { Session } from '../../state/sessions.ts';

/** The model's word for what an engine does not tell is null here, as everything unknown is. */
function told(word: string): string | null {
  return word === 'UNKNOWN' ? null : word;
}

/** A balancer as scripts read it. Fields are only ever added; unknown is null. */
export function balancerJson(session: Session, balancer: Balancer) {
  const { account, region, provider } = session;
  return {
    account: account.name,
    engine: provider.engine,
    region,
    id: balancer.id,
    name: balancer.name,
    status: told(balancer.status),
    protocol: balancer.protocol,
    port: balancer.port,
    algorithm: balancer.algorithm,
    nodes: {
      total: balancer.nodes.total,
      enabled: balancer.nodes.enabled,
      draining: balancer.nodes.draining,
      disabled: balancer.nodes.disabled,
      online: balancer.nodes.online,
    },
    virtualIps: balancer.virtualIps.map(({ id, address, type, ipVersion }) => ({
      address,
      type,
      ipVersion,
      id,
    })),
    createdAt: balancer.createdAt,
    updatedAt: balancer.updatedAt,
  };
}

/** A node likewise. `balancer` is the balancer's name. */
export function nodeJson({ session, id, name }: BalancerRef, node: Node) {
  return {
    account: session.account.name,
    region: session.region,
    balancer: name,
    balancerId: id,
    id: node.id,
    address: node.address,
    port: node.port,
    condition: told(node.condition),
    health: node.health,
    weight: node.weight,
    type: node.type,
    server: node.server,
    connections: node.connections,
    zone: node.zone ?? null,
    note: node.note ?? null,
    drainEndsAt: node.drainEndsAt === null ? null : new Date(node.drainEndsAt).toISOString(),
  };
}

/** An account likewise: where its secrets are, never what they are. */
export function accountJson(account: Account, secrets: Secrets) {
  return {
    name: account.name,
    engine: account.engine,
    region: account.region,
    origin: account.origin.kind,
    from: account.origin.kind === 'discovered' ? account.origin.from : null,
    production: account.production,
    readOnly: account.readOnly,
    default: account.isDefault,
    settings: account.settings,
    secrets: Object.fromEntries(
      Object.entries(account.secrets).map(([key, ref]) => [key, secrets.describe(ref)]),
    ),
  };
}
