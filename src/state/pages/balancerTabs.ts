import type { Balancer, NodeCounts } from '../../model/balancer.ts';
import type { BalancerRef } from '../changes/request.ts';
import { nodesCell, protocolText, statusCell } from '../present/balancerCells.ts';
import { type Cell, cell } from '../present/cell.ts';
import { hasUsage } from '../usage/usageStore.ts';
import type { Page } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { SectionTabs } from './sectionTabs.ts';
import { UsageBalancerPage } from './usageBalancerPage.ts';

/** A balancer's tabs: its nodes, what the engine tells besides, its usage. `listed` is the balancer until it has been read. */
export function balancerTabs(
  host: PageHost,
  ref: BalancerRef,
  listed: Balancer,
  nodes: { readonly page: Page; readonly counts: () => NodeCounts | null },
): SectionTabs {
  const { provider } = ref.session;
  const { queries } = host.workspace;
  const now = () => queries.knownBalancer(ref.session, ref.id)?.value ?? listed;
  const named = (): BalancerRef => ({ ...ref, name: now().name });
  return new SectionTabs(
    host,
    {
      get ref() {
        return named();
      },
      get crumb() {
        return now().name;
      },
      node: () => null,
      sections: (detail) => provider.sections?.(detail) ?? [],
      facts: (detail) => balancerFacts(detail ?? listed),
    },
    {
      before: [
        {
          key: 'nodes',
          title: 'Nodes',
          count: () => nodesCell(nodes.counts() ?? now().nodes),
          page: () => nodes.page,
        },
      ],
      after: hasUsage(ref.session)
        ? [
            {
              key: 'usage',
              title: 'Usage',
              count: () => null,
              page: (tabs) => new UsageBalancerPage(host, named(), ref.name, tabs),
            },
          ]
        : [],
    },
  );
}

/** `● ACTIVE   HTTP :80   LEAST_CONNECTIONS   203.0.113.20 PUBLIC` */
function balancerFacts(balancer: Balancer): readonly Cell[] {
  const gap = cell('   ');
  const cells: Cell[] = [statusCell(balancer.status)];
  for (const text of [protocolText(balancer), balancer.algorithm]) if (text) cells.push(gap, cell(text));
  for (const ip of balancer.virtualIps) cells.push(gap, cell(ip.address), cell(` ${ip.type ?? ''}`, 'dim'));
  return cells;
}
