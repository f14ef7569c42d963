import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Node } from '../../../model/node.ts';
import type { Section } from '../../sections.ts';
import { isPathId } from '../balancers.ts';
import { accessList } from './accessList.ts';
import { allowedDomains, ciphers } from './bareLists.ts';
import { certificates } from './certificates.ts';
import { connectionThrottle } from './connectionThrottle.ts';
import { errorPage } from './errorPage.ts';
import { nodeEvents } from './events.ts';
import { general } from './general.ts';
import { healthMonitor } from './healthMonitor.ts';
import { balancerMetadata, nodeMetadata } from './metadata.ts';
import type { SectionParts } from './resource.ts';
import { sessionPersistence } from './sessionPersistence.ts';
import { sourceAddresses } from './sourceAddresses.ts';
import { sslTermination } from './sslTermination.ts';
import { connectionLogging, contentCaching } from './switches.ts';
import { virtualIps } from './virtualIps.ts';

/** In the order in which they are shown. */
const SECTIONS: readonly ((parts: SectionParts, balancer: BalancerDetail) => Section)[] = [
  general,
  healthMonitor,
  sessionPersistence,
  connectionThrottle,
  sslTermination,
  connectionLogging,
  contentCaching,
  errorPage,
  sourceAddresses,
  virtualIps,
  accessList,
  balancerMetadata,
  certificates,
  ciphers,
  nodeEvents,
  allowedDomains,
];

/** Everything that a balancer can be told or asked beyond its nodes; nothing where its id is none that can be asked for. */
export function balancerSections(parts: SectionParts, balancer: BalancerDetail): readonly Section[] {
  if (!isPathId(balancer.id)) return [];
  return SECTIONS.map((section) => section(parts, balancer));
}

/** Likewise for a node of it. */
export function nodeSections(parts: SectionParts, balancer: BalancerDetail, node: Node): readonly Section[] {
  if (!isPathId(balancer.id) || !isPathId(node.id)) return [];
  return [nodeMetadata(parts, balancer, node)];
}
