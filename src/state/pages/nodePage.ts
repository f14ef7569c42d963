import type { BalancerDetail } from '../../model/balancer.ts';
import { type Node, nodeAddress, nodeName } from '../../model/node.ts';
import type { BalancerRef } from '../changes/request.ts';
import { knownNodes } from '../nodes/knownNodes.ts';
import { type Cell, cell } from '../present/cell.ts';
import { conditionCell, healthCell } from '../present/nodeCells.ts';
import type { Page } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { SectionTabs } from './sectionTabs.ts';

/** Why there is no page of a node, in a few words; null where there is one. */
export function whyNoNodePage(
  { session }: BalancerRef,
  detail: BalancerDetail | null,
  node: Node,
): string | null {
  const { provider } = session;
  if (!detail) return 'the balancer has not been read yet';
  const sections = provider.nodeSections?.(detail, node) ?? [];
  if (sections.length > 0) return null;
  return provider.missing['nodeSections'] ?? 'this engine tells nothing more of a node';
}

/** What a node can be told beyond its condition, in tabs. Null where there is nothing. */
export function nodePage(host: PageHost, ref: BalancerRef, node: Node): Page | null {
  const { provider } = ref.session;
  const { queries, desk } = host.workspace;
  const find = (detail: BalancerDetail) => {
    const servers = queries.knownServers(ref.session);
    return knownNodes(detail.nodeList, servers, null).find(({ id }) => id === node.id) ?? null;
  };
  const tabs = new SectionTabs(host, {
    ref,
    crumb: nodeName(node),
    node: find,
    sections(detail) {
      const now = detail.nodeList.find(({ id }) => id === node.id);
      return now ? (provider.nodeSections?.(detail, now) ?? []) : [];
    },
    facts(detail) {
      const now = detail ? find(detail) : node;
      return now
        ? nodeFacts(now, conditionCell(now, desk.pending.of(ref, now.id)))
        : [cell(`${nodeName(node)} has gone: somebody has removed it`, 'warn')];
    },
  });
  return tabs.first();
}

function nodeFacts(node: Node, condition: Cell): readonly Cell[] {
  const { weight, type, server, zone, note } = node;
  const health = node.health === null ? [] : [healthCell(node)];
  const words = [
    server === null ? null : server,
    weight === null ? null : `weight ${weight}`,
    type,
    zone,
    note,
  ].flatMap((text) => (text ? [cell(text)] : []));
  const cells = [condition, ...health, cell(nodeAddress(node)), ...words];
  return cells.flatMap((one, index) => (index === 0 ? [one] : [cell('   '), one]));
}
