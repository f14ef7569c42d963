import type { BalancerDetail } from '../../model/balancer.ts';
import type { Condition } from '../../model/condition.ts';
import { type Node, nodeName } from '../../model/node.ts';
import type { ConditionSupport } from '../provider.ts';
import { factsOf } from './backends.ts';
import type { OwnChanges } from './ownChanges.ts';
import { heldBy, isHeldInMaintenance, lacksAddress, type Server } from './server.ts';

/** What no setting or condition outlives. */
export const FORGETS = 'HAProxy forgets it at its next reload';

/**
 * ENABLED and DRAINING are HAProxy's ready and drain, which mean exactly that. Its maint lets open connections live; they
 * are shut down besides, so that DISABLED means what it means elsewhere.
 */
export const CONDITIONS: ConditionSupport = {
  ENABLED: {},
  DRAINING: { note: FORGETS },
  DISABLED: { note: `Open connections are cut at once. ${FORGETS}` },
};

/** Younger than this, a process may have come by a reload whose old process still serves, in seconds. */
const YOUNG = 600;

/** Why this server cannot be given this condition, in a few words; null when it can. */
export function conditionRefusal(node: Node, to: Condition, balancer: BalancerDetail | null): string | null {
  const server = factsOf(balancer)?.servers[node.id];
  if (server === undefined) return null;
  if (lacksAddress(server))
    return `${server.hostName ?? 'its name'} has no address: the resolver puts it back when it has one`;
  const held = heldBy(server);
  if (held !== null && (to === 'ENABLED' || (to === 'DRAINING' && isHeldInMaintenance(server))))
    return `it follows ${held}: change that one`;
  if (to === 'ENABLED' && server.weight === 0) return 'its weight is 0: give it a weight';
  return null;
}

/** What a user should know before these servers are given this condition. `reaches` is true with a master socket. */
export function conditionWarnings(
  nodes: readonly Node[],
  to: Condition,
  balancer: BalancerDetail | null,
  own: OwnChanges,
  reaches: boolean,
): readonly string[] {
  if (to === 'ENABLED' || balancer === null) return [];
  const warnings: string[] = [];
  const leaving = new Set(nodes.map((node) => node.id));
  const stays = (node: Node) => node.condition === 'ENABLED' && !leaving.has(node.id);
  const primaries = balancer.nodeList.filter((node) => node.type === 'PRIMARY');
  const backups = balancer.nodeList.filter((node) => node.type === 'SECONDARY' && stays(node));
  const wasServed = primaries.some((node) => node.condition === 'ENABLED');
  const [backup] = backups;
  if (wasServed && backup !== undefined && !primaries.some(stays))
    warnings.push(
      backups.length === 1
        ? `No PRIMARY server is left: ${nodeName(backup)}, a backup, takes over`
        : `No PRIMARY server is left: ${backups.length} backups take over`,
    );
  const servers = Object.values(factsOf(balancer)?.servers ?? {});
  const followers = servers.filter((server) => followsOneOf(server, balancer.id, leaving));
  if (followers.length > 0) {
    const names = followers.map(({ name }) => name).join(', ');
    warnings.push(
      followers.length === 1 ? `${names} follows and goes with it` : `${names} follow and go with it`,
    );
  }
  const old = to === 'DISABLED' && !reaches ? oldProcessText(own) : null;
  return old === null ? warnings : [...warnings, old];
}

function followsOneOf({ follows }: Server, backend: string, names: ReadonlySet<string>): boolean {
  return follows?.startsWith(`${backend}/`) === true && names.has(follows.slice(backend.length + 1));
}

function oldProcessText(own: OwnChanges): string | null {
  const uptime = own.process?.uptimeSeconds ?? null;
  if (uptime === null || uptime >= YOUNG) return null;
  const began = uptime < 90 ? `${uptime} s` : `${Math.round(uptime / 60)} minutes`;
  return own.reloads > 0
    ? `HAProxy was reloaded ${began} ago: connections from before live on in its old process, where only a master socket reaches`
    : `HAProxy began ${began} ago: were it by a reload, connections from before live on in its old process`;
}
