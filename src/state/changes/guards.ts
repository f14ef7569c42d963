import { type Node, nodeName } from '../../model/node.ts';
import type { Problem } from '../../model/problem.ts';
import type { Present, Step } from './plan.ts';
import type { BalancerRef, NodeRequest } from './request.ts';

/**
 * last-enabled: no node would take new connections · open-connections: connections would be cut · several: more than
 * one node · production: the account is marked so · irreversible: cannot be undone as it was · engine: what this engine
 * would do besides · changed-meanwhile: somebody else has changed it since it was read.
 */
export interface Warning {
  readonly code:
    | 'last-enabled'
    | 'open-connections'
    | 'several'
    | 'production'
    | 'irreversible'
    | 'engine'
    | 'changed-meanwhile';
  readonly text: string;
}

/** What a user should know before these steps are taken. */
export function warningsOf(
  request: NodeRequest,
  steps: readonly Step[],
  { nodes, detail }: Present,
): Warning[] {
  const touched = steps.flatMap((step) => step.subjects);
  const { provider } = request.balancer.session;
  const touchedNodes = touched.flatMap((subject) => subject.node ?? []);
  const engine =
    request.kind === 'condition'
      ? (provider.conditionWarnings?.(touchedNodes, request.to, detail) ?? [])
      : [];
  return [
    ...lastEnabled(request, touchedNodes, nodes),
    ...(request.kind === 'condition' && provider.disablingCuts?.(detail) === false
      ? []
      : openConnections(request, touchedNodes)),
    ...engine.map((text) => ({ code: 'engine' as const, text })),
    ...(request.kind === 'remove'
      ? [
          {
            code: 'irreversible' as const,
            text: 'What is removed can only come back as a new node, with a new id',
          },
        ]
      : []),
    ...(touched.length > 1
      ? [{ code: 'several' as const, text: `This concerns ${touched.length} nodes` }]
      : []),
    ...productionWarnings(request.balancer),
  ];
}

/** An account that is marked production asks before every change. */
export function productionWarnings({ session: { account } }: BalancerRef): Warning[] {
  return account.production ? [{ code: 'production', text: `${account.name} is a production account` }] : [];
}

/** Why nothing may be changed at all, or null. */
export function readOnlyRefusal({ session }: BalancerRef, present: Present): Problem | null {
  const { account } = session;
  if (!present.readOnly && !account.readOnly) return null;
  return {
    kind: 'guard',
    message: `Nothing was changed: ${present.readOnly ? 'sluice was started with --read-only' : `account ${account.name} is marked read-only`}`,
    hint: present.readOnly
      ? 'Start it without --read-only to change things'
      : 'Edit the account to take the mark off',
  };
}

/** Do these nodes stop taking new connections? */
function takesOut(request: NodeRequest): boolean {
  return request.kind === 'remove' || (request.kind === 'condition' && request.to !== 'ENABLED');
}

function lastEnabled(
  request: NodeRequest,
  touched: readonly Node[],
  nodes: readonly Node[] | null,
): Warning[] {
  if (!takesOut(request) || !nodes) return [];
  const ids = new Set(touched.map((node) => node.id));
  const enabled = nodes.filter((node) => node.condition === 'ENABLED');
  const leaving = enabled.filter((node) => ids.has(node.id));
  const left = enabled.filter((node) => !ids.has(node.id));
  if (leaving.length === 0) return [];
  if (left.length === 0) {
    const whom =
      leaving.length === 1 && leaving[0] ? `${nodeName(leaving[0])} is the last ENABLED node` : null;
    return [
      {
        code: 'last-enabled',
        text: whom
          ? `${whom} of ${request.balancer.name}: nothing would take new connections`
          : `No ENABLED node of ${request.balancer.name} would be left: nothing would take new connections`,
      },
    ];
  }
  if (left.every((node) => node.health !== null && node.health !== 'ONLINE') && leaving.some(isOnline)) {
    return [
      {
        code: 'last-enabled',
        text: `The ENABLED nodes left of ${request.balancer.name} are not ONLINE: nothing healthy would take new connections`,
      },
    ];
  }
  return [];
}

function isOnline(node: Node): boolean {
  return node.health === 'ONLINE';
}

function openConnections(request: NodeRequest, touched: readonly Node[]): Warning[] {
  const cuts = request.kind === 'remove' || (request.kind === 'condition' && request.to === 'DISABLED');
  if (!cuts) return [];
  const serving = touched.filter((node) => node.condition !== 'DISABLED');
  const known = serving.flatMap((node) => node.connections ?? []);
  const open = known.reduce((sum, count) => sum + count, 0);
  const untold = serving.filter((node) => node.connections === null && node.health !== 'OFFLINE').length;
  const mend = '; draining first lets them end';
  if (open > 0) {
    const connections = open === 1 ? '1 open connection' : `${open} open connections`;
    return [{ code: 'open-connections', text: `${connections} would be cut at once${mend}` }];
  }
  if (untold > 0) {
    return [
      {
        code: 'open-connections',
        text: `Connections that are open would be cut at once (this engine does not count them)${mend}`,
      },
    ];
  }
  return [];
}
