import { whyNoUsage } from '../usage/usageStore.ts';
import type { PageHost } from './pageHost.ts';
import type { SectionTabs } from './sectionTabs.ts';
import { UsageBalancerPage } from './usageBalancerPage.ts';

/** Why there is no usage to open from one of these tabs, in a few words; null when there is. */
export function whyNoTabUsage({ node, subject }: SectionTabs): string | null {
  return node ? 'usage is counted for the balancer, not for a node' : whyNoUsage(subject.ref.session);
}

/** Opens the usage of the balancer that the tabs are of. */
export function openTabUsage(host: PageHost, { subject }: SectionTabs): void {
  host.push(new UsageBalancerPage(host, subject.ref));
}
